// SPDX-License-Identifier: Apache-2.0
#include "dataflows/symmetry.h"

namespace nestwave {

Symmetry::Symmetry(const Design& design, const Nest& nest, bool every_instance) {
  const DataSpace& outputs = design.problem().data_spaces[design.problem().outputs()];
  const bool merge = !every_instance && !nest.uneven();
  weights_.push_back({1});
  for (int level = 0; level < design.level_count(); ++level) {
    // Per digit, how many instances each of its values stands for.
    std::vector<std::vector<std::uint64_t>> values;
    std::uint64_t kept_apart = 1;
    std::uint64_t summed = 1;
    for (const NestLoop& loop : nest.spatial()) {
      if (loop.level != level) continue;
      const bool reduces = !outputs.uses(loop.dimension);
      (reduces ? summed : kept_apart) *= loop.bound;
      if (merge) continue;
      digits_.push_back({level, loop.bound, reduces});
      values.emplace_back(loop.bound, 1);
    }
    if (merge) {
      digits_.push_back({level, summed > 1 ? 2U : 1U, true});
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
