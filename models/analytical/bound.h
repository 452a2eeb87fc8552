// SPDX-License-Identifier: Apache-2.0
// Cycles that follow from counts and bandwidths alone.
#pragma once

#include "models/analytical/tables.h"
#include "models/design.h"
#include "models/time.h"

namespace nestwave::analytical {

/// No run takes fewer cycles: compute steps, and our words through the busiest port (a storage
/// port, or the network under one parent, in which every data space has its own bandwidth).
[[nodiscard]] Cycle lower_bound(const Design& design, const Tables& tables);

/// Timeloop's throttled cycles: the same from its own counters, drains and networks left out.
[[nodiscard]] Cycle timeloop_cycles(const Design& design, const CountTable& total);

}  // namespace nestwave::analytical
