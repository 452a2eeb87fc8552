// SPDX-License-Identifier: Apache-2.0
// Access counts from closed forms and exact recursions; the nest is never walked step by step.
#pragma once

#include <cstdint>

#include "models/counts.h"
#include "models/design.h"
#include "models/result.h"

namespace nestwave::analytical {

/// Everything that closed forms can say about the design; docs/analytical.md explains them.
[[nodiscard]] AnalyticalResult analyze(const Design& design);

/// Counts of everything that belongs to compute steps before `step` (0 … compute_steps): accesses
/// for a tile belong to the tile's first step; drains and updates to the last step that
/// contributed (a tile's drain belongs to the last step of the tile's epoch).
[[nodiscard]] CountTable counts_before(const Design& design, std::uint64_t step);

}  // namespace nestwave::analytical
