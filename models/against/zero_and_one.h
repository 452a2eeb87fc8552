// SPDX-License-Identifier: Apache-2.0
// How Timeloop evaluates a nest: every temporal loop at its indices 0 and 1 only.
#pragma once

#include <cstdint>

#include "models/design.h"

namespace nestwave::against {

/// Words of an operand that one instance of `level` takes in, as Timeloop finds them.
///
/// Its recursion visits each temporal loop outside the level at index 0 and then at index 1, and lets the
/// second visit, with all it costs inside, stand for the other (bound − 1) as well. What the second visit
/// fetches is thus judged against a tile at which the loops further in have index 1, not their last one. That
/// is the same thing as walking the nest unless two loops outside the level move one rank of the data space.
///
/// For mappings without imperfect factors, footprint bounding_box, and the reuse rules `timeloop` and
/// `timeloop_3_0_3`. Sums never differ: their tiles move along one dimension per rank, and never overlap.
[[nodiscard]] std::uint64_t fills_at_zero_and_one(const Design& design, int data_space, int level);

}  // namespace nestwave::against
