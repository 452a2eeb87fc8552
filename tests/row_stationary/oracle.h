// SPDX-License-Identifier: Apache-2.0
// Row stationary word by word: every pass, window and MAC is walked, with explicit sets of words, and what
// docs/row_stationary.md says is counted. Shares no arithmetic with the product.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "models/counts.h"
#include "models/row_stationary.h"

namespace nestwave::rs {

struct Walked {
  CountTable counts;
  std::map<std::pair<int, int>, EdgeCounts> edges[3];  ///< by data space, then (from, to); MACs left out
  std::uint64_t passes = 0;
  std::uint64_t active_pes = 0;     ///< most in any pass
  std::uint64_t compute_steps = 0;  ///< issue slots of the PE that has the most
  std::uint64_t macs = 0;
  /// Most words at a time: in the buffer, of a pass's filters, of a window, of a PE's filters, of its sums.
  std::uint64_t ifmap_tile = 0, psum_tile = 0, pass_filters = 0, window = 0, pe_filters = 0, pe_sums = 0;
};

[[nodiscard]] Walked walk(const RowStationaryPlan& plan, int levels, int data_spaces);

}  // namespace nestwave::rs
