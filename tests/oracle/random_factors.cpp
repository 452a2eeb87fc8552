// SPDX-License-Identifier: Apache-2.0
#include "tests/oracle/random_factors.h"

#include <algorithm>

namespace nestwave::oracle {

Factors random_factors(Dice& dice, std::uint64_t size, std::size_t levels, std::uint64_t spatial_percent,
                       std::uint64_t instances) {
  Factors factors{std::vector<std::uint64_t>(levels, 1), std::vector<std::uint64_t>(levels, 1)};
  // From the innermost place outward; a level's space lies inside its time. The last loop is just as
  // long as it takes: with one round less it would not reach the end of the dimension.
  const std::uint64_t busy_percent = dice.pick(std::vector<std::uint64_t>{20, 40, 70});
  std::uint64_t reach = 1;
  for (std::size_t place = 2 * levels; place-- > 0 && reach < size;) {
    const bool spatial = place % 2 == 1;
    const std::uint64_t rest = (size + reach - 1) / reach;
    std::uint64_t bound = 1;
    if (place == 0)
      bound = rest;
    else if (!dice.chance(spatial ? spatial_percent : busy_percent))
      continue;
    else
      bound = dice.chance(30) ? rest : 2 + dice.roll(std::min<std::uint64_t>(rest - 1, 4));
    if (spatial) {
      bound = std::min(bound, instances);
      instances /= bound;
    }
    (spatial ? factors.spatial : factors.temporal)[place / 2] = bound;
    reach *= bound;
  }
  return factors;
}

}  // namespace nestwave::oracle
