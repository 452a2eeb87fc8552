// SPDX-License-Identifier: Apache-2.0
#include "models/steps.h"

#include <algorithm>

namespace nestwave {

Steps::Steps(const Design& design)
    : imperfect_(design.imperfect()),
      dimensions_(static_cast<int>(design.problem().dimensions.size())),
      count_(design.compute_steps()) {
  std::vector<std::uint64_t> stride(static_cast<std::size_t>(dimensions_), 1);
  for (int l = design.level_count() - 1; l >= 0; --l) {
    const LevelMapping& level = design.mapping().levels[l];
    for (const SpatialLoop& loop : level.spatial) stride[loop.dimension] *= loop.bound;
    for (auto loop = level.temporal.rbegin(); loop != level.temporal.rend(); ++loop) {
      if (loop->bound == 1) continue;
      loops_.push_back({l, loop->dimension, loop->bound, stride[loop->dimension], 0});
      stride[loop->dimension] *= loop->bound;
    }
  }
  std::reverse(loops_.begin(), loops_.end());

  // The largest index of a PE with spatial indices 0, digit by digit; where the indices in between
  // belong to spatial loops, the loops further in are not cut.
  std::vector<std::uint64_t> rest;
  for (const Dimension& dimension : design.problem().dimensions) rest.push_back(dimension.size - 1);
  for (Loop& loop : loops_) {
    std::uint64_t& left = rest[loop.dimension];
    loop.last = std::min(loop.bound - 1, left / loop.index_stride);
    left -= loop.last * loop.index_stride;
  }

  const std::size_t cells = (loops_.size() + 1) * static_cast<std::size_t>(dimensions_);
  free_values_.assign(cells, 1);
  tight_values_.assign(cells, 1);
  steps_inside_.assign(loops_.size(), 1);
  std::uint64_t steps = 1;
  for (std::size_t j = loops_.size(); j-- > 0;) {
    const Loop& loop = loops_[j];
    for (int d = 0; d < dimensions_; ++d) {
      const std::size_t here = j * dimensions_ + d;
      const std::size_t inner = here + dimensions_;
      free_values_[here] = free_values_[inner] * (d == loop.dimension ? loop.bound : 1);
      tight_values_[here] =
          tight_values_[inner] + (d == loop.dimension ? loop.last * free_values_[inner] : 0);
    }
    steps_inside_[j] = steps;
    if (!imperfect_) steps *= loop.bound;
  }
}

std::size_t Steps::above(int level) const {
  std::size_t loops = 0;
  while (loops < loops_.size() && loops_[loops].level < level) ++loops;
  return loops;
}

Steps::Tight Steps::tight(const Digits& digits, std::size_t loops) const {
  Tight tight = ~Tight{0};
  for (std::size_t j = 0; j < loops; ++j)
    if (digits[j] != loops_[j].last) tight &= ~(Tight{1} << loops_[j].dimension);
  return tight;
}

std::uint64_t Steps::inside(Tight tight, std::size_t loops) const {
  std::uint64_t product = 1;
  for (int d = 0; d < dimensions_; ++d) {
    const std::size_t at = loops * dimensions_ + d;
    product *= (tight >> d & 1U) != 0 ? tight_values_[at] : free_values_[at];
  }
  return product;
}

std::uint64_t Steps::inside(const Digits& digits, std::size_t loops) const {
  if (!imperfect_) return loops == 0 ? count_ : steps_inside_[loops - 1];
  return inside(tight(digits, loops), loops);
}

std::uint64_t Steps::digit(std::uint64_t step, std::size_t loop) const {
  if (!imperfect_) return step / steps_inside_[loop] % loops_[loop].bound;
  Digits all;
  digits(step, all);
  return all[loop];
}

void Steps::digits(std::uint64_t step, Digits& digits) const {
  digits.resize(loops_.size());
  if (!imperfect_) {
    for (std::size_t j = 0; j < loops_.size(); ++j) digits[j] = step / steps_inside_[j] % loops_[j].bound;
    return;
  }
  Tight tight = ~Tight{0};
  for (std::size_t j = 0; j < loops_.size(); ++j) {
    const Loop& loop = loops_[j];
    const Tight bit = Tight{1} << loop.dimension;
    const std::uint64_t most = (tight & bit) != 0 ? loop.last : loop.bound - 1;
    // Rounds before the last are whole.
    const std::uint64_t whole = inside(tight & ~bit, j + 1);
    digits[j] = std::min(most, step / whole);
    step -= digits[j] * whole;
    if (digits[j] != loop.last) tight &= ~bit;
  }
}

std::uint64_t Steps::step_of(const Digits& digits) const {
  std::uint64_t step = 0;
  Tight tight = ~Tight{0};
  for (std::size_t j = 0; j < loops_.size(); ++j) {
    const Tight bit = Tight{1} << loops_[j].dimension;
    if (digits[j] > 0) step += digits[j] * inside(tight & ~bit, j + 1);
    if (digits[j] != loops_[j].last) tight &= ~bit;
  }
  return step;
}

std::size_t Steps::advance(Digits& digits, std::size_t loops) const {
  std::fill(digits.begin() + static_cast<std::ptrdiff_t>(loops), digits.end(), 0);
  for (std::size_t j = loops; j-- > 0;) {
    const Loop& loop = loops_[j];
    bool is_tight = imperfect_;
    for (std::size_t i = 0; is_tight && i < j; ++i)
      is_tight = loops_[i].dimension != loop.dimension || digits[i] == loops_[i].last;
    if (digits[j] < (is_tight ? loop.last : loop.bound - 1)) {
      ++digits[j];
      return j;
    }
    digits[j] = 0;
  }
  return kEnd;
}

}  // namespace nestwave
