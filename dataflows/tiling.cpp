// SPDX-License-Identifier: Apache-2.0
#include "dataflows/tiling.h"

#include <algorithm>
#include <set>
#include <utility>

namespace nestwave {

std::uint64_t distinct_sums(std::vector<Comb> combs) {
  std::sort(combs.begin(), combs.end(), [](const Comb& a, const Comb& b) { return a.stride < b.stride; });
  std::uint64_t count = 1;
  std::uint64_t hull = 1;
  bool known = true;  // count is exact so far without listing the sums
  for (const Comb& comb : combs) {
    if (comb.bound == 1) continue;
    const std::uint64_t reach = comb.stride * (comb.bound - 1);
    if (comb.stride >= hull)
      count *= comb.bound;  // shifted copies do not meet
    else if (count == hull)
      count += reach;  // shifted copies of an interval make a longer one
    else
      known = false;
    hull += reach;
  }
  if (known) return count;
  std::set<std::uint64_t> sums = {0};
  for (const Comb& comb : combs) {
    std::set<std::uint64_t> next;
    for (std::uint64_t i = 0; i < comb.bound; ++i)
      for (const std::uint64_t sum : sums) next.insert(sum + i * comb.stride);
    sums = std::move(next);
  }
  return sums.size();
}

std::optional<std::uint64_t> tile_room(const StorageLevel& level) {
  if (!level.capacity_words) return std::nullopt;
  const Rational room = Rational(static_cast<std::int64_t>(*level.capacity_words)) / level.multiple_buffering;
  return static_cast<std::uint64_t>(room.numerator() / room.denominator());
}

Tiling::Tiling(const Problem& problem, const Architecture& architecture, Footprint footprint, KeepTable keep)
    : problem_(&problem), architecture_(&architecture), footprint_(footprint), keep_(std::move(keep)) {
  const std::vector<std::uint64_t> ones(problem.dimensions.size(), 1);
  temporal.assign(keep_.size(), ones);
  across = down = temporal;
  for (std::size_t d = 0; d < ones.size(); ++d) temporal[0][d] = problem.dimensions[d].size;
}

std::uint64_t Tiling::extent(int level, int dimension) const {
  std::uint64_t product = 1;
  for (int l = level; l < level_count(); ++l)
    product *= temporal[l][dimension] * across[l][dimension] * down[l][dimension];
  return product;
}

std::uint64_t Tiling::tile_words(int level, int data_space) const {
  std::uint64_t words = 1;
  for (const Rank& rank : problem_->data_spaces[data_space].ranks) {
    // Factors are nested, so what lies inside a level is a run of consecutive indices.
    std::vector<Comb> combs;
    std::uint64_t box = 1;
    for (const Term& term : rank.terms) {
      combs.push_back({static_cast<std::uint64_t>(term.coefficient), extent(level, term.dimension)});
      box += combs.back().stride * (combs.back().bound - 1);
    }
    words *= footprint_ == Footprint::bounding_box ? box : distinct_sums(std::move(combs));
  }
  return words;
}

std::uint64_t Tiling::kept_words(int level) const {
  std::uint64_t words = 0;
  for (std::size_t s = 0; s < keep_[level].size(); ++s)
    if (keep_[level][s]) words += tile_words(level, static_cast<int>(s));
  return words;
}

bool Tiling::fits() const {
  for (int l = 0; l < level_count(); ++l) {
    const auto room = tile_room(architecture_->levels[l]);
    if (room && kept_words(l) > *room) return false;
  }
  return true;
}

double Tiling::traffic(int level, const std::vector<int>& order) const {
  double total = 0;
  for (std::size_t s = 0; s < keep_[level].size(); ++s) {
    if (!keep_[level][s]) continue;
    const DataSpace& space = problem_->data_spaces[s];
    double turns = 1;  // of all loops down to the innermost one so far that moves the tile
    double pending = 1;
    for (int l = 0; l < level; ++l)
      for (const int d : order) {
        pending *= static_cast<double>(temporal[l][d]);
        if (temporal[l][d] == 1 || !space.uses(d)) continue;
        turns *= pending;
        pending = 1;
      }
    total += turns * static_cast<double>(tile_words(level, static_cast<int>(s))) * (space.read_write ? 2 : 1);
  }
  return total;
}

Mapping Tiling::mapping(const std::vector<int>& order) const {
  Mapping result;
  for (int l = 0; l < level_count(); ++l) {
    LevelMapping& level = result.levels.emplace_back();
    level.keep = keep_[l];
    for (const int d : order)
      if (temporal[l][d] > 1) level.temporal.push_back({d, temporal[l][d]});
    for (const int d : order)
      if (down[l][d] > 1) level.spatial.push_back({{d, down[l][d]}, Axis::y});
    for (const int d : order)
      if (across[l][d] > 1) level.spatial.push_back({{d, across[l][d]}, Axis::x});
  }
  return result;
}

}  // namespace nestwave
