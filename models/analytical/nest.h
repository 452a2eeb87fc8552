// SPDX-License-Identifier: Apache-2.0
// The loop nest as one data space sees it between two of its keepers.
#pragma once

#include <cstdint>
#include <vector>

#include "models/analytical/sets.h"
#include "models/design.h"

namespace nestwave::analytical {

/// One loop of the flattened nest; loops of bound 1 are left out.
struct NestLoop {
  int level = 0;
  bool spatial = false;
  int dimension = 0;
  std::uint64_t bound = 1;
  std::int64_t stride = 1;  ///< of the index in its dimension: product of the inner bounds over it
};

/// All loops, outermost first: at each level the temporal loops, then the spatial ones.
[[nodiscard]] std::vector<NestLoop> flatten(const Design& design);

/// A temporal loop that moves a tile; strides[r] is the move in rank r per iteration.
struct Move {
  std::uint64_t bound = 1;
  std::vector<std::int64_t> strides;
};

/// A data space on its way from a level to the next level that keeps it, or to the MACs.
///
/// Every dimension stands in one rank of a data space at most, so the sets of coordinates are
/// products over ranks: a tile is ∏ tile[r], the children's offsets are ∏ offsets[r].
struct Edge {
  std::vector<Move> moves;                 ///< temporal loops outside the child, outermost first
  std::vector<std::vector<Comb>> tile;     ///< per rank: loops inside the child
  std::vector<std::vector<Comb>> offsets;  ///< per rank: spatial loops between parent and child
  /// The same, one entry for each level from the parent to the one above the child.
  std::vector<std::vector<std::vector<Comb>>> fanouts;
  std::uint64_t children = 1;        ///< child instances of one parent instance
  std::uint64_t steps_per_tile = 1;  ///< compute steps for one iteration of the moves
};

/// `child` may be level_count(): the MACs, whose tile is the one word of a step.
[[nodiscard]] Edge make_edge(const Design& design, int data_space, int parent, int child);

}  // namespace nestwave::analytical
