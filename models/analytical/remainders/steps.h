// SPDX-License-Identifier: Apache-2.0
// Compute steps of a nest with imperfect factors.
#pragma once

#include <cstdint>
#include <vector>

#include "models/design.h"

namespace nestwave::analytical::remainders {

/// Indices of the temporal loops (bound 2 or more, outermost first) at compute step `step`, which must be
/// less than design.compute_steps().
[[nodiscard]] std::vector<std::uint64_t> indices_at(const Design& design, std::uint64_t step);

}  // namespace nestwave::analytical::remainders
