// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/remainders/steps.h"

#include "models/analytical/checked.h"
#include "models/analytical/nest.h"
#include "models/analytical/remainders/digit_sum.h"
#include "models/error.h"

namespace nestwave::analytical::remainders {

std::vector<std::uint64_t> indices_at(const Design& design, std::uint64_t step) {
  const Problem& problem = design.problem();
  // Per dimension: its temporal loops that still have to be chosen, and the indices left for them. A
  // step is one at which the first PE has work, so the spatial loops stand at 0.
  std::vector<std::vector<DigitRange>> inside(problem.dimensions.size());
  std::vector<std::int64_t> left;
  for (const Dimension& dimension : problem.dimensions)
    left.push_back(static_cast<std::int64_t>(dimension.size));
  std::vector<NestLoop> loops;
  for (const NestLoop& loop : flatten(design)) {
    if (loop.spatial) continue;
    loops.push_back(loop);
    inside[loop.dimension].push_back({loop.stride, 0, static_cast<std::int64_t>(loop.bound - 1)});
  }
  std::vector<std::uint64_t> indices;
  for (const NestLoop& loop : loops) {
    const int d = loop.dimension;
    inside[d].erase(inside[d].begin());
    std::uint64_t others = 1;
    for (int other = 0; other < static_cast<int>(inside.size()); ++other)
      if (other != d) others = times(others, digit_sum(inside[other], left[other], 1));
    // All iterations but the one in which the dimension ends have the same number of steps, that one less.
    std::uint64_t whole = others;
    for (const DigitRange& range : inside[d])
      whole = times(whole, static_cast<std::uint64_t>(range.last + 1));
    const std::uint64_t index = step / whole;
    if (index >= loop.bound) throw InternalError("a compute step beyond the end of the nest");
    step -= index * whole;
    left[d] -= static_cast<std::int64_t>(index) * loop.stride;
    indices.push_back(index);
  }
  return indices;
}

}  // namespace nestwave::analytical::remainders
