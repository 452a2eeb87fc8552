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
    if (indices == size) continue;  // nothing is cut: all are like the first
    std::vector<Place> more;
    for (const Place& place : kinds) {
      const std::vector<Place> along = kinds_along(nest, loops, size - 1, place);
      more.insert(more.end(), along.begin(), along.end());
    }
    kinds = std::move(more);
  }
  return kinds;
}

}  // namespace nestwave::analytical::remainders
