// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/nest.h"

namespace nestwave::analytical {

namespace {

/// Coordinates by which one iteration of the loop moves the rank; 0 if the rank does not use it.
std::int64_t stride_in(const Rank& rank, const NestLoop& loop) {
  for (const Term& term : rank.terms)
    if (term.dimension == loop.dimension) return term.coefficient * loop.stride;
  return 0;
}

}  // namespace

std::vector<NestLoop> flatten(const Design& design) {
  std::vector<NestLoop> nest;
  for (int level = 0; level < design.level_count(); ++level) {
    const LevelMapping& at = design.mapping().levels[level];
    for (const Loop& loop : at.temporal)
      if (loop.bound > 1) nest.push_back({level, false, loop.dimension, loop.bound, 1});
    for (const SpatialLoop& loop : at.spatial)
      if (loop.bound > 1) nest.push_back({level, true, loop.dimension, loop.bound, 1});
  }
  std::vector<std::int64_t> inner(design.problem().dimensions.size(), 1);
  for (auto loop = nest.rbegin(); loop != nest.rend(); ++loop) {
    loop->stride = inner[loop->dimension];
    inner[loop->dimension] *= static_cast<std::int64_t>(loop->bound);
  }
  return nest;
}

Edge make_edge(const Design& design, int data_space, int parent, int child) {
  const std::vector<Rank>& ranks = design.problem().data_spaces[data_space].ranks;
  Edge edge;
  edge.tile.resize(ranks.size());
  edge.offsets.resize(ranks.size());
  edge.fanouts.assign(child - parent, edge.offsets);
  for (const NestLoop& loop : flatten(design)) {
    if (!loop.spatial && loop.level < child) {
      Move move{loop.bound, {}};
      for (const Rank& rank : ranks) move.strides.push_back(stride_in(rank, loop));
      edge.moves.push_back(move);
      continue;
    }
    if (loop.level < parent) continue;  // places the parent itself: the same for all its children
    const bool inside = loop.level >= child;
    if (!inside) edge.children *= loop.bound;
    if (!loop.spatial) edge.steps_per_tile *= loop.bound;
    for (std::size_t r = 0; r < ranks.size(); ++r)
      if (const std::int64_t stride = stride_in(ranks[r], loop); stride != 0) {
        (inside ? edge.tile : edge.offsets)[r].push_back({stride, loop.bound});
        if (!inside) edge.fanouts[loop.level - parent][r].push_back({stride, loop.bound});
      }
  }
  return edge;
}

}  // namespace nestwave::analytical
