// SPDX-License-Identifier: Apache-2.0
// Cycles that follow from counts and bandwidths alone.
#pragma once

#include <functional>
#include <vector>

#include "models/counts.h"
#include "models/design.h"
#include "models/time.h"

namespace nestwave::analytical {

/// Words through one instance of a level that the end of the run waits for, per data space.
struct InstanceWords {
  std::vector<Counts> counts;
  std::vector<std::uint64_t> sent_outward;  ///< outputs: by its children, before any reduction
};

/// No run takes fewer cycles: compute steps, and our words that it waits for through the busiest port (a
/// storage port, or the network under one parent, in which every data space has its own bandwidth).
/// `instances(level)`: those of a level that may be its busiest; asked only where a bandwidth is limited.
[[nodiscard]] Cycle lower_bound(const Design& design,
                                const std::function<std::vector<InstanceWords>(int level)>& instances);

/// Timeloop's throttled cycles: the same from its own counters, drains and networks left out, on an
/// average instance.
[[nodiscard]] Cycle timeloop_cycles(const Design& design, const CountTable& total);

}  // namespace nestwave::analytical
