// SPDX-License-Identifier: Apache-2.0
// Closed forms of everything that a row-stationary run counts, from its parameters.
#pragma once

#include "models/design.h"
#include "models/result.h"
#include "models/row_stationary.h"

namespace nestwave::analytical {

/// Counts, edges and bound of the design of this plan; docs/row_stationary.md states what is counted. The
/// bound is the greatest of the compute steps, the memory's words by its bandwidths, and the words of each
/// network by its width (of the network below the sending level, else that level's read bandwidth; psums
/// have a network for each direction).
[[nodiscard]] AnalyticalResult analyze_row_stationary(const Design& design, const RowStationaryPlan& plan);

}  // namespace nestwave::analytical
