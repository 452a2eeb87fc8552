// SPDX-License-Identifier: Apache-2.0
#include "dataflows/nest.h"

#include <algorithm>

namespace nestwave {

Nest::Nest(const Design& design) {
  std::vector<std::uint64_t> stride(design.problem().dimensions.size(), 1);
  const auto append = [&](std::vector<NestLoop>& loops, int level, const Loop& loop) {
    if (loop.bound == 1) return;
    loops.push_back({level, loop.dimension, loop.bound, stride[loop.dimension]});
    stride[loop.dimension] *= loop.bound;
  };
  for (int l = design.level_count() - 1; l >= 0; --l) {
    const LevelMapping& level = design.mapping().levels[l];
    for (auto loop = level.spatial.rbegin(); loop != level.spatial.rend(); ++loop) append(spatial_, l, *loop);
    for (auto loop = level.temporal.rbegin(); loop != level.temporal.rend(); ++loop)
      append(temporal_, l, *loop);
  }
  for (const NestLoop& loop : temporal_) {
    steps_inside_.push_back(steps_);
    steps_ *= loop.bound;
  }
  std::reverse(temporal_.begin(), temporal_.end());
  std::reverse(spatial_.begin(), spatial_.end());
  std::reverse(steps_inside_.begin(), steps_inside_.end());
}

std::size_t Nest::temporal_above(int level) const {
  std::size_t count = 0;
  while (count < temporal_.size() && temporal_[count].level < level) ++count;
  return count;
}

std::string Nest::indices(const Problem& problem, std::uint64_t step) const {
  std::string text;
  for (std::size_t i = 0; i < temporal_.size(); ++i) {
    if (i > 0) text += ' ';
    text += problem.dimensions[temporal_[i].dimension].name + "=" + std::to_string(digit(step, i));
  }
  return text;
}

}  // namespace nestwave
