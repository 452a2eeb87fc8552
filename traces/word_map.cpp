// SPDX-License-Identifier: Apache-2.0
#include "traces/word_map.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace nestwave {

WordMap::WordMap(const Design& design, int data_space)
    : design_(design), space_(design.problem().data_spaces[data_space]) {
  std::vector<std::uint64_t> stride(design.problem().dimensions.size(), 1);
  const int levels = design.level_count();
  const auto append = [&](int level, const Loop& loop, bool spatial) {
    loops_.push_back({level, loop.dimension, spatial, loop.bound, stride[loop.dimension], steps_});
    stride[loop.dimension] *= loop.bound;
    if (!spatial) steps_ *= loop.bound;
  };
  steps_per_move_.assign(static_cast<std::size_t>(levels) + 1, 1);
  for (int l = levels - 1; l >= 0; --l) {
    const LevelMapping& at = design.mapping().levels[l];
    for (auto loop = at.spatial.rbegin(); loop != at.spatial.rend(); ++loop) append(l, *loop, true);
    for (auto loop = at.temporal.rbegin(); loop != at.temporal.rend(); ++loop) append(l, *loop, false);
    steps_per_move_[l] = steps_;
  }
  std::reverse(loops_.begin(), loops_.end());

  for (const Rank& rank : space_.ranks) {
    std::uint64_t size = 1;
    for (const Term& term : rank.terms)
      size += static_cast<std::uint64_t>(term.coefficient) *
              (design.problem().dimensions[term.dimension].size - 1);
    rank_sizes_.push_back(size);
  }
  for (int level = 0; level <= levels; ++level) {
    std::vector<std::vector<std::uint64_t>> ranks;
    for (const Rank& rank : space_.ranks) {
      std::set<std::uint64_t> reached = {0};
      for (const Flat& loop : loops_) {
        if (loop.level < level) continue;
        for (const Term& term : rank.terms) {
          if (term.dimension != loop.dimension) continue;
          std::set<std::uint64_t> next;
          for (const std::uint64_t base : reached)
            for (std::uint64_t i = 0; i < loop.bound; ++i)
              next.insert(base + i * loop.stride * static_cast<std::uint64_t>(term.coefficient));
          reached = std::move(next);
        }
      }
      std::vector<std::uint64_t> coordinates(reached.begin(), reached.end());
      if (design.policy().footprint == Footprint::bounding_box && !space_.read_write) {
        coordinates.resize(*reached.rbegin() + 1);
        std::iota(coordinates.begin(), coordinates.end(), std::uint64_t{0});
      }
      ranks.push_back(std::move(coordinates));
    }
    local_.push_back(std::move(ranks));
  }
  walks_.resize(static_cast<std::size_t>(levels) + 1);
}

std::vector<std::uint64_t> WordMap::origin(int level, std::uint64_t instance, std::uint64_t step) const {
  std::vector<std::uint64_t> index(design_.problem().dimensions.size(), 0);
  for (auto loop = loops_.rbegin(); loop != loops_.rend(); ++loop) {
    if (loop->level >= level) continue;
    std::uint64_t digit = 0;
    if (loop->spatial) {
      digit = instance % loop->bound;
      instance /= loop->bound;
    } else {
      digit = step / loop->steps_inside % loop->bound;
    }
    index[loop->dimension] += digit * loop->stride;
  }
  std::vector<std::uint64_t> coordinates;
  for (const Rank& rank : space_.ranks) {
    std::uint64_t at = 0;
    for (const Term& term : rank.terms)
      at += static_cast<std::uint64_t>(term.coefficient) * index[term.dimension];
    coordinates.push_back(at);
  }
  return coordinates;
}

std::uint64_t WordMap::pack(const std::vector<std::uint64_t>& coordinates) const {
  std::uint64_t packed = 0;
  for (std::size_t r = 0; r < coordinates.size(); ++r) packed = packed * rank_sizes_[r] + coordinates[r];
  return packed;
}

WordList WordMap::tile(int level, std::uint64_t instance, std::uint64_t step) const {
  const std::vector<std::uint64_t> corner = origin(level, instance, step);
  WordList words = {0};
  for (std::size_t r = 0; r < corner.size(); ++r) {
    WordList longer;
    longer.reserve(words.size() * local_[level][r].size());
    for (const std::uint64_t word : words)
      for (const std::uint64_t offset : local_[level][r])
        longer.push_back(word * rank_sizes_[r] + corner[r] + offset);
    words = std::move(longer);
  }
  return words;  // ascending, because every rank's offsets are
}

std::uint64_t WordMap::word(std::uint64_t pe, std::uint64_t step) const {
  return pack(origin(design_.level_count(), pe, step));
}

std::uint64_t WordMap::word_at(const std::vector<std::uint64_t>& point) const {
  std::vector<std::uint64_t> coordinates;
  for (const Rank& rank : space_.ranks) {
    std::uint64_t at = 0;
    for (const Term& term : rank.terms)
      at += static_cast<std::uint64_t>(term.coefficient) * point[term.dimension];
    coordinates.push_back(at);
  }
  return pack(coordinates);
}

void WordMap::find_epochs(int level, std::uint64_t count) {
  Walk& walk = walks_[level];
  for (; walk.next_step < steps_ && walk.first_steps.size() < count;
       walk.next_step += steps_per_move_[level]) {
    WordList corner = origin(level, 0, walk.next_step);
    if (!walk.first_steps.empty() && corner == walk.corner) continue;
    walk.first_steps.push_back(walk.next_step);
    walk.corner = std::move(corner);
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
  while (walks_[level].next_step <= step && walks_[level].next_step < steps_)
    find_epochs(level, found.size() + 1);
  return static_cast<std::uint64_t>(std::upper_bound(found.begin(), found.end(), step) - found.begin()) - 1;
}

std::uint64_t WordMap::words() const {
  std::uint64_t product = 1;
  for (const std::uint64_t size : rank_sizes_) product *= size;
  return product;
}

bool WordMap::lowest(int outer, int level, std::uint64_t instance) const {
  for (auto loop = loops_.rbegin(); loop != loops_.rend(); ++loop) {
    if (!loop->spatial || loop->level >= level) continue;
    if (loop->level < outer) break;
    if (instance % loop->bound != 0 && !space_.uses(loop->dimension)) return false;
    instance /= loop->bound;
  }
  return true;
}

std::string WordMap::name(std::uint64_t word) const {
  std::string text;
  for (std::size_t r = rank_sizes_.size(); r-- > 0;) {
    text = "[" + std::to_string(word % rank_sizes_[r]) + "]" + text;
    word /= rank_sizes_[r];
  }
  return space_.name + text;
}

}  // namespace nestwave
