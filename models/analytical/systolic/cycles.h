// SPDX-License-Identifier: Apache-2.0
// How long a systolic array takes: sums over kinds of folds, not over folds.
#pragma once

#include "models/systolic.h"
#include "models/time.h"

namespace nestwave::analytical {

/// Cycles of the whole run. A fold of height h and width w that overlaps with no other takes
/// 2h + w + T - 2 for T words of stream: h to load what stays (or to drain sums that stayed), T to stream,
/// h + w - 2 for the skew. With h = rows and w = columns of the array it is the formula of SCALE-Sim
/// (A. Samajdar et al., ISPASS 2020), which for sums that stay leaves the drain out.
[[nodiscard]] Cycle systolic_cycles(const SystolicPlan& plan);

}  // namespace nestwave::analytical
