// SPDX-License-Identifier: Apache-2.0
#include "dataflows/nest.h"

#include <algorithm>

namespace nestwave {

Nest::Nest(const Design& design) : numbering_(design), uneven_(design.imperfect()) {
  for (const Steps::Loop& loop : numbering_.loops())
    temporal_.push_back({loop.level, loop.dimension, loop.bound, loop.index_stride});
  std::vector<std::uint64_t> stride(design.problem().dimensions.size(), 1);
  for (int l = design.level_count() - 1; l >= 0; --l) {
    const LevelMapping& level = design.mapping().levels[l];
    for (auto loop = level.spatial.rbegin(); loop != level.spatial.rend(); ++loop) {
      if (loop->bound > 1) spatial_.push_back({l, loop->dimension, loop->bound, stride[loop->dimension]});
      stride[loop->dimension] *= loop->bound;
    }
    for (const Loop& loop : level.temporal) stride[loop.dimension] *= loop.bound;
  }
  std::reverse(spatial_.begin(), spatial_.end());
}

std::vector<std::uint64_t> Nest::place(int level, std::uint64_t instance, std::size_t dimensions) const {
  std::vector<std::uint64_t> place(dimensions, 0);
  for (auto loop = spatial_.rbegin(); loop != spatial_.rend(); ++loop) {
    if (loop->level >= level) continue;
    place[loop->dimension] += instance % loop->bound * loop->index_stride;
    instance /= loop->bound;
  }
  return place;
}

std::string Nest::indices(const Problem& problem, std::uint64_t step) const {
  Steps::Digits digits;
  numbering_.digits(step, digits);
  std::string text;
  for (std::size_t i = 0; i < temporal_.size(); ++i) {
    if (i > 0) text += ' ';
    text += problem.dimensions[temporal_[i].dimension].name + "=" + std::to_string(digits[i]);
  }
  return text;
}

std::uint64_t Nest::iterations_left(std::size_t loop, std::uint64_t step, std::uint64_t reference) const {
  for (std::size_t j = 0; j < loop; ++j)
    if (digit(step, j) != digit(reference, j)) return 0;
  const std::uint64_t iteration = digit(step, loop);
  return iteration == 0 ? 0 : temporal_[loop].bound - 1 - iteration;
}

}  // namespace nestwave
