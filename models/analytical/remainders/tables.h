// SPDX-License-Identifier: Apache-2.0
// All counts of a design by the forms that allow for imperfect factors and for padding.
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

/// The part of total_counts() that a single operand makes.
void add_operand_counts(const Design& design, int data_space, std::uint64_t step, CountTable& total);

/// What goes through the ports of one instance of a level before the run can end (see Awaited), for each kind
/// of instance: those that stand alike to the end of every dimension, and to padding, do the same. Of such
/// the one at the least indices is taken; it is the lowest of its reduction group and reads the most.
[[nodiscard]] std::vector<InstanceWords> words_per_kind(const Design& design, int level);

}  // namespace nestwave::analytical::remainders
