// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/remainders/digit_sum.h"

#include <algorithm>

#include "models/analytical/checked.h"

namespace nestwave::analytical::remainders {

std::uint64_t digit_sum(const std::vector<DigitRange>& loops, std::int64_t size, std::int64_t reach) {
  std::vector<std::uint64_t> whole(loops.size() + 1, static_cast<std::uint64_t>(reach));
  for (std::size_t i = loops.size(); i-- > 0;) {
    if (loops[i].first > loops[i].last) return 0;
    whole[i] = times(whole[i + 1], static_cast<std::uint64_t>(loops[i].last - loops[i].first + 1));
  }
  std::uint64_t sum = 0;
  std::int64_t left = size;
  for (std::size_t i = 0; i < loops.size(); ++i) {
    const std::int64_t cut = left / loops[i].stride;  // the iteration in which the end lies
    const std::int64_t complete =
        std::clamp<std::int64_t>(cut - loops[i].first, 0, loops[i].last - loops[i].first + 1);
    sum = plus(sum, times(static_cast<std::uint64_t>(complete), whole[i + 1]));
    if (cut < loops[i].first || cut > loops[i].last) return sum;
    left -= cut * loops[i].stride;
  }
  return plus(sum, static_cast<std::uint64_t>(std::min(reach, left)));
}

}  // namespace nestwave::analytical::remainders
