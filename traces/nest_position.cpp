// SPDX-License-Identifier: Apache-2.0
#include "traces/nest_position.h"

#include <algorithm>
#include <charconv>

namespace nestwave {

namespace {

void append_number(std::uint64_t value, std::string& text) {
  char digits[20];
  text.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

}  // namespace

NestPosition::NestPosition(const Design& design) : design_(design) {
  std::vector<std::uint64_t> inside(design.problem().dimensions.size(), 1);
  std::uint64_t steps = 1;
  for (int level = design.level_count() - 1; level >= 0; --level) {
    const LevelMapping& at = design.mapping().levels[level];
    for (const SpatialLoop& loop : at.spatial) inside[loop.dimension] *= loop.bound;
    for (auto loop = at.temporal.rbegin(); loop != at.temporal.rend(); ++loop) {
      loops_.push_back({level, loop->dimension, loop->bound, inside[loop->dimension], steps});
      inside[loop->dimension] *= loop->bound;
      steps *= loop->bound;
    }
  }
  std::reverse(loops_.begin(), loops_.end());
}

void NestPosition::append_loops(std::uint64_t step, std::string& text) const {
  bool first = true;
  for (const TemporalLoop& loop : loops_) {
    if (!first) text += ' ';
    first = false;
    text += design_.problem().dimensions[loop.dimension].name;
    text += '=';
    append_number(step / loop.steps % loop.bound, text);
  }
}

std::string NestPosition::loops(std::uint64_t step) const {
  std::string text;
  append_loops(step, text);
  return text;
}

std::string NestPosition::tile(std::uint64_t step, int level, int data_space) const {
  const DataSpace& space = design_.problem().data_spaces[data_space];
  const bool outermost = design_.keepers(data_space).front() == level;
  // Per dimension: where the tile begins, and how many indices it spans.
  std::vector<std::uint64_t> base(design_.problem().dimensions.size(), 0);
  std::vector<std::uint64_t> span(design_.problem().dimensions.size(), 1);
  for (const TemporalLoop& loop : loops_) {
    if (loop.level >= level || outermost)
      span[loop.dimension] += (loop.bound - 1) * loop.stride;
    else
      base[loop.dimension] += step / loop.steps % loop.bound * loop.stride;
  }
  std::vector<std::uint64_t> inside(base.size(), 1);
  for (int l = design_.level_count() - 1; l >= level; --l) {
    const LevelMapping& at = design_.mapping().levels[l];
    for (auto loop = at.spatial.rbegin(); loop != at.spatial.rend(); ++loop) {
      span[loop->dimension] += (loop->bound - 1) * inside[loop->dimension];
      inside[loop->dimension] *= loop->bound;
    }
    for (const Loop& loop : at.temporal) inside[loop.dimension] *= loop.bound;
  }
  std::string text = space.name;
  for (const Rank& rank : space.ranks) {
    std::uint64_t first = 0;
    std::uint64_t length = 0;
    for (const Term& term : rank.terms) {
      first += static_cast<std::uint64_t>(term.coefficient) * base[term.dimension];
      length += static_cast<std::uint64_t>(term.coefficient) * (span[term.dimension] - 1);
    }
    text += '[';
    append_number(first, text);
    if (length > 0) {
      text += ':';
      append_number(first + length, text);
    }
    text += ']';
  }
  return text;
}

}  // namespace nestwave
