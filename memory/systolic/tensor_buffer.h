// SPDX-License-Identifier: Apache-2.0
// The buffer between memory and a systolic array, for one tensor.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <systemc>
#include <unordered_map>
#include <vector>

#include "dataflows/systolic/addresses.h"
#include "dataflows/systolic/folds.h"
#include "memory/recorder.h"
#include "memory/systolic/port_meter.h"
#include "models/counts.h"
#include "models/systolic.h"

namespace nestwave {

/// Keeps what the plan says (Residency) and moves the rest from and to the memory, in no time: the memory
/// keeps up, as with a double-buffered SRAM. A place is a lane and a position: row and column of what
/// stays, row and stream position of what goes across, column and stream position of what goes down.
class TensorBuffer : public sc_core::sc_module {
 public:
  using Value = std::uint64_t;
  /// Value of an operand word in the memory, by its number (see Addresses).
  using Memory = std::function<Value(std::uint64_t word)>;
  /// Sums by the number of their word.
  using Sums = std::unordered_map<std::uint64_t, Value>;
  struct Place {
    std::uint64_t lane;
    std::uint64_t position;
  };
  struct Config {
    const SystolicPlan& plan;
    const Problem& problem;
    Recorder& recorder;
    LevelPorts& memory_ports;
    Memory memory;  ///< none: no values are carried
  };

  TensorBuffer(sc_core::sc_module_name name, const Config& config, int data_space, LevelPorts& ports);

  // ---- operands
  /// The fold is the next one that takes a tile: how many words it will have to bring.
  std::uint64_t announce(const Fold& fold);
  /// The words of the fold must be here from now on: brings those that are not. Returns the number of
  /// the tile that they belong to.
  std::uint32_t take_tile(const Fold& fold, Cycle now);
  /// Words that are read for a place and the `more` positions after it: padding costs no access.
  [[nodiscard]] std::uint64_t stored(const Fold& fold, Place place, std::uint64_t more) const;
  /// So many words are read in `cycles` cycles from now on.
  void read(std::uint64_t words, Cycle now, Cycle cycles);
  /// The value at a place; throws InternalError if it was not brought with that tile or kept from one before.
  [[nodiscard]] Value value(const Fold& fold, Place place, std::uint32_t tile) const;

  // ---- sums
  /// A sum arrives in this cycle and, for the next positions, in `more` cycles after it; the last one of a
  /// tile alone. Tiles that are complete go to the memory.
  void add(const Fold& fold, Place place, std::uint64_t more, Value value, Cycle now);

  // ---- folds that are known
  /// Writes down what decides how often the buffer is accessed for the places of a fold: padding costs no
  /// access.
  void write_pattern(const Fold& fold, std::vector<std::uint64_t>& words) const;
  /// Writes down to which tile the sums of a fold belong, counted from that of `from`, and when it will be
  /// complete; at most `most` sums arrive in the time looked at.
  void write_sums(const Fold& fold, const Fold& from, std::uint64_t most,
                  std::vector<std::uint64_t>& words) const;
  /// So many sums of the fold have arrived while the machine was moved ahead.
  void pass_sums(const Fold& fold, std::uint64_t words);
  /// Shows itself to the visitor, but for what write_sums says. When it is moved ahead, the tile announced
  /// has been taken.
  void visit_state(StateVisitor& state);

  /// Between memory and buffer, both directions.
  [[nodiscard]] const EdgeCounts& traffic() const { return traffic_; }
  [[nodiscard]] bool padded() const { return addresses_.padded(); }
  [[nodiscard]] const Sums& sums_in_memory() const { return memory_sums_; }

 private:
  struct Box {
    std::uint64_t first_lane, lanes, first_position, positions;
  };
  /// Sums that leave together.
  struct SumTile {
    std::uint64_t key;
    std::uint64_t size;
    std::uint64_t missing;  ///< sums of it that are not complete yet
    Sums sums;              ///< if values are carried
  };
  [[nodiscard]] bool finishes(const Fold& fold) const {
    return residency_ != Residency::stream && fold.finishes_sums;
  }
  [[nodiscard]] std::uint64_t tile_key(const Fold& fold) const;
  [[nodiscard]] SumTile& sum_tile(const Fold& fold);
  void drop(const SumTile& tile);
  [[nodiscard]] Box box(const Fold& fold) const;
  [[nodiscard]] Box tile_box(const Fold& fold) const;
  [[nodiscard]] std::uint64_t missing(const Fold& fold, const Box& box);
  void fetch(std::uint64_t words, Cycle cycle, Cycle count);
  void drain(std::uint64_t words, std::uint64_t first_visits, Cycle cycle, Cycle count);
  void finish(const Fold& fold, std::uint64_t words, Cycle now);
  void carry(const Fold& fold, Place place, Value value);
  void count(int level, Category category, std::uint64_t words, Cycle now) {
    recorder_.add(level, data_space_, category, words, step_, now);
  }

  const SystolicPlan& plan_;
  int data_space_;
  int level_;
  Residency residency_;
  Category read_category_;
  Addresses addresses_;
  Recorder& recorder_;
  LevelPorts& ports_;
  LevelPorts& memory_ports_;
  Memory memory_;
  bool word_by_word_;                     ///< tiles are looked at word by word: they overlap, or carry values
  std::uint64_t step_ = 0;                ///< compute step to which counts are attributed
  std::uint64_t key_ = 0;                 ///< of the present tile, plus one
  std::uint32_t tile_ = 1;                ///< its number
  std::uint64_t announced_ = 0;           ///< words of it that are still to be brought
  std::vector<std::uint32_t> last_tile_;  ///< by word: the last tile that it belonged to
  std::vector<SumTile> sum_tiles_;        ///< those that are here, in the order in which they began
  Sums memory_sums_;
  EdgeCounts traffic_;
};

}  // namespace nestwave
