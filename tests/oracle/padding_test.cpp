// SPDX-License-Identifier: Apache-2.0
// Padding in the oracle and in the description, against counts made by hand.
#include <gtest/gtest.h>

#include "tests/oracle/awaited.h"
#include "tests/oracle/oracle.h"
#include "tests/oracle/padded_cases.h"

namespace nestwave::oracle {
namespace {

TEST(OraclePadding, IsCountedAsByHand) {
  for (const PaddedCase& c : padded_cases()) {
    SCOPED_TRACE(c.name);
    const CountTable counts = oracle_counts(c.design);
    EXPECT_EQ(counts.at(0, 1)[Category::reads_fill], c.reads_fill);
    EXPECT_EQ(counts.at(1, 1)[Category::writes_fill], c.writes_fill);
    EXPECT_EQ(counts.at(1, 1)[Category::reads_operand], c.reads_operand);
  }
}

TEST(PaddedTile, IsTheLargestOfAllPlaces) {
  for (const PaddedCase& c : padded_cases()) EXPECT_EQ(c.design.tile_words(1, 1), c.tile_words) << c.name;
  // {0 1 2 3} and {2 3 4 5} have three words each that exist; all together there are four.
  const Design halves = chain(padded(conv1d(1, 4, 3), 1, 5), {at({{P, 2}}), at({{P, 2}, {R, 3}})}, kResident);
  EXPECT_EQ(halves.tile_words(1, 1), 3u);
  EXPECT_EQ(halves.tile_words(0, 1), 4u);
  EXPECT_EQ(storing(halves, {Padding::stored, Padding::stored}).tile_words(0, 1), 6u);
}

// One word a step, of which 0 and 1 exist. L1 takes 2 and 3 as zeros, which L2 does not want.
TEST(OraclePadding, NobodyWaitsForTheLastZeros) {
  const std::vector<LevelMapping> levels = {at({{P, 4}}), bypassed(at({}), {0, 2}), bypassed(at({}), {0, 2})};
  const auto fills = [&](Padding innermost, int level) {
    const Design design = storing(chain(padded(conv1d(1, 4, 1), 0, 2), levels, kResident),
                                  {Padding::stored, Padding::stored, innermost});
    std::uint64_t words = 0;
    for (const Access& access : awaited_accesses(design, Oracle(design)))
      if (access.level == level && access.category == Category::writes_fill) words += access.words;
    return words;
  };
  EXPECT_EQ(fills(Padding::free, 1), 2u);
  EXPECT_EQ(fills(Padding::free, 2), 2u);
  EXPECT_EQ(fills(Padding::stored, 1), 4u) << "the MACs read them";
}

TEST(PaddedProblem, OutputsHaveNoPadding) {
  Problem problem = conv1d(1, 4, 3);
  problem.data_spaces[2].ranks[1].begin = 1;
  EXPECT_THROW(chain(problem, {at({{P, 4}, {R, 3}})}, kResident), InputError);
  EXPECT_THROW(chain(padded(conv1d(1, 4, 3), 3, 3), {at({{P, 4}, {R, 3}})}, kResident), InputError);
}

}  // namespace
}  // namespace nestwave::oracle
