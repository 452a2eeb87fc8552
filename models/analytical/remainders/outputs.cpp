// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/remainders/outputs.h"

#include <algorithm>

#include "models/analytical/checked.h"
#include "models/analytical/remainders/steps.h"

namespace nestwave::analytical::remainders {

namespace {

constexpr std::size_t kNever = ~std::size_t{0};

}  // namespace

Outputs::Outputs(const Design& design) : design_(design), nest_(flatten(design)) {
  const int outputs = design.problem().outputs();
  for (int d = 0; d < static_cast<int>(design.problem().dimensions.size()); ++d)
    used_.push_back(design.problem().data_spaces[outputs].uses(d));
  std::vector<int> levels = design.keepers(outputs);
  levels.push_back(design.level_count());
  for (const int level : levels) {
    Link link;
    link.level = level;
    for (std::size_t i = 0; i < nest_.size() && nest_[i].level < level; ++i) {
      link.loops = i + 1;
      // Every step is a visit of the MACs of its own.
      const bool tells_apart = used_[nest_[i].dimension] || level == design.level_count();
      if (!nest_[i].spatial && tells_apart) link.epoch_loops = i + 1;
    }
    links_.push_back(link);
  }
  links_.front().epoch_loops = 0;  // the outermost keeper has one epoch, the whole run
}

Part Outputs::everyone() const {
  Part part;
  for (const NestLoop& loop : nest_)
    part.push_back({loop.stride, 0, static_cast<std::int64_t>(loop.bound - 1)});
  return part;
}

Part Outputs::standing_at(int keeper, const Place& place) const {
  Part part = everyone();
  for (std::size_t i = 0; i < links_[keeper].loops; ++i)
    part[i].first = part[i].last = static_cast<std::int64_t>(place[i]);
  return part;
}

Counts Outputs::counts(int keeper, const Part& part, std::uint64_t step) const {
  Counts counts;
  if (step == 0) return counts;
  const Link& here = links_[keeper];
  if (keeper == 0) {
    counts[Category::zero_starts] = ever_held(part);
  } else {
    const std::uint64_t visited = words(here, part, begun(step), kNever);
    const std::uint64_t zero = at_zero(keeper, part, begun(step));
    counts[Category::zero_starts] = words(here, part, begun(step), 0);
    counts[Category::zero_joins] = minus(zero, counts[Category::zero_starts]);
    counts[Category::writes_fill] = minus(visited, zero);
    counts[Category::reads_drain] = words(here, part, ended(step), kNever);
  }
  // The inner side: sums come back once per group, old sums go to the lowest member of each.
  const int child = keeper + 1;
  const Part low = lowest(part, keeper, child);
  counts[Category::writes_update] = words(links_[child], low, ended(step), kNever);
  counts[child == size() ? Category::reads_accumulate : Category::reads_fill] =
      minus(words(links_[child], low, begun(step), kNever), at_zero(child, low, begun(step)));
  return counts;
}

std::uint64_t Outputs::sent_outward(int keeper, const Part& part, std::uint64_t step) const {
  return step == 0 ? 0 : words(links_[keeper + 1], part, ended(step), kNever);
}

/// Epochs of which the first step lies before `step` (≥ 1).
Outputs::Span Outputs::begun(std::uint64_t step) const {
  return span(step - 1, true);
}

/// Epochs of which the last step lies before `step` (≥ 1).
Outputs::Span Outputs::ended(std::uint64_t step) const {
  return step == design_.compute_steps() ? span(step - 1, true) : span(step, false);
}

Outputs::Span Outputs::span(std::uint64_t step, bool inclusive) const {
  Span span;
  span.inclusive = inclusive;
  const std::vector<std::uint64_t> temporal = indices_at(design_, step);
  auto next = temporal.begin();
  for (const NestLoop& loop : nest_)
    span.indices.push_back(loop.spatial ? 0 : static_cast<std::int64_t>(*next++));
  return span;
}

std::uint64_t Outputs::words(const Link& link, const Part& part, const Span& span,
                             std::size_t first_inside) const {
  std::uint64_t sum = span.inclusive ? box(link, part, span, link.epoch_loops, first_inside) : 0;
  for (std::size_t cut = 0; cut < link.epoch_loops; ++cut)
    if (!nest_[cut].spatial && span.indices[cut] > 0)
      sum = plus(sum, box(link, part, span, cut, first_inside));
  return sum;
}

/// The epochs with the span's indices at the loops before `cut`, less than its index at `cut` and any
/// inside; with `cut` at the end, the one epoch with its indices.
std::uint64_t Outputs::box(const Link& link, const Part& part, const Span& span, std::size_t cut,
                           std::size_t first_inside) const {
  std::vector<std::vector<DigitRange>> ranges(used_.size());
  std::vector<std::int64_t> reach;
  for (const Dimension& dimension : design_.problem().dimensions)
    reach.push_back(static_cast<std::int64_t>(dimension.size));
  std::vector<std::int64_t> inner(used_.size(), 1);  // indices inside the link
  for (std::size_t i = link.loops; i < nest_.size(); ++i)
    inner[nest_[i].dimension] *= static_cast<std::int64_t>(nest_[i].bound);
  for (std::size_t i = 0; i < link.loops; ++i) {
    const NestLoop& loop = nest_[i];
    DigitRange range = part[i];
    if (!loop.spatial) {
      if (i >= link.epoch_loops) continue;  // judged at the first step of the epoch
      if (i < cut)
        range.first = range.last = span.indices[i];
      else
        range = {loop.stride, 0, i == cut ? span.indices[i] - 1 : static_cast<std::int64_t>(loop.bound - 1)};
      if (i >= first_inside && !used_[loop.dimension]) {
        if (range.first > 0) return 0;
        range.last = 0;
      }
    }
    ranges[loop.dimension].push_back(range);
  }
  std::uint64_t product = 1;
  for (std::size_t d = 0; d < used_.size(); ++d)
    product = times(product, digit_sum(ranges[d], reach[d], used_[d] ? inner[d] : 1));
  return product;
}

/// Words of epochs that begin at zero. All members of a group but the lowest are origins; an instance
/// begins at zero if its origin is itself, or if this is its first visit in the origin's epoch.
std::uint64_t Outputs::at_zero(int link, const Part& part, const Span& span) const {
  std::uint64_t sum = 0;
  Part low = part;  // lowest members below `origin`
  for (int origin = link; origin >= 0; --origin) {
    const bool itself = origin == link && origin < size();
    const std::size_t first_inside = itself ? kNever : links_[origin].epoch_loops;
    if (origin < link || itself) {
      sum = plus(sum, words(links_[link], low, span, first_inside));
      if (origin > 0)
        sum = minus(sum, words(links_[link], lowest(low, origin - 1, origin), span, first_inside));
    }
    if (origin > 0) low = lowest(std::move(low), origin - 1, origin);
  }
  return sum;
}

/// Of the part, the lowest members of the groups at `child` under one parent.
Part Outputs::lowest(Part part, int parent, int child) const {
  for (std::size_t i = 0; i < links_[child].loops; ++i) {
    if (!nest_[i].spatial || nest_[i].level < links_[parent].level || used_[nest_[i].dimension]) continue;
    part[i].last = std::min<std::int64_t>(part[i].last, 0);
  }
  return part;
}

/// All outputs that the outermost keepers of the part touch in the whole run.
std::uint64_t Outputs::ever_held(const Part& part) const {
  std::vector<std::vector<DigitRange>> ranges(used_.size());
  std::vector<std::int64_t> inner(used_.size(), 1);
  for (std::size_t i = 0; i < nest_.size(); ++i) {
    const NestLoop& loop = nest_[i];
    if (i >= links_.front().loops)
      inner[loop.dimension] *= static_cast<std::int64_t>(loop.bound);
    else if (loop.spatial)
      ranges[loop.dimension].push_back(part[i]);
    else
      ranges[loop.dimension].push_back({loop.stride, 0, static_cast<std::int64_t>(loop.bound - 1)});
  }
  std::uint64_t product = 1;
  for (std::size_t d = 0; d < used_.size(); ++d)
    if (used_[d])
      product = times(
          product,
          digit_sum(ranges[d], static_cast<std::int64_t>(design_.problem().dimensions[d].size), inner[d]));
  return product;
}

}  // namespace nestwave::analytical::remainders
