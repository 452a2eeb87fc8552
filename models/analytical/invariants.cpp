// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/invariants.h"

#include "models/analytical/checked.h"
#include "models/error.h"

namespace nestwave::analytical {

void check_balances(const Design& design, const CountTable& counts) {
  const int outputs = design.problem().outputs();
  const std::vector<int>& keepers = design.keepers(outputs);
  for (const int level : keepers) {
    const Counts& c = counts.at(level, outputs);
    const std::uint64_t at_zero = plus(c[Category::zero_starts], c[Category::zero_joins]);
    const std::uint64_t old_sums = plus(c[Category::reads_fill], c[Category::reads_accumulate]);
    if (plus(old_sums, at_zero) != c[Category::writes_update])
      throw InternalError("closed forms: sums read and updated at " +
                          design.architecture().levels[level].name + " do not balance");
    if (level != keepers.front() && c[Category::reads_drain] != plus(c[Category::writes_fill], at_zero))
      throw InternalError("closed forms: sums entering and leaving " +
                          design.architecture().levels[level].name + " do not balance");
  }
}

}  // namespace nestwave::analytical
