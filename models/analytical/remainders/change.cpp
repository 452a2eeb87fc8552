// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/remainders/change.h"

#include <algorithm>

#include "models/analytical/checked.h"

namespace nestwave::analytical::remainders {

RankSets rank_sets(const Rank& rank, const std::vector<Stretch>& extents, std::int64_t shift,
                   Footprint footprint) {
  std::vector<Comb> now;
  std::vector<Comb> before;
  for (std::size_t t = 0; t < rank.terms.size(); ++t) {
    now.push_back({rank.terms[t].coefficient, static_cast<std::uint64_t>(extents[t].now)});
    before.push_back({rank.terms[t].coefficient, static_cast<std::uint64_t>(extents[t].before)});
  }
  RankSets sets{{now, footprint}, {}};
  const bool was_empty =
      std::any_of(extents.begin(), extents.end(), [](const Stretch& s) { return s.before == 0; });
  sets.fresh = was_empty ? sets.now : sets.now.without(CoordinateSet(before, footprint).shifted(-shift));
  return sets;
}

std::vector<Spot> spots(const Lane& lane, const std::vector<Stretch>& stretches) {
  std::vector<Spot> all;
  for (const Stretch& stretch : stretches)
    for (std::uint64_t ordinal = stretch.begin; ordinal < stretch.end; ++ordinal)
      all.push_back({lane.position(ordinal), {ordinal, ordinal + 1, stretch.before, stretch.now}});
  return all;
}

std::uint64_t choice_count(const std::vector<Stretch>& choice) {
  std::uint64_t count = 1;
  for (const Stretch& stretch : choice) count = times(count, stretch.end - stretch.begin);
  return count;
}

}  // namespace nestwave::analytical::remainders
