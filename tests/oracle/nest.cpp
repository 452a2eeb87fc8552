// SPDX-License-Identifier: Apache-2.0
#include "tests/oracle/nest.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace nestwave::oracle {

std::uint64_t common_words(const Words& a, const Words& b) {
  Words common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
  return common.size();
}

Words difference(const Words& a, const Words& b) {
  Words rest;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(rest));
  return rest;
}

void make_set(Words& words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
}

Nest::Nest(const Design& design) : design_(design) {
  const Problem& problem = design.problem();
  for (int l = 0; l < design.level_count(); ++l) {
    const LevelMapping& level = design.mapping().levels[l];
    for (const Loop& loop : level.temporal)
      loops_.push_back({l, loop.dimension, false, static_cast<std::int64_t>(loop.bound), 1});
    for (const SpatialLoop& loop : level.spatial)
      loops_.push_back({l, loop.dimension, true, static_cast<std::int64_t>(loop.bound), 1});
  }
  std::vector<std::int64_t> inside(problem.dimensions.size(), 1);
  for (auto loop = loops_.rbegin(); loop != loops_.rend(); ++loop) {
    loop->stride = inside[loop->dimension];
    inside[loop->dimension] *= loop->bound;
    if (!loop->spatial) steps_ *= static_cast<std::uint64_t>(loop->bound);
  }
  for (const DataSpace& space : problem.data_spaces) {
    extents_.emplace_back();
    for (const Rank& rank : space.ranks) {
      std::int64_t last = 0;
      for (const Term& term : rank.terms)
        last += term.coefficient * (static_cast<std::int64_t>(problem.dimensions[term.dimension].size) - 1);
      extents_.back().push_back(last + 1);
    }
  }
}

std::uint64_t Nest::instances(int level) const {
  std::uint64_t product = 1;
  for (const FlatLoop& loop : loops_)
    if (loop.spatial && loop.level < level) product *= static_cast<std::uint64_t>(loop.bound);
  return product;
}

std::uint64_t Nest::steps_inside(int level) const {
  std::uint64_t product = 1;
  for (const FlatLoop& loop : loops_)
    if (!loop.spatial && loop.level >= level) product *= static_cast<std::uint64_t>(loop.bound);
  return product;
}

std::int64_t Nest::encode(int data_space, const std::vector<std::int64_t>& coordinates) const {
  std::int64_t word = 0;
  for (std::size_t r = 0; r < coordinates.size(); ++r) {
    if (coordinates[r] < 0 || coordinates[r] >= extents_[data_space][r])
      throw std::logic_error("oracle: a coordinate outside its tensor");
    word = word * extents_[data_space][r] + coordinates[r];
  }
  return word;
}

Words Nest::hull(int data_space, const std::vector<std::int64_t>& low,
                 const std::vector<std::int64_t>& high) const {
  Words words;
  std::vector<std::int64_t> at = low;
  for (;;) {
    words.push_back(encode(data_space, at));
    std::size_t r = at.size();
    while (r > 0 && at[r - 1] == high[r - 1]) {
      at[r - 1] = low[r - 1];
      --r;
    }
    if (r == 0) break;
    ++at[r - 1];
  }
  make_set(words);
  return words;
}

Tile Nest::tile(int data_space, int level, std::uint64_t instance, std::uint64_t step) const {
  const std::vector<Rank>& ranks = design_.problem().data_spaces[data_space].ranks;
  // By how much one iteration of a loop moves each coordinate.
  const auto moves = [&](const FlatLoop& loop) {
    std::vector<std::int64_t> move(ranks.size(), 0);
    for (std::size_t r = 0; r < ranks.size(); ++r)
      for (const Term& term : ranks[r].terms)
        if (term.dimension == loop.dimension) move[r] += term.coefficient * loop.stride;
    return move;
  };
  // The loops above stand still, at the digits of the step and of the instance number.
  Tile result;
  result.corner.assign(ranks.size(), 0);
  std::uint64_t time_left = step;
  std::uint64_t place_left = instance;
  struct Moving {
    std::int64_t bound;
    std::int64_t index;
    std::vector<std::int64_t> move;
  };
  std::vector<Moving> inside;
  for (auto loop = loops_.rbegin(); loop != loops_.rend(); ++loop) {
    const auto bound = static_cast<std::uint64_t>(loop->bound);
    if (loop->level >= level) {
      inside.push_back({loop->bound, 0, moves(*loop)});
      if (!loop->spatial) time_left /= bound;
      continue;
    }
    std::uint64_t& left = loop->spatial ? place_left : time_left;
    const std::vector<std::int64_t> move = moves(*loop);
    for (std::size_t r = 0; r < move.size(); ++r)
      result.corner[r] += static_cast<std::int64_t>(left % bound) * move[r];
    left /= bound;
  }
  // The loops inside run through all their points, like the wheels of a counter.
  std::vector<std::int64_t> at = result.corner;
  std::vector<std::int64_t> high = at;
  for (;;) {
    result.words.push_back(encode(data_space, at));
    for (std::size_t r = 0; r < at.size(); ++r) {
      result.corner[r] = std::min(result.corner[r], at[r]);
      high[r] = std::max(high[r], at[r]);
    }
    std::size_t i = 0;
    for (; i < inside.size(); ++i) {
      Moving& loop = inside[i];
      const bool wraps = ++loop.index == loop.bound;
      for (std::size_t r = 0; r < at.size(); ++r)
        at[r] += wraps ? -loop.move[r] * (loop.bound - 1) : loop.move[r];
      if (!wraps) break;
      loop.index = 0;
    }
    if (i == inside.size()) break;
  }
  make_set(result.words);
  // Holes between outputs never carry a sum: no policy counts them.
  if (design_.policy().footprint == Footprint::bounding_box &&
      !design_.problem().data_spaces[data_space].read_write)
    result.words = hull(data_space, result.corner, high);
  return result;
}

}  // namespace nestwave::oracle
