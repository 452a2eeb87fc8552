// SPDX-License-Identifier: Apache-2.0
#include "dataflows/activity.h"

#include <algorithm>

namespace nestwave {

Activity::Activity(const Design& design, std::shared_ptr<const Nest> nest) : nest_(std::move(nest)) {
  const std::uint64_t pes = design.used_instances(design.level_count());
  always_.assign(pes, 1);
  if (!nest_->uneven()) return;
  for (const Dimension& dimension : design.problem().dimensions) sizes_.push_back(dimension.size);
  const std::size_t dimensions = sizes_.size();
  const std::vector<NestLoop>& loops = nest_->temporal();
  reach_.assign((loops.size() + 1) * dimensions, 0);
  for (std::size_t j = loops.size(); j-- > 0;)
    for (std::size_t d = 0; d < dimensions; ++d)
      reach_[j * dimensions + d] =
          reach_[(j + 1) * dimensions + d] +
          (loops[j].dimension == static_cast<int>(d) ? (loops[j].bound - 1) * loops[j].index_stride : 0);
  for (std::uint64_t pe = 0; pe < pes; ++pe) {
    const std::vector<std::uint64_t> place = nest_->place(design.level_count(), pe, dimensions);
    places_.insert(places_.end(), place.begin(), place.end());
  }
  // The largest index that the PE with spatial indices 0 has, against what is left beyond it.
  std::vector<std::uint64_t> largest(dimensions, 0);
  for (const Steps::Loop& loop : nest_->numbering().loops())
    largest[loop.dimension] += loop.last * loop.index_stride;
  for (std::uint64_t pe = 0; pe < pes; ++pe)
    for (std::size_t d = 0; d < dimensions; ++d)
      if (largest[d] + place(pe, d) >= sizes_[d]) always_[pe] = 0;
}

std::uint64_t Activity::search(std::uint64_t pe, std::uint64_t step) {
  const Steps& numbering = nest_->numbering();
  const std::vector<NestLoop>& loops = nest_->temporal();
  while (step < numbering.count()) {
    numbering.digits(step, digits_);
    // The outermost loop that alone puts the PE outside: nothing inside its iteration is work.
    std::size_t outside = loops.size();
    for (std::size_t d = 0; d < sizes_.size(); ++d) {
      std::uint64_t index = place(pe, d);
      if (index >= sizes_[d]) return numbering.count();  // in none at all
      for (std::size_t j = 0; j < outside; ++j) {
        if (loops[j].dimension != static_cast<int>(d)) continue;
        index += digits_[j] * loops[j].index_stride;
        if (index >= sizes_[d]) outside = j;
      }
    }
    if (outside == loops.size()) return step;
    if (numbering.advance(digits_, outside + 1) == Steps::kEnd) break;
    step = numbering.step_of(digits_);
  }
  return numbering.count();
}

std::uint64_t Activity::follow(std::uint64_t pe, std::uint64_t step, std::uint64_t limit) {
  const Steps& numbering = nest_->numbering();
  const std::vector<NestLoop>& loops = nest_->temporal();
  numbering.digits(step, digits_);
  // The fewest outer indices with which everything inside is work.
  std::size_t fixed = 0;
  for (std::size_t d = 0; d < sizes_.size(); ++d) {
    std::uint64_t index = place(pe, d);
    std::size_t j = 0;
    while (index + reach_[j * sizes_.size() + d] >= sizes_[d]) {
      if (loops[j].dimension == static_cast<int>(d)) index += digits_[j] * loops[j].index_stride;
      ++j;
    }
    fixed = std::max(fixed, j);
  }
  if (numbering.advance(digits_, fixed) == Steps::kEnd) return limit;
  return std::min(limit, numbering.step_of(digits_));
}

}  // namespace nestwave
