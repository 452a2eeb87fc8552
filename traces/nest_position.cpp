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

NestPosition::NestPosition(const Design& design) : design_(design), steps_(design) {}

void NestPosition::append_loops(std::uint64_t step, std::string& text) const {
  Steps::Digits digits;
  steps_.digits(step, digits);
  for (std::size_t j = 0; j < digits.size(); ++j) {
    if (j > 0) text += ' ';
    text += design_.problem().dimensions[steps_.loops()[j].dimension].name;
    text += '=';
    append_number(digits[j], text);
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
  Steps::Digits digits;
  steps_.digits(step, digits);
  for (std::size_t j = 0; j < digits.size(); ++j) {
    const Steps::Loop& loop = steps_.loops()[j];
    if (loop.level >= level || outermost)
      span[loop.dimension] += (loop.bound - 1) * loop.index_stride;
    else
      base[loop.dimension] += digits[j] * loop.index_stride;
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
  for (std::size_t d = 0; d < span.size(); ++d)
    span[d] = std::min(span[d], design_.problem().dimensions[d].size - base[d]);
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
