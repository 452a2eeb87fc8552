// SPDX-License-Identifier: Apache-2.0
// Closed sums over the loops of one dimension.
#pragma once

#include <cstdint>
#include <vector>

namespace nestwave::analytical::remainders {

/// A loop of which the iterations [first, last] take part; none do if first > last.
struct DigitRange {
  std::int64_t stride = 1;  ///< in indices of the dimension; a multiple of what the loops inside reach
  std::int64_t first = 0;
  std::int64_t last = 0;
};

/// Sum of min(reach, what is left of `size` indices) over all combinations of the loops' iterations,
/// outermost loop first; where a point lies beyond the size nothing is left. `reach` is what lies inside
/// the innermost loop, or 1 to count the combinations with work.
///
/// As strides are nested, of the iterations of one loop those before the one in which the end lies are
/// whole and those after it empty: the sum costs one step per loop.
[[nodiscard]] std::uint64_t digit_sum(const std::vector<DigitRange>& loops, std::int64_t size,
                                      std::int64_t reach);

}  // namespace nestwave::analytical::remainders
