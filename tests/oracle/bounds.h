// SPDX-License-Identifier: Apache-2.0
// Cycles that no run can undercut, from accesses counted one by one.
#pragma once

#include "models/time.h"
#include "tests/oracle/oracle.h"

namespace nestwave::oracle {

/// The compute steps, or the words somebody waits for over the bandwidth of the busiest single port or
/// network.
[[nodiscard]] Cycle oracle_bound(const Design& design, const Oracle& oracle);

/// The same from Timeloop's three counters, averaged over the instances of a level; no networks.
[[nodiscard]] Cycle oracle_timeloop_cycles(const Design& design, const Oracle& oracle);

}  // namespace nestwave::oracle
