// SPDX-License-Identifier: Apache-2.0
// Factors with a last round of another size.
#include <gtest/gtest.h>

#include "tests/formats/good_texts.h"
#include "tests/formats/malformed.h"
#include "tests/formats/nest_of.h"

namespace nestwave {
namespace {

/// The one-dimensional problem of size `size` on two levels.
Inputs inputs_of(std::uint64_t size, const std::string& directives) {
  const std::string problem = R"(
problem:
  shape:
    dimensions: [Q, K]
    data_spaces:
    - {name: Inputs, projection: [[[Q]], [[K]]]}
    - {name: Outputs, projection: [[[Q]]], read_write: true}
  instance: {K: 1, Q: )" + std::to_string(size) +
                              "}\n";
  return read_texts(
      {{"map.yaml", "mapping:\n" + directives}, {"prob.yaml", problem}, {"arch.yaml", kArchitecture}});
}

/// Factors at DRAM in time, in space, and at RegFile.
std::string nest(std::uint64_t size, const std::string& outer, const std::string& space,
                 const std::string& inner) {
  return nest_of(inputs_of(size, "- {target: DRAM, type: temporal, factors: " + outer +
                                     "}\n- {target: DRAM, type: spatial, factors: " + space +
                                     "}\n- {target: RegFile, type: temporal, factors: " + inner + "}\n"));
}

class ImperfectSpelling : public testing::TestWithParam<const char*> {};

TEST_P(ImperfectSpelling, IsRead) {
  EXPECT_EQ(nest(19, "Q=5", "K=1", GetParam()), "DRAM: Q5 | RegFile: Q4");
}

INSTANTIATE_TEST_SUITE_P(, ImperfectSpelling,
                         testing::Values("'Q=4,3'", "'Q4,3'", "'Q = 4 , 3'", "'K=1,Q=4,3'", "'Q=4,3 K=1'",
                                         "'Q=4,3,K=1'", "'Q4,3K1'", "['Q=4,3']", "[K=1, 'Q=4,3']",
                                         "{Q: '4,3'}", "{Q: [4, 3], K: 1}", "\"K1\\nQ4,3\""));

TEST(ImperfectFactors, KeepOnlyTheirBounds) {
  // 37 = 2*16 + 1*4 + 0*1 + 1, its digits below 3, 4 and 4.
  EXPECT_EQ(nest(37, "Q=3", "'Q=4,2'", "'Q=4,1'"), "DRAM: Q3 Q4(X) | RegFile: Q4");
  EXPECT_EQ(nest(48, "Q=3", "Q=4", "Q=4"), "DRAM: Q3 Q4(X) | RegFile: Q4");
  EXPECT_EQ(nest(33, "Q=3", "'Q=4,1'", "'Q=4,1'"), "DRAM: Q3 Q4(X) | RegFile: Q4");
}

TEST(ImperfectFactors, TakeTheLastRoundAsTheBoundOfALoopThatIsNeverRepeated) {
  EXPECT_EQ(nest(12, "'Q=8,3'", "K=1", "Q=4"), "DRAM: Q3 | RegFile: Q4");
  EXPECT_EQ(nest(3, "'Q=8,1'", "'Q=4,1'", "'Q=5,3'"), "DRAM: | RegFile: Q3");
  EXPECT_EQ(nest(11, "'Q=8,1'", "'Q=4,3'", "'Q=4,3'"), "DRAM: Q3(X) | RegFile: Q4");
  EXPECT_EQ(nest(1, "'Q=8,1'", "'Q=4,1'", "'Q=4,1'"), "DRAM: | RegFile:");
}

TEST(ImperfectFactors, CountOuterLoopsOfALevelBeforeInnerOnes) {
  // A spatial loop over y is outside one over x: 7 = 1*4 + 3.
  EXPECT_EQ(nest_of(inputs_of(7,
                              "- {target: DRAM, type: spatial, factors: Q=2, permutation: KQ, split: 1}\n"
                              "- {target: RegFile, type: temporal, factors: 'Q=4,3'}\n")),
            "DRAM: Q2(Y) | RegFile: Q4");
}

TEST(ImperfectFactors, LeaveOverWhatTheOthersDoNotCover) {
  EXPECT_EQ(nest(19, "Q=0", "K=1", "'Q=4,3'"), "DRAM: Q5 | RegFile: Q4");
  EXPECT_EQ(nest(19, "Q=5", "K=1", "Q=0"), "DRAM: Q5 | RegFile: Q4");
  EXPECT_EQ(nest(19, "Q=5", "Q=0", "'Q=2,1'"), "DRAM: Q5 Q2(X) | RegFile: Q2");
  EXPECT_EQ(nest(20, "Q=0", "Q=2", "Q=2"), "DRAM: Q5 Q2(X) | RegFile: Q2");
  EXPECT_EQ(nest(3, "Q=0", "K=1", "'Q=4,3'"), "DRAM: | RegFile: Q3");
}

TEST(ImperfectFactors, GiveADesignWithTheStepsOfItsFirstPe) {
  const Design design = make_design(inputs_of(19,
                                              "- {target: DRAM, type: temporal, factors: Q=5}\n"
                                              "- {target: RegFile, type: temporal, factors: 'Q=4,3'}\n"));
  EXPECT_TRUE(design.imperfect());
  EXPECT_EQ(design.compute_steps(), 19u);
  EXPECT_EQ(design.tile_words(1, 1), 4u);
}

/// Last rounds are the digits of the last index: every pair of bounds is right with one pair of them.
TEST(ImperfectFactors, FitExactlyOnePairOfLastRounds) {
  for (std::uint64_t size = 1; size <= 24; ++size)
    for (std::uint64_t inner = 1; inner <= 6; ++inner) {
      const std::uint64_t outer = (size - 1) / inner + 1;
      int fitting = 0;
      for (std::uint64_t a = 1; a <= outer; ++a)
        for (std::uint64_t b = 1; b <= inner; ++b) {
          const auto factor = [](std::uint64_t bound, std::uint64_t last) {
            return "'Q=" + std::to_string(bound) + "," + std::to_string(last) + "'";
          };
          const std::string message =
              message_of([&] { (void)nest(size, factor(outer, a), "K=1", factor(inner, b)); });
          const bool right = (a - 1) * inner + b == size;
          EXPECT_EQ(message == "no error", right) << size << ": " << message;
          fitting += right ? 1 : 0;
        }
      EXPECT_EQ(fitting, 1);
    }
}

}  // namespace
}  // namespace nestwave
