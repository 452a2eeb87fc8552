// SPDX-License-Identifier: Apache-2.0
#include "tests/analytical/walk_nest.h"

#include <algorithm>
#include <functional>

namespace nestwave::test {

namespace {

Words fill_box(const Words& touched) {
  Point low = *touched.begin();
  Point high = low;
  for (const Point& point : touched)
    for (std::size_t r = 0; r < point.size(); ++r) {
      low[r] = std::min(low[r], point[r]);
      high[r] = std::max(high[r], point[r]);
    }
  Words box = {low};
  for (std::size_t r = 0; r < low.size(); ++r) {
    Words longer;
    for (Point point : box)
      for (point[r] = low[r]; point[r] <= high[r]; ++point[r]) longer.insert(point);
    box = std::move(longer);
  }
  return box;
}

}  // namespace

WalkNest::WalkNest(const Design& design) : design_(design) {
  const auto add = [&](int level, bool spatial, const Loop& loop) {
    loops_.push_back({level, spatial, loop.dimension, static_cast<std::int64_t>(loop.bound), 1});
  };
  for (int l = 0; l < design.level_count(); ++l) {
    for (const Loop& loop : design.mapping().levels[l].temporal) add(l, false, loop);
    for (const SpatialLoop& loop : design.mapping().levels[l].spatial) add(l, true, loop);
  }
  std::vector<std::int64_t> inside(design.problem().dimensions.size(), 1);
  for (std::size_t i = loops_.size(); i-- > 0;) {
    loops_[i].stride = inside[loops_[i].dimension];
    inside[loops_[i].dimension] *= loops_[i].bound;
  }
  Indices indices(loops_.size(), 0);
  std::vector<std::int64_t> point(inside.size(), 0);
  const std::function<void(std::size_t)> descend = [&](std::size_t i) {
    if (i == loops_.size()) return steps_.push_back(indices);
    const WalkLoop& loop = loops_[i];
    for (std::int64_t k = 0; k < (loop.spatial ? 1 : loop.bound); ++k) {
      const auto size = static_cast<std::int64_t>(design.problem().dimensions[loop.dimension].size);
      if (point[loop.dimension] + k * loop.stride >= size) break;
      indices[i] = k;
      point[loop.dimension] += k * loop.stride;
      descend(i + 1);
      point[loop.dimension] -= k * loop.stride;
    }
    indices[i] = 0;
  };
  descend(0);
}

/// Loops from the outermost to the last temporal one above the level that moves the tile.
std::size_t WalkNest::epoch_loops(int d, int level) const {
  std::size_t count = 0;
  for (std::size_t i = 0; i < loops_.size() && loops_[i].level < level; ++i) {
    const bool moves =
        level == design_.level_count() || design_.problem().data_spaces[d].uses(loops_[i].dimension);
    if (!loops_[i].spatial && moves && loops_[i].bound > 1) count = i + 1;
  }
  return count;
}

bool WalkNest::begins_epoch(int d, int level, std::uint64_t t) const {
  const auto last = static_cast<std::ptrdiff_t>(epoch_loops(d, level));
  return t == 0 || level == design_.level_count() ||
         !std::equal(steps_[t].begin(), steps_[t].begin() + last, steps_[t - 1].begin());
}

bool WalkNest::advances_above(int level, std::uint64_t t) const {
  for (std::size_t i = 0; t > 0 && i < loops_.size(); ++i)
    if (loops_[i].level < level && steps_[t][i] != steps_[t - 1][i]) return true;
  return false;
}

Point WalkNest::origin(int d, int level, std::uint64_t t) const {
  Point origin;
  for (const Rank& rank : design_.problem().data_spaces[d].ranks) {
    origin.push_back(0);
    for (const Term& term : rank.terms)
      for (std::size_t i = 0; i < loops_.size(); ++i)
        if (loops_[i].dimension == term.dimension && loops_[i].level < level)
          origin.back() += term.coefficient * loops_[i].stride * steps_[t][i];
  }
  return origin;
}

/// Digits of the instance's number, the innermost loop above the level last.
void WalkNest::place(int level, std::uint64_t instance, Indices& indices) const {
  for (std::size_t i = loops_.size(); i-- > 0;) {
    if (!loops_[i].spatial || loops_[i].level >= level) continue;
    indices[i] = static_cast<std::int64_t>(instance) % loops_[i].bound;
    instance /= static_cast<std::uint64_t>(loops_[i].bound);
  }
}

Words WalkNest::tile(int d, int level, std::uint64_t instance, std::uint64_t t) const {
  Indices indices(loops_.size(), -1);
  for (std::size_t i = 0; i < loops_.size(); ++i)
    if (loops_[i].level < level) indices[i] = i < epoch_loops(d, level) ? steps_[t][i] : 0;
  place(level, instance, indices);
  return touched(d, indices);
}

Words WalkNest::everything(int d, int level, std::uint64_t instance) const {
  Indices indices(loops_.size(), -1);
  place(level, instance, indices);
  return touched(d, indices);
}

Words WalkNest::touched(int d, const Indices& indices) const {
  const DataSpace& space = design_.problem().data_spaces[d];
  Words words;
  std::vector<std::int64_t> index(design_.problem().dimensions.size(), 0);
  const std::function<void(std::size_t)> descend = [&](std::size_t i) {
    if (i == loops_.size()) {
      Point point;
      for (const Rank& rank : space.ranks) {
        point.push_back(0);
        for (const Term& term : rank.terms) point.back() += term.coefficient * index[term.dimension];
      }
      words.insert(point);
      return;
    }
    const WalkLoop& loop = loops_[i];
    std::int64_t& at = index[loop.dimension];
    const std::int64_t outer = at;
    for (std::int64_t k = 0; k < loop.bound; ++k) {
      at = outer + k * loop.stride;
      if (at >= static_cast<std::int64_t>(design_.problem().dimensions[loop.dimension].size)) break;
      if (indices[i] < 0 || indices[i] == k) descend(i + 1);
    }
    at = outer;
  };
  descend(0);
  const bool box = !space.read_write && design_.policy().footprint == Footprint::bounding_box;
  return box && !words.empty() ? fill_box(words) : words;
}

}  // namespace nestwave::test
