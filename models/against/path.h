// SPDX-License-Identifier: Apache-2.0
// The way from one convention of counting to another, one choice at a time.
#pragma once

#include <vector>

#include "models/against_result.h"
#include "models/policy.h"

namespace nestwave::against {

/// A convention under which every figure has a value.
struct Convention {
  Policy policy;
  bool drains = true;              ///< reads to drain sums are charged; only under Counters::own they are
  bool at_zero_and_one = false;    ///< temporal loops are evaluated at 0 and 1 only
  bool with_other_energy = false;  ///< the total includes what the file charges outside levels and MACs
};

/// A step of the way and the reason that its change goes by.
struct Stage {
  Reason reason;
  Convention convention;
};

/// Choices that differ, in a fixed order: footprint, multicast, reuse, loops at 0 and 1, counters, prices,
/// other energy. Shares depend on this order, their sum does not.
[[nodiscard]] std::vector<Stage> path(const Policy& from, const Convention& to);

}  // namespace nestwave::against
