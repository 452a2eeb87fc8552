// SPDX-License-Identifier: Apache-2.0
#include "no_local_reuse.h"

#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace nestwave;

/// The largest divisor of `size` that is at most `limit`.
std::uint64_t largest_divisor(std::uint64_t size, std::uint64_t limit) {
  for (std::uint64_t factor = limit; factor > 1; --factor)
    if (size % factor == 0) return factor;
  return 1;
}

/// The last level above the widest fan-out: the array's buffer.
std::size_t level_above_the_array(const Architecture& architecture) {
  std::size_t widest = 0;
  const auto fanout = [&](std::size_t l) { return architecture.fanout_x(l) * architecture.fanout_y(l); };
  for (std::size_t l = 1; l < architecture.levels.size(); ++l)
    if (fanout(l) >= fanout(widest)) widest = l;
  return widest;
}

Mapping build(const Problem& problem, const Architecture& architecture, const Policy&) {
  const int outputs = problem.outputs();
  const std::size_t array = level_above_the_array(architecture);
  std::vector<std::uint64_t> rest;
  for (const Dimension& dimension : problem.dimensions) rest.push_back(dimension.size);

  Mapping mapping;
  mapping.levels.resize(architecture.levels.size());
  for (std::size_t l = 0; l < mapping.levels.size(); ++l)
    mapping.levels[l].keep.assign(problem.data_spaces.size(), l == 0);

  // Dimensions of the sums side by side, those that are summed over downwards: adders join the rows.
  std::uint64_t across = architecture.fanout_x(array);
  std::uint64_t down = architecture.fanout_y(array);
  std::vector<SpatialLoop> columns;
  std::vector<SpatialLoop> rows;
  for (int d = 0; d < static_cast<int>(problem.dimensions.size()); ++d) {
    const bool of_sums = problem.data_spaces[outputs].uses(d);
    std::uint64_t& free = of_sums ? across : down;
    const std::uint64_t factor = largest_divisor(rest[d], free);
    if (factor == 1) continue;
    (of_sums ? columns : rows).push_back({{d, factor}, of_sums ? Axis::x : Axis::y});
    rest[d] /= factor;
    free /= factor;
  }
  mapping.levels[array].spatial = rows;
  for (const SpatialLoop& loop : columns) mapping.levels[array].spatial.push_back(loop);

  // All loops in time at the outermost level, the sums' own outside, so that a sum is finished at once.
  for (const bool of_sums : {true, false})
    for (int d = 0; d < static_cast<int>(problem.dimensions.size()); ++d)
      if (rest[d] > 1 && problem.data_spaces[outputs].uses(d) == of_sums)
        mapping.levels.front().temporal.push_back({d, rest[d]});

  // The buffer above the array keeps what it may keep; its tiles are no larger than the array.
  const StorageLevel& buffer = architecture.levels[array];
  for (std::size_t d = 0; d < problem.data_spaces.size(); ++d) {
    bool bypassed = false;
    for (const std::string& name : buffer.bypasses)
      bypassed = bypassed || name == problem.data_spaces[d].name;
    if (array > 0 && !bypassed) mapping.levels[array].keep[d] = true;
  }
  return mapping;
}

}  // namespace

Dataflow no_local_reuse() {
  Dataflow dataflow;
  dataflow.name = "no_local_reuse";
  dataflow.summary = "nothing stays in a PE: the array is fed from the buffer above it in every step";
  dataflow.stays = "nothing";
  dataflow.build = build;
  dataflow.claim = nullptr;
  return dataflow;
}
