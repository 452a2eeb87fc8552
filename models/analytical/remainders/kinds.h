// SPDX-License-Identifier: Apache-2.0
// Instances of a level that differ in where dimensions end.
#pragma once

#include <vector>

#include "models/analytical/remainders/edge.h"
#include "models/design.h"

namespace nestwave::analytical::remainders {

/// One place of each kind. In each dimension compare the spatial indices of an instance with those of the
/// dimension's last index, outermost first: at the first loop where they part, all that is further in
/// is whole (less) or missing (greater), whatever the temporal indices. So there are at most two kinds
/// for each spatial loop, and the one of the last index itself. Along a dimension of a rank with padding that
/// is left out every place may be a kind of its own; without remainders those that never meet padding are
/// alike.
[[nodiscard]] std::vector<Place> kinds_of_places(const Design& design, int level);

}  // namespace nestwave::analytical::remainders
