// SPDX-License-Identifier: Apache-2.0
#include "dataflows/symmetry.h"

#include <utility>

namespace nestwave {

namespace {

/// Per dimension: whether it runs in a rank with padding that some keeper leaves out.
std::vector<bool> padded_dimensions(const Design& design) {
  const Problem& problem = design.problem();
  std::vector<bool> padded(problem.dimensions.size(), false);
  for (int d = 0; d < design.data_space_count(); ++d) {
    if (!design.omits_padding(d)) continue;
    for (const Rank& rank : problem.data_spaces[d].ranks)
      for (const Term& term : rank.terms)
        if (problem.padded(rank)) padded[term.dimension] = true;
  }
  return padded;
}

/// Whether an instance with this index of a spatial loop meets padding that is left out, wherever the
/// other loops stand. With perfect factors, and asked of padded dimensions only.
bool may_meet_padding(const Design& design, const NestLoop& loop, std::uint64_t index) {
  const Problem& problem = design.problem();
  const auto at = static_cast<std::int64_t>(index * loop.index_stride);
  const auto reach = static_cast<std::int64_t>((loop.bound - 1) * loop.index_stride);
  for (int d = 0; d < design.data_space_count(); ++d) {
    if (!design.omits_padding(d)) continue;
    for (const Rank& rank : problem.data_spaces[d].ranks)
      for (const Term& term : rank.terms) {
        if (term.dimension != loop.dimension || !problem.padded(rank)) continue;
        const std::int64_t others = problem.length(rank) - 1 - term.coefficient * reach;
        if (term.coefficient * at < rank.begin || term.coefficient * at + others >= rank.end) return true;
      }
  }
  return false;
}

/// Indices of a spatial loop over a padded dimension that are simulated, and how many each stands for:
/// those that never meet padding are alike, but for index 0 of a loop that reduces.
std::vector<std::pair<std::uint64_t, std::uint64_t>> different_indices(const Design& design,
                                                                       const NestLoop& loop, bool reduces) {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> found;
  std::size_t inside = loop.bound;  // entry of those that never meet padding
  for (std::uint64_t index = 0; index < loop.bound; ++index) {
    const bool apart = (reduces && index == 0) || may_meet_padding(design, loop, index);
    if (!apart && inside < found.size()) {
      ++found[inside].second;
      continue;
    }
    if (!apart) inside = found.size();
    found.emplace_back(index, 1);
  }
  return found;
}

}  // namespace

Symmetry::Symmetry(const Design& design, const Nest& nest, bool every_instance) {
  const DataSpace& outputs = design.problem().data_spaces[design.problem().outputs()];
  const bool merge = !every_instance && !nest.uneven();
  const std::vector<bool> padded = padded_dimensions(design);
  weights_.push_back({1});
  for (int level = 0; level < design.level_count(); ++level) {
    // Per digit, how many instances each of its values stands for.
    std::vector<std::vector<std::uint64_t>> values;
    std::uint64_t kept_apart = 1;
    std::uint64_t summed = 1;
    for (const NestLoop& loop : nest.spatial()) {
      if (loop.level != level) continue;
      const bool reduces = !outputs.uses(loop.dimension);
      if (merge && !padded[loop.dimension]) {
        (reduces ? summed : kept_apart) *= loop.bound;
        continue;
      }
      Digit digit{level, 0, reduces, loop.dimension, {}};
      values.emplace_back();
      const auto add = [&](std::uint64_t index, std::uint64_t alike) {
        digit.offsets.push_back(static_cast<std::int64_t>(index * loop.index_stride));
        values.back().push_back(alike);
      };
      if (merge)
        for (const auto& [index, alike] : different_indices(design, loop, reduces)) add(index, alike);
      else
        for (std::uint64_t index = 0; index < loop.bound; ++index) add(index, 1);
      digit.bound = values.back().size();
      digits_.push_back(std::move(digit));
    }
    if (merge) {
      digits_.push_back({level, summed > 1 ? 2U : 1U, true, -1, {}});
      values.push_back({kept_apart});
      if (summed > 1) values.back().push_back(kept_apart * (summed - 1));
    }
    std::vector<std::uint64_t> below = weights_.back();
    for (const std::vector<std::uint64_t>& digit : values) {
      std::vector<std::uint64_t> next;
      for (const std::uint64_t above : below)
        for (const std::uint64_t each : digit) next.push_back(above * each);
      below = std::move(next);
    }
    weights_.push_back(std::move(below));
  }
}

std::vector<std::int64_t> Symmetry::place(int level, std::uint64_t instance, std::size_t dimensions) const {
  std::vector<std::int64_t> index(dimensions, 0);
  for (auto digit = digits_.rbegin(); digit != digits_.rend(); ++digit) {
    if (digit->level >= level) continue;
    if (digit->dimension >= 0) index[digit->dimension] += digit->offsets[instance % digit->bound];
    instance /= digit->bound;
  }
  return index;
}

bool Symmetry::lowest(int outer, int level, std::uint64_t instance) const {
  for (auto digit = digits_.rbegin(); digit != digits_.rend(); ++digit) {
    if (digit->level >= level) continue;
    if (digit->level < outer) break;
    if (digit->reduces && instance % digit->bound != 0) return false;
    instance /= digit->bound;
  }
  return true;
}

}  // namespace nestwave
