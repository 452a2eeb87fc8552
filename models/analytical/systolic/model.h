// SPDX-License-Identifier: Apache-2.0
// Closed forms of everything that a systolic run counts, and of its length.
#pragma once

#include "models/design.h"
#include "models/result.h"
#include "models/systolic.h"

namespace nestwave::analytical {

/// docs/systolic.md derives them.
[[nodiscard]] AnalyticalResult analyze_systolic(const Design& design, const SystolicPlan& plan);

/// How the layer is cut, and what the published formula says of it.
[[nodiscard]] SystolicResult describe_systolic(const SystolicPlan& plan);

}  // namespace nestwave::analytical
