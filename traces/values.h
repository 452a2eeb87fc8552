// SPDX-License-Identifier: Apache-2.0
// The functional mode: values travel with the words, and a word that is not where it must be stops the run.
#pragma once

#include <cstdint>
#include <map>
#include <stdexcept>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "models/design.h"
#include "models/observer.h"
#include "models/result.h"
#include "traces/reference_loop.h"
#include "traces/word_map.h"

namespace nestwave {

/// A word was not in the right place at the right time; what() names tensor, coordinate, level,
/// instance and cycle.
class FunctionalFault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Follows every word of a run. Operands are small pseudo-random integers drawn from the seed, padding is 0;
/// sums are exact modulo 2^64. Throws FunctionalFault out of the simulation.
class Values : public Observer {
 public:
  Values(const Design& design, std::uint64_t seed);

  [[nodiscard]] unsigned interests() const override { return kTransfers | kTiles | kMacs; }
  void transfer(const Transfer& transfer) override;
  void tile_ready(int level, int data_space, std::uint64_t instance, std::uint64_t epoch,
                  Cycle cycle) override;
  void tile_ended(int level, int data_space, std::uint64_t instance, std::uint64_t epoch,
                  Cycle cycle) override;
  void sums_arrived(int outer, std::uint64_t outer_instance, int inner, std::uint64_t epoch,
                    Cycle cycle) override;
  void mac(std::uint64_t pe, std::uint64_t step, Cycle cycle) override;

  /// Compares the outputs with a plain loop over the problem; call when the run is over.
  [[nodiscard]] FunctionalResult result() const;

 private:
  struct Held {
    Value value = 0;
    std::uint64_t epoch = 0;  ///< last tile that holds it
  };
  using Instance = std::unordered_map<std::uint64_t, Held>;
  /// Words under way: (level, data space or -1 for sums, instance, epoch).
  using Way = std::tuple<int, int, std::uint64_t, std::uint64_t>;
  using Load = std::unordered_map<std::uint64_t, Value>;

  void fill(const Transfer& transfer);
  void drain(const Transfer& transfer);
  void operand(const Transfer& transfer);
  void update(const Transfer& transfer);
  /// Whether the word is padding that the level leaves out.
  [[nodiscard]] bool omitted(int level, int data_space, std::uint64_t word) const {
    return design_.omits_padding(level, data_space) && !maps_[data_space].packing().exists(word);
  }
  [[nodiscard]] bool outermost(int level, int data_space) const {
    return design_.keepers(data_space).front() == level;
  }
  /// Under which name a word stands in an instance. A member that joins at zero may begin a tile of
  /// sums while its last one of the same words still waits to be drained: sums are kept by epoch.
  [[nodiscard]] std::uint64_t key(int level, int data_space, std::uint64_t word, std::uint64_t step);
  [[nodiscard]] Value read(int level, int data_space, std::uint64_t instance, std::uint64_t word,
                           std::uint64_t step, Cycle cycle);
  void write_sum(int level, std::uint64_t instance, std::uint64_t word, std::uint64_t step, Value value,
                 bool add, Cycle cycle);
  [[nodiscard]] Instance& instance(int level, int data_space, std::uint64_t instance);
  [[noreturn]] void fault(const char* what, int level, int data_space, std::uint64_t instance,
                          std::uint64_t word, Cycle cycle) const;

  const Design& design_;
  std::uint64_t seed_;
  int outputs_;
  std::vector<WordMap> maps_;                             ///< per data space
  std::vector<std::vector<std::vector<Instance>>> held_;  ///< level, data space, instance
  std::map<Way, Load> under_way_;
  Sums sums_;  ///< the outermost keeper's outputs
  std::map<std::pair<std::uint64_t, std::uint64_t>, Value>
      products_;  ///< (PE, step), where PEs share the keeper
};

}  // namespace nestwave
