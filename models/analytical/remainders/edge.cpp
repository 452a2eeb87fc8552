// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/remainders/edge.h"

#include <algorithm>

namespace nestwave::analytical::remainders {

CutEdge::CutEdge(const Design& design, int data_space, int parent, int child,
                 const std::optional<Place>& place, bool clip) {
  const Problem& problem = design.problem();
  const DataSpace& space = problem.data_spaces[data_space];
  const auto dimensions = static_cast<int>(problem.dimensions.size());
  const std::vector<NestLoop> nest = flatten(design);

  ranks = space.ranks;
  sides.resize(dimensions);
  std::vector<std::int64_t> reached(dimensions, 1);  // by the loops from the present one inward
  for (const NestLoop& loop : nest) reached[loop.dimension] *= static_cast<std::int64_t>(loop.bound);

  std::vector<Lane> lanes(dimensions);
  for (std::size_t i = 0; i < nest.size() && nest[i].level < child; ++i) {
    const NestLoop& loop = nest[i];
    const int d = loop.dimension;
    if (!loop.spatial) {
      outside.push_back(lanes);
      inside.push_back(reached);
      times.push_back(loop);
      if (space.uses(d)) epoch_loops = times.size();
    } else {
      const Comb positions{loop.stride, loop.bound};
      lanes[d].add(positions);
      if (loop.level >= parent)
        one_child = false;
      else if (place)
        sides[d].parent_at += loop.stride * static_cast<std::int64_t>((*place)[i]);
      else
        sides[d].parents.add(positions);
    }
    reached[d] = loop.stride;
  }
  outside.push_back(lanes);
  inside.push_back(reached);
  for (const Rank& rank : space.ranks)
    windows.push_back({clip && problem.padded(rank), rank.begin, rank.end});
  for (std::size_t k = 0; k < outside.size(); ++k) {
    spans.emplace_back();
    for (const Rank& rank : space.ranks) {
      spans.back().push_back(0);
      for (const Term& term : rank.terms)
        spans.back().back() +=
            term.coefficient * (outside[k][term.dimension].last() + inside[k][term.dimension] - 1);
    }
  }

  for (int d = 0; d < dimensions; ++d) {
    Side& side = sides[d];
    side.size = static_cast<std::int64_t>(problem.dimensions[d].size);
    if (space.uses(d))
      side.reach = reached[d];
    else
      ranks.push_back({{{d, 0}}});
    side.fanouts.resize(child - parent);
    for (const NestLoop& loop : nest) {
      if (!loop.spatial || loop.dimension != d || loop.level < parent || loop.level >= child) continue;
      side.fanouts[loop.level - parent].add({loop.stride, loop.bound});
      side.children.add({loop.stride, loop.bound});
    }
    side.whole = side.parent_at + side.parents.last() + side.parent_reach();
  }
}

std::int64_t CutEdge::canonical_begin(std::size_t k, std::size_t r, std::int64_t at) const {
  const Window& window = windows[r];
  if (!window.clips) return 0;
  const std::int64_t last = at + spans[k][r];
  if (last < window.begin) return window.begin - spans[k][r] - 1;
  if (at >= window.end) return window.end;
  return at >= window.begin && last < window.end ? window.begin : at;
}

bool CutEdge::clipped(std::size_t r, std::int64_t at, std::int64_t shift) const {
  if (r >= windows.size() || !windows[r].clips) return false;
  const std::int64_t first = std::min(at, at - shift);
  const std::int64_t last = std::max(at, at - shift) + spans.back()[r];
  return first < windows[r].begin || last >= windows[r].end;
}

std::int64_t CutEdge::canonical_move(std::size_t r, std::int64_t at, std::int64_t shift) const {
  const Window& window = windows[r];
  if (!window.clips) return 0;
  if (at >= window.end || at + spans.back()[r] < window.begin) return window.end;  // nothing is wanted
  return clipped(r, at, shift) ? at : window.begin + std::max<std::int64_t>(shift, 0);
}

}  // namespace nestwave::analytical::remainders
