// SPDX-License-Identifier: Apache-2.0
// From what a dataflow wants to a legal mapping.
#pragma once

#include <string_view>
#include <vector>

#include "dataflows/tiling.h"

namespace nestwave {

/// The dimensions by what they do. Each list is in problem order, except that dimensions which share
/// a rank with another one somewhere (filter rows and columns, output rows and columns) come last.
struct Roles {
  int outputs = 0;
  int weights = -1;             ///< -1: the problem reads nothing
  std::vector<int> filters;     ///< in Weights and Outputs: output channels, groups
  std::vector<int> positions;   ///< in Outputs only: batch, output rows and columns
  std::vector<int> reductions;  ///< in Weights only: input channels, filter rows and columns
  std::vector<int> rest;        ///< in neither; summed over like a reduction
};

/// The operand that a weight-stationary machine holds: the data space called "Weights", else the
/// operand with the fewest words (the first of equals); -1 if nothing is read.
[[nodiscard]] int weights_operand(const Problem& problem);
[[nodiscard]] Roles roles_of(const Problem& problem);
[[nodiscard]] std::vector<int> joined(std::initializer_list<std::vector<int>> parts);

/// What a dataflow asks for.
struct StationaryPlan {
  std::string_view dataflow;
  int data_space = 0;       ///< stays put in one of its keepers, "the array level" below
  int array_level = -1;     ///< -1: the innermost one
  std::vector<int> across;  ///< dimensions for the x axis of every fan-out, best first
  std::vector<int> down;    ///< the same for y
  std::vector<int> inside;  ///< allowed as well, last, on fan-outs inside the array level
  /// Loop orders to choose from, outermost first: the stationary data space's dimensions, then the
  /// others. That, at every level, is what keeps its tile in place while the others turn.
  std::vector<std::vector<int>> orders;
};

/// Builds the mapping. Array: outermost fan-out first, x before y, each axis takes the combination of
/// divisors of its dimensions (its own, then the other axis's) that uses most lanes and leaves room
/// for all tiles; of equals the one with larger factors of the earlier dimensions.
/// Time: from the innermost level outward, a level's tile takes whichever enlargement (any divisor of
/// one dimension, or the whole of two to four; at the level itself, else at the array level inside
/// it) saves most traffic into that level, the smaller tile on a tie, until none saves anything; what
/// is left runs at level 0. Outside the array level no enlargement may put a loop that moves the
/// stationary tile inside one that does not. Of the plan's orders the one with the least traffic wins,
/// counted at the outermost boundary first, the earlier on a tie.
/// Throws InputError if no mapping is legal.
[[nodiscard]] Mapping build_mapping(const Problem& problem, const Architecture& architecture,
                                    const Policy& policy, const StationaryPlan& plan);

/// Throws InputError if the problem or the machine is wrong in itself, whatever the mapping.
void check_inputs(const Problem& problem, const Architecture& architecture, const Policy& policy);

}  // namespace nestwave
