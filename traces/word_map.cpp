// SPDX-License-Identifier: Apache-2.0
#include "traces/word_map.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace nestwave {

WordMap::WordMap(const Design& design, int data_space)
    : design_(design),
      data_space_(data_space),
      space_(design.problem().data_spaces[data_space]),
      packing_(design.problem(), data_space),
      steps_(design) {
  const int levels = design.level_count();
  std::vector<std::uint64_t> stride(design.problem().dimensions.size(), 1);
  full_.assign(static_cast<std::size_t>(levels) + 1, stride);
  for (int l = levels - 1; l >= 0; --l) {
    const LevelMapping& at = design.mapping().levels[l];
    for (auto loop = at.spatial.rbegin(); loop != at.spatial.rend(); ++loop) {
      spatial_.push_back({l, loop->dimension, loop->bound, stride[loop->dimension]});
      stride[loop->dimension] *= loop->bound;
    }
    for (const Loop& loop : at.temporal) stride[loop.dimension] *= loop.bound;
    full_[l] = stride;
  }
  walks_.resize(static_cast<std::size_t>(levels) + 1);
  for (int level = 0; level <= levels; ++level) {
    // Without imperfect factors an epoch lasts as long as the tile stays in place.
    std::size_t loops = steps_.above(level);
    if (design.imperfect() && level < levels)
      while (loops > 0 && !space_.uses(steps_.loops()[loops - 1].dimension)) --loops;
    walks_[level].loops = loops;
    walks_[level].digits.assign(steps_.loops().size(), 0);
  }
}

std::vector<std::uint64_t> WordMap::first_index(int level, std::uint64_t instance, std::uint64_t step) const {
  std::vector<std::uint64_t> index(design_.problem().dimensions.size(), 0);
  for (const Flat& loop : spatial_) {  // innermost first
    if (loop.level >= level) continue;
    index[loop.dimension] += instance % loop.bound * loop.stride;
    instance /= loop.bound;
  }
  Steps::Digits digits;
  steps_.digits(step, digits);
  for (std::size_t j = 0; j < steps_.above(level); ++j)
    index[steps_.loops()[j].dimension] += digits[j] * steps_.loops()[j].index_stride;
  return index;
}

bool WordMap::has_work(std::uint64_t pe, std::uint64_t step) const {
  const std::vector<std::uint64_t> index = first_index(design_.level_count(), pe, step);
  for (std::size_t d = 0; d < index.size(); ++d)
    if (index[d] >= design_.problem().dimensions[d].size) return false;
  return true;
}

const WordList& WordMap::offsets_in_tile(std::size_t rank, const std::vector<std::uint64_t>& extent) const {
  std::vector<std::uint64_t> key = {rank};
  for (const Term& term : space_.ranks[rank].terms) key.push_back(extent[term.dimension]);
  const auto [known, added] = offsets_.try_emplace(std::move(key));
  if (!added) return known->second;
  std::set<std::uint64_t> reached = {0};
  for (const Term& term : space_.ranks[rank].terms) {
    std::set<std::uint64_t> next;
    for (const std::uint64_t base : reached)
      for (std::uint64_t i = 0; i < extent[term.dimension]; ++i)
        next.insert(base + i * static_cast<std::uint64_t>(term.coefficient));
    reached = std::move(next);
  }
  WordList& offsets = known->second;
  offsets.assign(reached.begin(), reached.end());
  if (design_.policy().footprint == Footprint::bounding_box && !space_.read_write) {
    offsets.resize(*reached.rbegin() + 1);
    std::iota(offsets.begin(), offsets.end(), std::uint64_t{0});
  }
  return offsets;
}

WordList WordMap::tile(int level, std::uint64_t instance, std::uint64_t step) const {
  const std::vector<std::uint64_t> first = first_index(level, instance, step);
  std::vector<std::uint64_t> extent;
  for (std::size_t d = 0; d < first.size(); ++d) {
    const std::uint64_t size = design_.problem().dimensions[d].size;
    if (first[d] >= size) return {};
    extent.push_back(std::min(full_[level][d], size - first[d]));
  }
  const bool clip = design_.omits_padding(level, data_space_);
  WordList words = {0};
  for (std::size_t r = 0; r < space_.ranks.size(); ++r) {
    std::uint64_t corner = 0;
    for (const Term& term : space_.ranks[r].terms)
      corner += static_cast<std::uint64_t>(term.coefficient) * first[term.dimension];
    const WordList& offsets = offsets_in_tile(r, extent);
    WordList longer;
    longer.reserve(words.size() * offsets.size());
    for (const std::uint64_t word : words)
      for (const std::uint64_t offset : offsets)
        if (!clip || exists(r, corner + offset))
          longer.push_back(word * packing_.rank_size(r) + corner + offset);
    words = std::move(longer);
  }
  return words;  // ascending, because every rank's coordinates are
}

std::uint64_t WordMap::word(std::uint64_t pe, std::uint64_t step) const {
  return word_at(first_index(design_.level_count(), pe, step));
}

void WordMap::find_epochs(int level, std::uint64_t count) {
  Walk& walk = walks_[level];
  while (!walk.over && walk.first_steps.size() < count) {
    std::uint64_t corner = word_at(first_index(level, 0, walk.next_step));
    if (walk.first_steps.empty() || design_.imperfect() || corner != walk.corner)
      walk.first_steps.push_back(walk.next_step);
    walk.corner = corner;
    walk.next_step += steps_.inside(walk.digits, walk.loops);
    walk.over = steps_.advance(walk.digits, walk.loops) == Steps::kEnd;
  }
}

bool WordMap::has_epoch(int level, std::uint64_t epoch) {
  find_epochs(level, epoch + 1);
  return epoch < walks_[level].first_steps.size();
}

std::uint64_t WordMap::first_step(int level, std::uint64_t epoch) {
  if (!has_epoch(level, epoch)) throw InternalError("an epoch that does not exist");
  return walks_[level].first_steps[epoch];
}

std::uint64_t WordMap::epoch_at(int level, std::uint64_t step) {
  std::vector<std::uint64_t>& found = walks_[level].first_steps;
  while (walks_[level].next_step <= step && !walks_[level].over) find_epochs(level, found.size() + 1);
  return static_cast<std::uint64_t>(std::upper_bound(found.begin(), found.end(), step) - found.begin()) - 1;
}

bool WordMap::exists(std::size_t rank, std::uint64_t coordinate) const {
  const auto at = static_cast<std::int64_t>(coordinate);
  return space_.ranks[rank].begin <= at && at < space_.ranks[rank].end;
}

bool WordMap::lowest(int outer, int level, std::uint64_t instance) const {
  for (const Flat& loop : spatial_) {  // innermost first
    if (loop.level >= level) continue;
    if (loop.level < outer) break;
    if (instance % loop.bound != 0 && !space_.uses(loop.dimension)) return false;
    instance /= loop.bound;
  }
  return true;
}

}  // namespace nestwave
