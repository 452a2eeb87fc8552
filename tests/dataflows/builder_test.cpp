// SPDX-License-Identifier: Apache-2.0
// Mappings worked out by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dataflows/catalog.h"
#include "dataflows/mapping_builder.h"
#include "models/analytical/model.h"
#include "tests/dataflows/machines.h"

namespace nestwave {
namespace {

using test::conv1d;
using test::level;
using test::machine;
using test::pointwise;
using ::testing::HasSubstr;

/// "M2 [C2y M2x] | P4": temporal loops outermost first, spatial ones in brackets, a bar between levels.
std::string build(std::string_view dataflow, const Problem& problem, const Architecture& architecture,
                  const Policy& policy = {}) {
  const Dataflow* found = find_dataflow(dataflow);
  const Mapping mapping = found->build(problem, architecture, policy);
  const Design design(problem, architecture, mapping, policy);
  EXPECT_EQ(check_claim(*found, design, analytical::analyze(design).counts), "");
  std::string text;
  const auto add = [&](const Loop& loop, const char* before, const char* after) {
    text += before + problem.dimensions[loop.dimension].name + std::to_string(loop.bound) + after;
  };
  for (const LevelMapping& at : mapping.levels) {
    if (&at != &mapping.levels.front()) text += " | ";
    for (const Loop& loop : at.temporal) add(loop, &loop == &at.temporal.front() ? "" : " ", "");
    if (!at.spatial.empty()) text += at.temporal.empty() ? "[" : " [";
    for (const SpatialLoop& loop : at.spatial)
      add(loop, &loop == &at.spatial.front() ? "" : " ", loop.axis == Axis::x ? "x" : "y");
    if (!at.spatial.empty()) text += "]";
    if (at.temporal.empty() && at.spatial.empty()) text += "-";
  }
  return text;
}

std::string refusal(std::string_view dataflow, const Problem& problem, const Architecture& architecture) {
  try {
    static_cast<void>(find_dataflow(dataflow)->build(problem, architecture, {}));
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

/// DRAM, a large buffer, 2 × 2 PEs with a one-word register per data space.
Architecture registers() {
  return machine({level("DRAM"), level("GLB", 1024), level("weight_reg", 1, 2, 2),
                  level("input_reg", 1, 2, 2), level("output_reg", 1, 2, 2)});
}

// All of R and P fit beside one filter (3 + 18 + 16 words), and then every word crosses once.
TEST(Builder, OneBufferTakesTheTileWithTheLeastTraffic) {
  const Architecture architecture = machine({level("MainMemory"), level("Buffer", 64)});
  EXPECT_EQ(build("weight_stationary", conv1d(32, 3, 16), architecture), "M32 | R3 P16");
  EXPECT_EQ(build("output_stationary", conv1d(32, 3, 16), architecture), "M32 | P16 R3");
}

// R and P do not fit together. R whole saves the return of 1024 sums, 2048 words; then M2 and P4 would
// each save 768 inputs, and M2 takes less room; then P2 saves 256.
TEST(Builder, ATighterBufferKeepsWholeReductionsFirst) {
  const Architecture architecture = machine({level("MainMemory"), level("Buffer", 16)});
  EXPECT_EQ(build("weight_stationary", conv1d(32, 3, 16), architecture), "M16 P8 | M2 R3 P2");
}

// The weight registers see M and C change outside, P inside: one load each.
TEST(Builder, WeightsStayInRegistersWhilePositionsPass) {
  EXPECT_EQ(build("weight_stationary", pointwise(4, 4, 4), registers()), "M2 | C2 P4 [C2y M2x] | - | - | -");
}

TEST(Builder, SumsStayInRegistersWhileChannelsPass) {
  EXPECT_EQ(build("output_stationary", pointwise(4, 4, 4), registers()), "M2 | P2 C4 [P2y M2x] | - | - | -");
}

// The table of docs/dataflows.md: words entering the registers of weights, inputs and sums.
TEST(Builder, TheOtherOperandsPayForTheOneThatStays) {
  const auto entering = [](std::string_view dataflow) {
    const Problem problem = pointwise(4, 4, 4);
    const Design design(problem, registers(), find_dataflow(dataflow)->build(problem, registers(), {}), {});
    const CountTable counts = analytical::analyze(design).counts;
    std::vector<std::uint64_t> words;
    for (int s = 0; s < 3; ++s) words.push_back(counts.at(2 + s, s)[Category::writes_fill]);
    return words;
  };
  EXPECT_EQ(entering("weight_stationary"), (std::vector<std::uint64_t>{16, 64, 16}));
  EXPECT_EQ(entering("output_stationary"), (std::vector<std::uint64_t>{64, 64, 0}));
}

TEST(Builder, AnAxisTakesTheNextDimensionWhenOneIsUsedUp) {
  const Architecture architecture = machine({level("DRAM"), level("spad", 3, 12, 1)});
  EXPECT_EQ(build("weight_stationary", pointwise(4, 6, 5), architecture), "C2 P5 [M4x C3x] | -");
  EXPECT_EQ(build("output_stationary", pointwise(4, 7, 9), architecture), "P3 C7 [M4x P3x] | -");
}

// Three filters and two channels would leave two of eight lanes idle.
TEST(Builder, TheCombinationThatUsesMostLanesWins) {
  const Architecture architecture = machine({level("DRAM"), level("spad", 3, 8, 1)});
  EXPECT_EQ(build("weight_stationary", pointwise(6, 4, 1), architecture), "M3 [M2x C4x] | -");
}

// What may not turn outside the weight scratchpad is held inside it: six filters share an input.
TEST(Builder, FiltersAreHeldInTheScratchpadToReuseInputs) {
  const Architecture architecture =
      machine({level("DRAM"), level("ifmap_spad", 1), level("weights_spad", 6), level("psum_spad", 1)});
  EXPECT_EQ(build("weight_stationary", pointwise(12, 1, 10), architecture), "M2 P10 | - | M6 | -");
}

// A column of 14 and below it rows of 12, as two fan-outs of the chain.
TEST(Builder, EveryFanOutOfTheChainIsUsed) {
  const Architecture architecture =
      machine({level("DRAM"), level("GLB"), level("column", 64, 14, 1), level("pe", 16, 14, 12)});
  const std::string text = build("weight_stationary", pointwise(28, 36, 8), architecture);
  EXPECT_THAT(text, HasSubstr("[M14x]"));
  EXPECT_THAT(text, HasSubstr("[C12y]"));
}

// The adders below the accumulator may sum over channels; the array above may not.
TEST(Builder, OnlyFanOutsInsideTheAccumulatorSplitReductions) {
  Architecture architecture = machine({level("DRAM"), level("accumulator", 8, 2, 1)});
  architecture.compute.mesh_x = 16;
  EXPECT_EQ(build("output_stationary", pointwise(2, 8, 1), architecture), "[M2x] | [C8x]");
  EXPECT_EQ(build("output_stationary", pointwise(2, 8, 1),
                  machine({level("DRAM"), level("accumulator", 4, 16, 1)})),
            "C8 [M2x] | -");
}

// Side by side, four filters of one channel would take 4 + 1 + 4 words of the buffer. Two filters of
// two channels take 4 + 2 + 2, and then it is full.
TEST(Builder, CapacityLimitsTheArray) {
  const Architecture architecture = machine({level("DRAM"), level("GLB", 8), level("pe", 3, 4, 4)});
  EXPECT_EQ(build("weight_stationary", pointwise(4, 4, 1), architecture), "M2 C2 | [M2x C2x] | -");
}

TEST(Builder, RefusesAnOutermostLevelThatCannotHoldTheProblem) {
  const std::string message = refusal("weight_stationary", conv1d(32, 3, 16), machine({level("Buffer", 64)}));
  EXPECT_THAT(message, HasSubstr("626 words (Weights 96 + Inputs 18 + Outputs 512)"));
  EXPECT_THAT(message, HasSubstr("room for 64"));
  EXPECT_EQ(build("weight_stationary", conv1d(32, 3, 16), machine({level("Buffer", 626)})), "M32 R3 P16");
}

// Neighbouring windows of the only operand overlap: it can stay only if all of it is there at once.
TEST(Builder, RefusesToHoldASlidingOperandInTooSmallALevel) {
  Problem pooling = conv1d(1, 3, 16);
  pooling.data_spaces.erase(pooling.data_spaces.begin());
  EXPECT_THAT(
      refusal("weight_stationary", pooling, machine({level("DRAM"), level("Buffer", 17)})),
      HasSubstr("Inputs slides over R, P, so Buffer has to hold all of these at once, a tile of 18 words"));
  EXPECT_EQ(build("weight_stationary", pooling, machine({level("DRAM"), level("Buffer", 34)})), "- | P16 R3");
}

TEST(Builder, RefusesWeightsWhereNothingIsRead) {
  Problem problem;
  problem.dimensions = {{"M", 4}};
  problem.data_spaces = {test::data_space("Outputs", {{{{0}}}}, true)};
  EXPECT_THAT(refusal("weight_stationary", problem, machine({level("DRAM")})), HasSubstr("reads no operand"));
}

TEST(Builder, PassesOnWhatIsWrongWithTheProblemItself) {
  EXPECT_THAT(refusal("output_stationary", conv1d(0, 3, 16), machine({level("DRAM")})), HasSubstr("size 0"));
}

TEST(Roles, FollowFromTheProjections) {
  const Roles roles = roles_of(conv1d(32, 3, 16));
  EXPECT_EQ(roles.filters, std::vector<int>{0});
  EXPECT_EQ(roles.reductions, std::vector<int>{1});
  EXPECT_EQ(roles.positions, std::vector<int>{2});
  EXPECT_TRUE(roles.rest.empty());
}

TEST(Roles, WithoutWeightsTheSmallestOperandStays) {
  Problem matmul = pointwise(8, 4, 2);
  matmul.data_spaces[0].name = "A";  // 32 words
  matmul.data_spaces[1].name = "B";  // 8 words
  EXPECT_EQ(weights_operand(matmul), 1);
}

}  // namespace
}  // namespace nestwave
