// SPDX-License-Identifier: Apache-2.0
// The way through the loops of a mapping.
#pragma once

#include "models/mapping.h"

namespace nestwave {

/// Calls visit(level, loop, temporal) for every loop, innermost first: at each level the spatial loops, which
/// stand inside, before the temporal ones.
template <typename Visit>
void for_each_loop_outward(const Mapping& mapping, Visit visit) {
  for (int level = static_cast<int>(mapping.levels.size()) - 1; level >= 0; --level) {
    const LevelMapping& at = mapping.levels[level];
    for (auto loop = at.spatial.rbegin(); loop != at.spatial.rend(); ++loop) visit(level, *loop, false);
    for (auto loop = at.temporal.rbegin(); loop != at.temporal.rend(); ++loop) visit(level, *loop, true);
  }
}

}  // namespace nestwave
