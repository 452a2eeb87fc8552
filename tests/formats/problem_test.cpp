// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/formats/inputs.h"
#include "tests/formats/good_texts.h"

namespace nestwave {
namespace {

Problem problem_in(const std::string& text) {
  return *read_texts({{"in.yaml", text}}).problem;
}

TEST(ReadProblem, TakesShapeAndInstance) {
  const Problem problem = problem_in(kProblem);
  EXPECT_EQ(problem.name, "conv1d");
  ASSERT_EQ(problem.dimensions.size(), 3u);
  EXPECT_EQ(problem.dimensions[0].name, "M");
  EXPECT_EQ(problem.dimensions[0].size, 8u);
  EXPECT_EQ(problem.macs(), 8u * 3 * 4);
  ASSERT_EQ(problem.data_spaces.size(), 3u);
  EXPECT_EQ(problem.outputs(), 2);
  const DataSpace& inputs = problem.data_spaces[1];
  ASSERT_EQ(inputs.ranks.size(), 1u);
  ASSERT_EQ(inputs.ranks[0].terms.size(), 2u);
  EXPECT_EQ(inputs.ranks[0].terms[1].dimension, 2);
  EXPECT_EQ(inputs.ranks[0].terms[1].coefficient, 1);
  EXPECT_EQ(inputs.where.line, 8);
}

TEST(ReadProblem, TakesCoefficientsFromTheInstance) {
  const Problem problem = problem_in(R"(
problem:
  shape:
    dimensions: [R, P]
    coefficients:
    - {name: Wstride, default: 1}
    - {name: Wdilation, default: 3}
    data_spaces:
    - name: Inputs
      projection:
      - [[R, Wdilation], [P, Wstride]]
    - {name: Outputs, projection: [[[P]]], read_write: True}
  instance: {R: 3, P: 4, Wstride: 2}
)");
  EXPECT_EQ(problem.data_spaces[0].ranks[0].terms[0].coefficient, 3);
  EXPECT_EQ(problem.data_spaces[0].ranks[0].terms[1].coefficient, 2);
}

TEST(ReadProblem, ReadsHyphensAndBlockLists) {
  const Problem problem = problem_in(R"(
problem:
  version: 0.3
  instance:
    Conv_R: 3
    P: 4
  shape:
    data-spaces:
    - name: Weights
      projection:
      - - - Conv_R
    - name: Outputs
      projection:
      - - - P
      read-write: true
    dimensions:
    - Conv_R
    - P
)");
  EXPECT_EQ(problem.dimensions[0].name, "Conv_R");
  EXPECT_TRUE(problem.data_spaces[1].read_write);
}

TEST(ReadProblem, ListsInformativeKeysAsNotUsed) {
  const Inputs inputs = read_texts({{"in.yaml", R"(
problem:
  shape:
    dimensions: [P]
    data_spaces: [{name: Outputs, projection: [[[P]]], read_write: yes}]
  instance: {P: 4, W: 6, Wpad: 1}
)"}});
  EXPECT_THAT(inputs.not_used, testing::ElementsAre("problem.instance.W", "problem.instance.Wpad"));
}

TEST(ReadProblem, TakesWAsADimensionWhereTheShapeDeclaresIt) {
  const Inputs inputs = read_texts({{"in.yaml", R"(
problem:
  shape:
    dimensions: [W]
    data_spaces: [{name: Outputs, projection: [[[W]]], read_write: yes}]
  instance: {W: 6}
)"}});
  EXPECT_TRUE(inputs.not_used.empty());
  EXPECT_EQ(inputs.problem->dimensions[0].size, 6u);
}

TEST(ReadProblem, TakesPadding) {
  const Problem problem = problem_in(kPadded);
  const Rank& rank = problem.data_spaces[1].ranks[0];
  EXPECT_EQ(problem.length(rank), 6);
  EXPECT_EQ(rank.begin, 1);
  EXPECT_EQ(rank.end, 5);
  EXPECT_TRUE(problem.padded(1));
  EXPECT_FALSE(problem.padded(0));
}

TEST(ReadProblem, IsNotPaddedWithoutSayingSo) {
  const Problem problem = problem_in(kProblem);
  for (int d = 0; d < 3; ++d) EXPECT_FALSE(problem.padded(d)) << d;
}

// Any dimension names its rank, and a rank may begin without zeros.
TEST(ReadProblem, PaddingMayBeOnOneSideOnly) {
  std::string text = kPadded;
  text.replace(text.find("P: {before: 1, size: 4}"), 23, "R: {size: 5}");
  const Problem problem = problem_in(text);
  EXPECT_EQ(problem.data_spaces[1].ranks[0].begin, 0);
  EXPECT_EQ(problem.data_spaces[1].ranks[0].end, 5);
  EXPECT_TRUE(problem.padded(1));
}

TEST(ReadProblem, WordsBeyondTheReachArePaddingOfNothing) {
  std::string text = kPadded;
  text.replace(text.find("before: 1, size: 4"), 18, "size: 7");
  EXPECT_FALSE(problem_in(text).padded(1));
}

}  // namespace
}  // namespace nestwave
