// SPDX-License-Identifier: Apache-2.0
#include "dataflows/edge_words.h"

#include <algorithm>

#include "dataflows/stream.h"

namespace nestwave {

namespace {

void sort_and_merge(WordRanges& ranges) {
  const auto before = [](const WordRange& a, const WordRange& b) { return a.begin < b.begin; };
  if (!std::is_sorted(ranges.begin(), ranges.end(), before)) std::sort(ranges.begin(), ranges.end(), before);
  std::size_t kept = 0;
  for (const WordRange& range : ranges) {
    if (kept > 0 && range.begin <= ranges[kept - 1].end)
      ranges[kept - 1].end = std::max(ranges[kept - 1].end, range.end);
    else
      ranges[kept++] = range;
  }
  ranges.resize(kept);
}

}  // namespace

EdgeWords::EdgeWords(const Design& design, std::shared_ptr<const Nest> nest, int data_space, int outer,
                     int inner)
    : nest_(std::move(nest)),
      space_(design.problem().data_spaces[data_space]),
      boxed_(design.policy().footprint == Footprint::bounding_box && !space_.read_write),
      loops_(inner == design.level_count() ? nest_->temporal().size() : nest_->temporal_above(inner)),
      children_(design.used_fanout(outer, inner)) {
  const std::size_t dimensions = design.problem().dimensions.size();
  for (const Dimension& dimension : design.problem().dimensions)
    sizes_.push_back(static_cast<std::int64_t>(dimension.size));
  full_.assign(dimensions, 1);
  for (const auto* loops : {&nest_->temporal(), &nest_->spatial()})
    for (const NestLoop& loop : *loops)
      if (loop.level >= inner) full_[loop.dimension] *= static_cast<std::int64_t>(loop.bound);
  for (std::uint64_t child = 0; child < design.used_instances(inner); ++child) {
    const std::vector<std::uint64_t> place = nest_->place(inner, child, dimensions);
    places_.emplace_back(place.begin(), place.end());
    bool repeats = false;
    for (std::size_t d = 0; d < dimensions; ++d)
      repeats = repeats || (places_[child][d] != places_[child - child % children_][d] &&
                            !space_.uses(static_cast<int>(d)));
    repeats_.push_back(repeats && !nest_->uneven());
  }
  for (const Rank& rank : space_.ranks) {
    std::int64_t size = 1;
    for (const Term& term : rank.terms) size += term.coefficient * (sizes_[term.dimension] - 1);
    rank_sizes_.push_back(static_cast<std::uint64_t>(size));
  }
  for (std::size_t j = 0; j < loops_; ++j) {
    const std::vector<std::int64_t> strides = rank_strides(space_, nest_->temporal()[j]);
    std::uint64_t words = 0;
    for (std::size_t r = 0; r < strides.size(); ++r)
      words = words * rank_sizes_[r] + static_cast<std::uint64_t>(strides[r]);
    shifts_.push_back(words);
  }
  if (rank_sizes_.empty()) rank_sizes_.push_back(1);
}

EdgeWords::Index EdgeWords::temporal_index(std::uint64_t step) const {
  Steps::Digits digits;
  nest_->numbering().digits(step, digits);
  Index index(sizes_.size(), 0);
  for (std::size_t j = 0; j < loops_; ++j) {
    const NestLoop& loop = nest_->temporal()[j];
    index[loop.dimension] += static_cast<std::int64_t>(digits[j] * loop.index_stride);
  }
  return index;
}

Region EdgeWords::tile(const Index& temporal, const Index& place) const {
  Region region(rank_sizes_.size());
  const auto extent = [&](std::size_t d) { return std::min(full_[d], sizes_[d] - temporal[d] - place[d]); };
  for (std::size_t d = 0; d < sizes_.size(); ++d)
    if (extent(d) <= 0) return region;
  if (space_.ranks.empty()) region[0] = RankSet(0);
  for (std::size_t r = 0; r < space_.ranks.size(); ++r) {
    std::int64_t origin = 0;
    for (const Term& term : space_.ranks[r].terms)
      origin += term.coefficient * (temporal[term.dimension] + place[term.dimension]);
    region[r] = RankSet(origin);
    for (const Term& term : space_.ranks[r].terms)
      region[r] = region[r].swept(
          term.coefficient, static_cast<std::uint64_t>(extent(static_cast<std::size_t>(term.dimension))));
    if (boxed_) region[r] = region[r].hull();
  }
  return region;
}

/// What is in `now` and not in `before`: for each rank, the words that differ in it and agree in the
/// ranks before it.
void EdgeWords::append(const Region& now, const Region& before, WordRanges& ranges) const {
  Region piece = now;
  for (std::size_t r = 0; r < now.size(); ++r) {
    const RankSet fresh = now[r].without(before[r]);
    piece[r] = fresh;
    append(piece, ranges);
    piece[r] = now[r].without(fresh);
  }
}

void EdgeWords::append(const Region& region, WordRanges& ranges) const {
  if (word_count(region) == 0) return;
  // Ranks that are there as a whole make longer ranges of the rank before them.
  std::size_t last = region.size() - 1;
  std::uint64_t block = 1;
  while (last > 0 && region[last].size() == rank_sizes_[last]) block *= rank_sizes_[last--];
  std::vector<std::size_t> interval(last, 0);
  std::vector<std::int64_t> at;
  for (std::size_t r = 0; r < last; ++r) at.push_back(region[r].intervals().front().begin);
  while (true) {
    std::uint64_t row = 0;
    for (std::size_t r = 0; r < last; ++r) row = row * rank_sizes_[r] + static_cast<std::uint64_t>(at[r]);
    row *= rank_sizes_[last];
    for (const RankSet::Interval& part : region[last].intervals())
      ranges.push_back({(row + static_cast<std::uint64_t>(part.begin)) * block,
                        (row + static_cast<std::uint64_t>(part.end)) * block});
    // The next row: an odometer over the elements of the ranks before.
    std::size_t r = last;
    while (r > 0) {
      const auto& parts = region[r - 1].intervals();
      if (++at[r - 1] < parts[interval[r - 1]].end) break;
      if (++interval[r - 1] < parts.size()) {
        at[r - 1] = parts[interval[r - 1]].begin;
        break;
      }
      interval[r - 1] = 0;
      at[r - 1] = parts.front().begin;
      --r;
    }
    if (r == 0) return;
  }
}

void EdgeWords::append(const Index& place, const Index& now, const Index* before, WordRanges& ranges) const {
  const Region tile_now = tile(now, place);
  if (before != nullptr)
    append(tile_now, tile(*before, place), ranges);
  else
    append(tile_now, ranges);
}

WordRanges EdgeWords::of_children(std::uint64_t parent, std::uint64_t step,
                                  std::optional<std::uint64_t> before) const {
  const Index now = temporal_index(step);
  const Index then = before ? temporal_index(*before) : Index{};
  WordRanges ranges;
  for (std::uint64_t child = parent * children_; child < (parent + 1) * children_; ++child)
    if (!repeats_[child]) append(places_[child], now, before ? &then : nullptr, ranges);
  sort_and_merge(ranges);
  return ranges;
}

WordRanges EdgeWords::of_child(std::uint64_t child, std::uint64_t step,
                               std::optional<std::uint64_t> before) const {
  const Index then = before ? temporal_index(*before) : Index{};
  WordRanges ranges;
  append(places_[child], temporal_index(step), before ? &then : nullptr, ranges);
  sort_and_merge(ranges);
  return ranges;
}

}  // namespace nestwave
