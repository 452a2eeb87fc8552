// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/remainders/kinds.h"

#include "models/analytical/nest.h"

namespace nestwave::analytical::remainders {

namespace {

/// The places that differ from `place` in the loops of one dimension alone, those of `loops`.
std::vector<Place> kinds_along(const std::vector<NestLoop>& nest, const std::vector<std::size_t>& loops,
                               std::uint64_t last_index, Place place) {
  std::vector<Place> kinds;
  for (const std::size_t i : loops) {
    const std::uint64_t last = last_index / static_cast<std::uint64_t>(nest[i].stride) % nest[i].bound;
    if (last > 0) kinds.push_back(place);  // this index and those inside are 0
    if (last + 1 < nest[i].bound) {
      kinds.push_back(place);
      kinds.back()[i] = last + 1;
    }
    place[i] = last;
  }
  kinds.push_back(place);
  return kinds;
}

/// Whether the dimension moves some tile along padding that is left out.
bool meets_padding(const Design& design, int dimension) {
  for (int d = 0; d < design.data_space_count(); ++d) {
    if (!design.omits_padding(d)) continue;
    for (const Rank& rank : design.problem().data_spaces[d].ranks)
      for (const Term& term : rank.terms)
        if (term.dimension == dimension && design.problem().padded(rank)) return true;
  }
  return false;
}

/// Whether instances with this index of a loop have only words that exist along its dimension, wherever the
/// other loops stand. All points are part of the problem.
bool clear_of_padding(const Design& design, const NestLoop& loop, std::int64_t index) {
  const Problem& problem = design.problem();
  for (int d = 0; d < design.data_space_count(); ++d) {
    if (!design.omits_padding(d)) continue;
    for (const Rank& rank : problem.data_spaces[d].ranks)
      for (const Term& term : rank.terms) {
        if (term.dimension != loop.dimension || !problem.padded(rank)) continue;
        const std::int64_t step = term.coefficient * loop.stride;
        const std::int64_t last =
            problem.length(rank) - 1 - step * (static_cast<std::int64_t>(loop.bound) - 1 - index);
        if (step * index < rank.begin || last >= rank.end) return false;
      }
  }
  return true;
}

/// The places that differ from `place` in the loops of one padded dimension. Without remainders one
/// index that is clear of padding stands for all of them but 0, the lowest of a reduction group.
std::vector<Place> padded_along(const Design& design, const std::vector<NestLoop>& nest,
                                const std::vector<std::size_t>& loops, bool perfect, const Place& place) {
  std::vector<Place> places = {place};
  for (const std::size_t i : loops) {
    std::vector<Place> next;
    bool seen = false;
    for (std::uint64_t index = 0; index < nest[i].bound; ++index) {
      if (perfect && index > 0 && clear_of_padding(design, nest[i], static_cast<std::int64_t>(index))) {
        if (seen) continue;
        seen = true;
      }
      for (const Place& outer : places) {
        next.push_back(outer);
        next.back()[i] = index;
      }
    }
    places = std::move(next);
  }
  return places;
}

}  // namespace

std::vector<Place> kinds_of_places(const Design& design, int level) {
  const std::vector<NestLoop> nest = flatten(design);
  std::vector<Place> kinds = {Place(nest.size(), 0)};
  for (int d = 0; d < static_cast<int>(design.problem().dimensions.size()); ++d) {
    const std::uint64_t size = design.problem().dimensions[d].size;
    std::vector<std::size_t> loops;
    std::uint64_t indices = 1;
    for (std::size_t i = 0; i < nest.size(); ++i) {
      if (nest[i].dimension != d) continue;
      indices *= nest[i].bound;
      if (nest[i].spatial && nest[i].level < level) loops.push_back(i);
    }
    const bool padded = meets_padding(design, d);
    if (indices == size && !padded) continue;  // nothing is cut: all are like the first
    std::vector<Place> more;
    for (const Place& place : kinds) {
      const std::vector<Place> along = padded ? padded_along(design, nest, loops, indices == size, place)
                                              : kinds_along(nest, loops, size - 1, place);
      more.insert(more.end(), along.begin(), along.end());
    }
    kinds = std::move(more);
  }
  return kinds;
}

}  // namespace nestwave::analytical::remainders
