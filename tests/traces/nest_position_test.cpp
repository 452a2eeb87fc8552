// SPDX-License-Identifier: Apache-2.0
#include "traces/nest_position.h"

#include <gtest/gtest.h>

#include "tests/traces/small_report.h"

namespace nestwave {
namespace {

/// Outputs[M][P] += Weights[M][R] * Inputs[2P+R]; M = 2 (DRAM) x 2 (space), P = 4 (Buffer), R = 3 (DRAM).
Design strided_design() {
  Problem problem;
  problem.dimensions = {{"M", 4}, {"P", 4}, {"R", 3}};
  problem.data_spaces = {{"Weights", {{{{0, 1}}}, {{{2, 1}}}}, false, {}},
                         {"Inputs", {{{{1, 2}, {2, 1}}}}, false, {}},
                         {"Outputs", {{{{0, 1}}}, {{{1, 1}}}}, true, {}}};
  Architecture machine;
  machine.levels.resize(2);
  machine.levels[0].name = "DRAM";
  machine.levels[1].name = "Buffer";
  machine.levels[1].mesh_x = 2;
  machine.compute.name = "MACC";
  machine.compute.mesh_x = 2;
  Mapping mapping;
  mapping.levels.resize(2);
  mapping.levels[0].temporal = {{0, 2}, {2, 3}};
  mapping.levels[0].spatial = {{{0, 2}, Axis::x}};
  mapping.levels[1].temporal = {{1, 4}};
  for (LevelMapping& level : mapping.levels) level.keep = {true, true, true};
  return {problem, machine, mapping, policies().front()};
}

TEST(NestPosition, NamesLoopIndicesOutermostFirst) {
  const Design design = strided_design();
  const NestPosition position(design);
  EXPECT_EQ(position.loops(0), "M=0 R=0 P=0");
  EXPECT_EQ(position.loops(1), "M=0 R=0 P=1");
  EXPECT_EQ(position.loops(4), "M=0 R=1 P=0");
  EXPECT_EQ(position.loops(23), "M=1 R=2 P=3");
}

TEST(NestPosition, NamesTheTileOfInstanceZero) {
  const Design design = strided_design();
  const NestPosition position(design);
  EXPECT_EQ(position.tile(0, 1, 0), "Weights[0][0]");
  EXPECT_EQ(position.tile(16, 1, 0), "Weights[2][1]");
  EXPECT_EQ(position.tile(16, 1, 1), "Inputs[1:7]");
  EXPECT_EQ(position.tile(16, 1, 2), "Outputs[2][0:3]");
}

TEST(NestPosition, GivesTheOutermostKeeperAllItEverHolds) {
  const Design design = strided_design();
  const NestPosition position(design);
  EXPECT_EQ(position.tile(16, 0, 0), "Weights[0:3][0:2]");
  EXPECT_EQ(position.tile(16, 0, 1), "Inputs[0:8]");
}

}  // namespace
}  // namespace nestwave
