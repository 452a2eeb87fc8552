// SPDX-License-Identifier: Apache-2.0
// Tiny convolutions on chains of levels, for the oracle's own tests.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "models/counts.h"
#include "models/design.h"

namespace nestwave::oracle {

using Row = std::vector<std::uint64_t>;

// Dimensions of the 1-D convolution with M filters.
enum : int { M, P, R };

inline Problem conv1d(std::uint64_t m, std::uint64_t p, std::uint64_t r) {
  Problem problem;
  problem.dimensions = {{"M", m}, {"P", p}, {"R", r}};
  problem.data_spaces.resize(3);
  problem.data_spaces[0] = {"Weights", {{{{M, 1}}}, {{{R, 1}}}}, false, {}};
  problem.data_spaces[1] = {"Inputs", {{{{P, 1}, {R, 1}}}}, false, {}};
  problem.data_spaces[2] = {"Outputs", {{{{M, 1}}}, {{{P, 1}}}}, true, {}};
  return problem;
}

/// A chain of levels that keep everything, as large and fast as need be.
inline Design chain(const Problem& problem, std::vector<LevelMapping> levels, const Policy& policy) {
  Architecture architecture;
  std::uint64_t mesh = 1;
  for (LevelMapping& level : levels) {
    if (level.keep.empty()) level.keep.assign(problem.data_spaces.size(), true);
    architecture.levels.emplace_back();
    architecture.levels.back().name = std::string("L").append(std::to_string(architecture.levels.size() - 1));
    architecture.levels.back().mesh_x = mesh;
    for (const SpatialLoop& loop : level.spatial) mesh *= loop.bound;
  }
  architecture.compute.mesh_x = mesh;
  Mapping mapping;
  mapping.levels = std::move(levels);
  return Design(problem, architecture, mapping, policy);
}

inline LevelMapping at(std::vector<Loop> temporal, std::vector<SpatialLoop> spatial = {}) {
  return {std::move(temporal), std::move(spatial), {}, {}};
}

inline SpatialLoop across(int dimension, std::uint64_t bound) {
  SpatialLoop loop;
  loop.dimension = dimension;
  loop.bound = bound;
  return loop;
}

/// The same level without some data spaces (by number).
inline LevelMapping bypassed(LevelMapping level, const std::vector<int>& data_spaces) {
  level.keep.assign(3, true);
  for (const int d : data_spaces) level.keep[d] = false;
  return level;
}

/// A named policy with one choice changed.
template <typename Choice>
Policy with(Policy policy, Choice Policy::*member, Choice choice) {
  policy.*member = choice;
  return policy;
}

const Policy kResident = policies()[0];
const Policy kTimeloop = policies()[1];
const Policy kTimeloop303 = policies()[2];

inline Row row(const Counts& c) {
  return Row(c.value.begin(), c.value.end());
}

}  // namespace nestwave::oracle
