// SPDX-License-Identifier: Apache-2.0
// How the problem is cut over levels, time and space.
#pragma once

#include <cstdint>
#include <vector>

#include "models/error.h"

namespace nestwave {

/// One loop of the nest over a dimension (an index into Problem::dimensions).
struct Loop {
  int dimension = 0;
  std::uint64_t bound = 1;
  bool operator==(const Loop&) const = default;
};

enum class Axis { x, y };

/// A loop laid out in space, over the fan-out below its level.
struct SpatialLoop : Loop {
  Axis axis = Axis::x;
  bool operator==(const SpatialLoop&) const = default;
};

/// The part of the nest written at one storage level. Loops stand OUTERMOST FIRST here
/// (the mapping file's permutation is innermost first); loops of bound 1 are left out.
struct LevelMapping {
  std::vector<Loop> temporal;
  std::vector<SpatialLoop> spatial;  ///< y loops before x loops, as Timeloop prints them
  std::vector<bool> keep;            ///< per data space; false: bypassed
  Location where;
};

/// One entry per level of the architecture, outermost first.
struct Mapping {
  std::vector<LevelMapping> levels;
  Location where;
};

}  // namespace nestwave
