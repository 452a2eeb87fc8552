// SPDX-License-Identifier: Apache-2.0
#include "dataflows/nest.h"

#include <algorithm>

#include "dataflows/stream.h"

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
  find_borders(design);
}

void Nest::find_borders(const Design& design) {
  for (int d = 0; d < design.data_space_count(); ++d) {
    bool omits = false;
    for (int level = 0; level <= design.level_count(); ++level)
      omits = omits || design.omits_padding(level, d);
    const DataSpace& space = design.problem().data_spaces[d];
    for (std::size_t r = 0; r < space.ranks.size() && omits; ++r) {
      if (!design.problem().padded(space.ranks[r])) continue;
      Border border{space.ranks[r].begin, space.ranks[r].end, {}, {}};
      std::int64_t inside = 0;
      for (const NestLoop& loop : spatial_)
        inside += static_cast<std::int64_t>(loop.bound - 1) * rank_strides(space, loop)[r];
      border.inside.resize(temporal_.size());
      for (std::size_t j = temporal_.size(); j-- > 0;) {
        const std::int64_t stride = rank_strides(space, temporal_[j])[r];
        border.strides.insert(border.strides.begin(), stride);
        border.inside[j] = inside;
        inside += static_cast<std::int64_t>(temporal_[j].bound - 1) * stride;
      }
      borders_.push_back(std::move(border));
    }
  }
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
  return alike(loop, reference).left(digit(step, loop));
}

Nest::Alike Nest::alike(std::size_t loop, std::uint64_t step) const {
  std::int64_t first = 0;
  auto last = static_cast<std::int64_t>(temporal_[loop].bound) - 1;
  for (const Border& border : borders_) {
    const std::int64_t stride = border.strides[loop];
    if (stride == 0) continue;  // every iteration meets the same
    std::int64_t origin = 0;
    for (std::size_t j = 0; j < loop; ++j)
      if (border.strides[j] != 0) origin += static_cast<std::int64_t>(digit(step, j)) * border.strides[j];
    if (origin < border.begin) first = std::max(first, (border.begin - origin + stride - 1) / stride);
    const std::int64_t room = border.end - 1 - origin - border.inside[loop];
    last = std::min(last, room < 0 ? -1 : room / stride);
  }
  return {static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(std::max<std::int64_t>(last, 0))};
}

}  // namespace nestwave
