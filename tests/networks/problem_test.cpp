// SPDX-License-Identifier: Apache-2.0
// What a layer of a table computes, as a loop nest.
#include <gtest/gtest.h>

#include "models/formats/network_yaml.h"

namespace nestwave {
namespace {

Layer layer_of(const std::string& fields) {
  return read_network_text("network: {name: n, layers: [{name: l, " + fields + "}]}", "in.yaml").layers[0];
}

/// "N=2 M=4 | Weights[M][C] Inputs[N][C][R*1+P*2] …"
std::string shape(const Problem& problem) {
  std::string text;
  for (const Dimension& dimension : problem.dimensions)
    text += dimension.name + "=" + std::to_string(dimension.size) + " ";
  for (const DataSpace& space : problem.data_spaces) {
    text += "| " + space.name + (space.read_write ? "!" : "");
    for (const Rank& rank : space.ranks) {
      text += "[";
      for (const Term& term : rank.terms)
        text += (&term == &rank.terms.front() ? "" : "+") + problem.dimensions[term.dimension].name +
                (rank.terms.size() > 1 ? "*" + std::to_string(term.coefficient) : "");
      text += "]";
    }
    text += &space == &problem.data_spaces.back() ? "" : " ";
  }
  return text;
}

std::string shape(const std::string& fields, std::uint64_t batch) {
  return shape(problem_of(layer_of(fields), batch));
}

TEST(LayerProblem, ConvolutionSlidesWithStrideAndDilation) {
  // 1 + (9 + 2·1 − 2·(3 − 1) − 1) / 2 = 4 rows, 1 + (12 + 2·2 − 1·(5 − 1) − 1) / 3 = 4 columns.
  EXPECT_EQ(
      shape("type: conv, C: 6, M: 8, H: 9, W: 12, R: 3, S: 5, stride: [2, 3], pad: [1, 2], dilation: [2, 1]",
            2),
      "N=2 M=8 C=6 P=4 Q=4 R=3 S=5 | Weights[M][C][R][S] | Inputs[N][C][R*2+P*2][S*1+Q*3] | "
      "Outputs![N][M][P][Q]");
}

TEST(LayerProblem, GroupsDivideChannelsAndFilters) {
  EXPECT_EQ(shape("type: conv, C: 6, M: 8, H: 5, W: 5, R: 3, S: 3, groups: 2", 1),
            "N=1 G=2 M=4 C=3 P=3 Q=3 R=3 S=3 | Weights[G][M][C][R][S] | "
            "Inputs[N][G][C][R*1+P*1][S*1+Q*1] | Outputs![N][G][M][P][Q]");
}

TEST(LayerProblem, DepthwiseHasAGroupPerChannel) {
  EXPECT_EQ(shape("type: depthwise, C: 6, H: 5, W: 5, R: 3, S: 3, pad: 1, stride: 2", 3),
            "N=3 G=6 P=3 Q=3 R=3 S=3 | Weights[G][R][S] | Inputs[N][G][R*1+P*2][S*1+Q*2] | "
            "Outputs![N][G][P][Q]");
}

TEST(LayerProblem, FullyConnectedIsAProductPerImage) {
  EXPECT_EQ(shape("type: fc, C: 6, M: 8", 4), "N=4 M=8 C=6 | Weights[M][C] | Inputs[N][C] | Outputs![N][M]");
}

// Weights are shared by the images, so a batch adds rows; right matrices that are computed are not.
TEST(LayerProblem, ABatchAddsRowsToAProductAndProductsToABatchedOne) {
  EXPECT_EQ(shape("type: matmul, N: 5, C: 6, M: 8", 4),
            "N=20 M=8 C=6 | Weights[M][C] | Inputs[N][C] | Outputs![N][M]");
  EXPECT_EQ(shape("type: batched_matmul, groups: 3, N: 5, C: 6, M: 8", 4),
            "G=12 N=5 M=8 C=6 | Weights[G][M][C] | Inputs[G][N][C] | Outputs![G][N][M]");
}

TEST(LayerProblem, IncompleteStridesAreCutOff) {
  // (8 − 3) / 2 = 2.5: the last row and column are not reached.
  EXPECT_EQ(shape("type: depthwise, C: 1, H: 8, W: 8, R: 3, S: 3, stride: 2", 1).substr(0, 23),
            "N=1 G=1 P=3 Q=3 R=3 S=3");
}

TEST(LayerProblem, RefusesMoreWorkThanCountersHold) {
  const Layer layer = layer_of("type: fc, C: 16777216, M: 16777216");
  EXPECT_EQ(problem_of(layer, 4096).macs(), std::uint64_t{1} << 60);
  EXPECT_THROW((void)problem_of(layer, 4097), InputError);
}

TEST(SameWork, IgnoresTheNameAndNothingElse) {
  const std::string conv = "type: conv, C: 6, M: 8, H: 9, W: 9, R: 3, S: 3";
  const Problem problem = problem_of(layer_of(conv), 1);
  Problem other = problem;
  other.name = "other";
  EXPECT_TRUE(same_work(problem, other));
  EXPECT_FALSE(same_work(problem, problem_of(layer_of(conv), 2)));
  EXPECT_FALSE(same_work(problem, problem_of(layer_of(conv + ", groups: 2"), 1)));
  // As many positions, taken in larger steps.
  EXPECT_FALSE(same_work(problem, problem_of(layer_of("type: conv, C: 6, M: 8, H: 15, W: 15, R: 3, S: 3, "
                                                      "stride: 2"),
                                             1)));
  // As many positions, but the outermost rows and columns are zeros.
  const Problem padded = problem_of(layer_of("type: conv, C: 6, M: 8, H: 7, W: 7, R: 3, S: 3, pad: 1"), 1);
  EXPECT_FALSE(same_work(problem, padded));
  EXPECT_TRUE(same_work(padded, padded));
}

TEST(SameWork, DoesNotSeeWordsThatNoMacTouches) {
  // The kernel reaches over rows 0 to 6 of 7 or 8: a last row that the stride leaves out is no matter.
  const std::string conv = "type: depthwise, C: 1, R: 3, S: 3, stride: 2, W: 7, H: ";
  EXPECT_TRUE(same_work(problem_of(layer_of(conv + "7"), 1), problem_of(layer_of(conv + "8"), 1)));
}

TEST(LayerProblem, PaddingLiesAroundTheInput) {
  const Problem problem =
      problem_of(layer_of("type: conv, C: 3, M: 64, H: 224, W: 224, R: 7, S: 7, stride: 2, pad: [3, 0]"), 1);
  const std::vector<Rank>& ranks = problem.data_spaces[1].ranks;
  // 112 positions by twos and a kernel of 7 reach 229 rows of the 230 that the padded input has.
  EXPECT_EQ(problem.length(ranks[2]), 229);
  EXPECT_EQ(ranks[2].begin, 3);
  EXPECT_EQ(ranks[2].end, 227);
  EXPECT_TRUE(problem.padded(ranks[2]));
  EXPECT_FALSE(problem.padded(ranks[3]));
  EXPECT_FALSE(problem.padded(ranks[0]));
  EXPECT_TRUE(problem.padded(1));
  EXPECT_FALSE(problem.padded(0));
}

}  // namespace
}  // namespace nestwave
