// SPDX-License-Identifier: Apache-2.0
// Small machines and layers for the tests of the dataflows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/architecture.h"
#include "models/problem.h"

namespace nestwave::test {

/// A level of `capacity` words (0: unlimited), `x` × `y` of them in the machine.
inline StorageLevel level(const std::string& name, std::uint64_t capacity = 0, std::uint64_t x = 1,
                          std::uint64_t y = 1) {
  StorageLevel result;
  result.name = name;
  if (capacity > 0) result.capacity_words = capacity;
  result.mesh_x = x;
  result.mesh_y = y;
  return result;
}

/// One MAC under every instance of the innermost level.
inline Architecture machine(std::vector<StorageLevel> levels) {
  Architecture result;
  result.compute.name = "mac";
  result.compute.mesh_x = levels.back().mesh_x;
  result.compute.mesh_y = levels.back().mesh_y;
  result.levels = std::move(levels);
  return result;
}

inline DataSpace data_space(const std::string& name, std::vector<Rank> ranks, bool read_write = false) {
  DataSpace result;
  result.name = name;
  result.ranks = std::move(ranks);
  result.read_write = read_write;
  return result;
}

/// One input channel, many filters: Outputs[m][p] += Weights[m][r] * Inputs[p + r].
inline Problem conv1d(std::uint64_t m, std::uint64_t r, std::uint64_t p) {
  Problem problem;
  problem.dimensions = {{"M", m}, {"R", r}, {"P", p}};
  problem.data_spaces = {data_space("Weights", {{{{0}}}, {{{1}}}}), data_space("Inputs", {{{{1}, {2}}}}),
                         data_space("Outputs", {{{{0}}}, {{{2}}}}, true)};
  return problem;
}

/// A 1×1 convolution: Outputs[m][p] += Weights[m][c] * Inputs[c][p].
inline Problem pointwise(std::uint64_t m, std::uint64_t c, std::uint64_t p) {
  Problem problem;
  problem.dimensions = {{"M", m}, {"C", c}, {"P", p}};
  problem.data_spaces = {data_space("Weights", {{{{0}}}, {{{1}}}}), data_space("Inputs", {{{{1}}}, {{{2}}}}),
                         data_space("Outputs", {{{{0}}}, {{{2}}}}, true)};
  return problem;
}

}  // namespace nestwave::test
