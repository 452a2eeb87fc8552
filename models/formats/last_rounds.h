// SPDX-License-Identifier: Apache-2.0
// The factors of one dimension together: what is left over, and how far the last rounds run.
#pragma once

#include <vector>

#include "models/formats/factors.h"
#include "models/problem.h"

namespace nestwave {

/// Gives the factor 0, if there is one, the size divided by the product of the others, rounded up,
/// and lets its last round be what the size makes of it. Throws InputError on a second one.
void fill_left_over(const Dimension& dimension, const std::vector<Factor*>& factors);

/// Checks that the factors, outermost first, run over exactly the indices of the dimension: with
/// strides s_i = product of the bounds further in, 1 + sum of (last_round_i - 1) * s_i = size. This
/// makes the last rounds the digits, plus one, of the last index, so that afterwards the bounds say
/// it all. Loops that have only a last round, because nothing further out repeats them, get it as
/// their bound. Throws InputError at the first factor that does not fit, else at `mapping`.
void settle_last_rounds(const Dimension& dimension, const std::vector<Factor*>& outermost_first,
                        const Location& mapping);

}  // namespace nestwave
