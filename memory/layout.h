// SPDX-License-Identifier: Apache-2.0
// Where the tensors lie in a memory.
#pragma once

#include <cstdint>
#include <vector>

#include "dataflows/edge_words.h"
#include "models/design.h"

namespace nestwave {

/// The tensors that a level keeps lie one after another in problem order, each from the beginning of a
/// burst on, row-major, its words packed without gaps. A burst is numbered from address 0.
class Layout {
 public:
  Layout(const Design& design, int level, std::uint64_t burst_bytes);

  /// From address 0 to the end of the last burst that is used.
  [[nodiscard]] std::uint64_t bytes() const { return bursts_ * burst_bits_ / 8; }
  /// Bursts that hold bits of these words, ascending.
  [[nodiscard]] std::vector<std::uint64_t> bursts(int data_space, const WordRanges& words) const;

 private:
  std::uint64_t word_bits_;
  std::uint64_t burst_bits_;
  std::uint64_t bursts_ = 0;
  std::vector<std::uint64_t> first_;  ///< burst of each data space
};

}  // namespace nestwave
