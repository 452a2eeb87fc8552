// SPDX-License-Identifier: Apache-2.0
// The functional mode of a row-stationary array: what stands in the slots of scratchpads and FIFOs.
#pragma once

#include <cstdint>
#include <vector>

#include "models/time.h"

namespace nestwave {

using Value = std::uint64_t;

/// Coordinates of an output.
struct OutputPlace {
  std::uint64_t image = 0, group = 0, filter = 0, row = 0, column = 0;
};

/// The tensors outside the array.
class WordSource {
 public:
  virtual ~WordSource() = default;
  [[nodiscard]] virtual Value filter_word(std::uint64_t group, std::uint64_t filter, std::uint64_t channel,
                                          std::uint64_t row, std::uint64_t column) const = 0;
  [[nodiscard]] virtual Value ifmap_word(std::uint64_t image, std::uint64_t group, std::uint64_t channel,
                                         std::uint64_t row, std::uint64_t column) const = 0;
  /// Throws if no sum has been put there yet.
  [[nodiscard]] virtual Value old_sum(const OutputPlace& place) const = 0;
  virtual void put_sum(const OutputPlace& place, Value sum) = 0;
};

/// Scratchpads hold as many words as the machine's: a word that comes while there is no room destroys
/// another, and the outputs are wrong.
class SpadValues {
 public:
  struct Sizes {
    std::uint64_t pes = 0;
    std::uint64_t ifmap = 0, filter = 0, psum = 0;  ///< words of a scratchpad
    std::uint64_t foot_slots = 0, exit_slots = 0;   ///< of all FIFOs together
  };
  SpadValues(const Sizes& sizes, WordSource& source)
      : sizes_(sizes),
        source_(source),
        ifmaps_(sizes.pes * sizes.ifmap),
        filters_(sizes.pes * sizes.filter),
        psums_(sizes.pes * sizes.psum),
        feet_(sizes.foot_slots),
        exits_(sizes.exit_slots) {}

  [[nodiscard]] WordSource& source() { return source_; }
  /// The word of that number in the stream of the PE.
  void put_ifmap(std::uint64_t pe, std::uint64_t word, Value value) {
    ifmaps_[pe * sizes_.ifmap + word % sizes_.ifmap] = value;
  }
  void put_filter(std::uint64_t pe, std::uint64_t word, Value value) {
    filters_[pe * sizes_.filter + word % sizes_.filter] = value;
  }
  /// The PE multiplies the ifmap word with consecutive filter words and adds to consecutive sums, or starts
  /// them.
  void multiply(std::uint64_t pe, std::uint64_t ifmap, std::uint64_t filter, std::uint64_t lane,
                std::uint64_t count, bool starts) {
    const Value pixel = ifmaps_[pe * sizes_.ifmap + ifmap % sizes_.ifmap];
    for (std::uint64_t i = 0; i < count; ++i) {
      Value& sum = psums_[pe * sizes_.psum + lane + i];
      sum = (starts ? 0 : sum) + pixel * filters_[pe * sizes_.filter + (filter + i) % sizes_.filter];
    }
  }
  /// The sum of a PE and what came from below.
  [[nodiscard]] Value added(std::uint64_t pe, std::uint64_t lane, std::uint64_t foot_slot) const {
    return psums_[pe * sizes_.psum + lane] + feet_[foot_slot];
  }
  Value& foot(std::uint64_t slot) { return feet_[slot]; }
  Value& exit(std::uint64_t slot) { return exits_[slot]; }

 private:
  Sizes sizes_;
  WordSource& source_;
  std::vector<Value> ifmaps_, filters_, psums_, feet_, exits_;
};

}  // namespace nestwave
