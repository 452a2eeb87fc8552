// SPDX-License-Identifier: Apache-2.0
// All counts of a design by the forms that allow for imperfect factors.
#pragma once

#include <cstdint>
#include <vector>

#include "models/analytical/bound.h"
#include "models/counts.h"
#include "models/design.h"

namespace nestwave::analytical::remainders {

/// Counts of all instances before compute step `step`. Holds for every design; where all factors are perfect
/// it takes longer than the forms made for that.
[[nodiscard]] CountTable total_counts(const Design& design, std::uint64_t step);

/// What goes through the ports of one instance of a level in the whole run, for each kind of
/// instance: those that stand alike to the end of every dimension do the same. Of such instances the
/// one at the least indices is taken; it is the lowest of its reduction group and reads the most.
[[nodiscard]] std::vector<InstanceWords> words_per_kind(const Design& design, int level);

}  // namespace nestwave::analytical::remainders
