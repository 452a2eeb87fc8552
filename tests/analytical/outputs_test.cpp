// SPDX-License-Identifier: Apache-2.0
// Sums that travel, counted by hand.
#include <gtest/gtest.h>

#include <array>

#include "tests/analytical/tiny_machine.h"

namespace nestwave {
namespace {

using test::kOutputs;
using test::TinyMachine;

/// reads fill, accumulate, drain; writes fill, update; zero starts, joins.
using Row = std::array<std::uint64_t, 7>;

Row row(const CountTable& counts, int level) {
  const Counts& c = counts.at(level, kOutputs);
  return {c[Category::reads_fill],  c[Category::reads_accumulate], c[Category::reads_drain],
          c[Category::writes_fill], c[Category::writes_update],    c[Category::zero_starts],
          c[Category::zero_joins]};
}

Row row(const TinyMachine& machine, int level) {
  return row(analytical::analyze(machine.design()).counts, level);
}

TEST(Outputs, OneLevelAddsUpInPlace) {
  const TinyMachine machine{{{{{"R", 3}, {"P", 2}}, {}}}, {}};
  EXPECT_EQ(row(machine, 0), (Row{0, 4, 0, 0, 6, 2, 0}));
}

TEST(Outputs, AStationaryTileIsDrainedOnce) {
  const TinyMachine machine{{{{{"R", 3}}, {}}, {{{"P", 4}}, {}}}, {}};
  EXPECT_EQ(row(machine, 0), (Row{0, 0, 0, 0, 4, 4, 0}));
  EXPECT_EQ(row(machine, 1), (Row{0, 8, 4, 0, 12, 4, 0}));
}

TEST(Outputs, ARevisitedTileGetsItsOldSum) {
  // Epochs of two words: P=0 P=1, three times over.
  const TinyMachine machine{{{{{"R", 3}, {"P", 2}}, {}}, {{{"P", 2}}, {}}}, {}};
  EXPECT_EQ(row(machine, 0), (Row{8, 0, 0, 0, 12, 4, 0}));
  EXPECT_EQ(row(machine, 1), (Row{0, 8, 12, 8, 12, 4, 0}));
}

TEST(Outputs, OnlyTheLowestMemberOfAGroupGetsTheOldSum) {
  // Two instances add up one tile over C; four epochs of two words, each tile visited twice.
  const TinyMachine machine{{{{{"R", 2}, {"P", 2}}, {{"C", 2}}}, {{{"P", 2}}, {}}}, {}};
  EXPECT_EQ(row(machine, 0), (Row{4, 0, 0, 0, 8, 4, 0}));
  EXPECT_EQ(row(machine, 1), (Row{0, 4, 16, 4, 16, 8, 4}));
  const AnalyticalResult result = analytical::analyze(machine.design());
  EXPECT_EQ(result.edges[4], (EdgeCounts{kOutputs, 0, 1, 4 + 16, 4 + 8, 4 + 8, 8}));
  EXPECT_EQ(result.edges[5], (EdgeCounts{kOutputs, 1, 2, 16, 16, 16, 0}));
}

TEST(Outputs, WhereTheParentIsAtZeroAllMembersJoinAtZero) {
  // B0 and B1 add up over R. On the second round of C, B0 gets the old sums and B1 starts at zero;
  // so below B0 the old sum is sent on, below B1 there is none.
  const TinyMachine machine{{{{{"C", 2}, {"M", 2}}, {{"R", 2}}}, {{{"P", 2}}, {}}, {{}, {}}}, {}};
  EXPECT_EQ(row(machine, 0), (Row{4, 0, 0, 0, 8, 4, 0}));
  EXPECT_EQ(row(machine, 1), (Row{4, 0, 16, 4, 16, 8, 4}));
  EXPECT_EQ(row(machine, 2), (Row{0, 4, 16, 4, 16, 8, 4}));
}

TEST(Outputs, ProductsAreAddedUpOnTheWayToTheKeeper) {
  const TinyMachine machine{{{{{"P", 3}}, {{"R", 4}}}}, {}};
  EXPECT_EQ(row(machine, 0), (Row{0, 0, 0, 0, 3, 3, 0}));
  EXPECT_EQ(analytical::analyze(machine.design()).edges[2], (EdgeCounts{kOutputs, 0, 1, 12, 3, 3, 9}));
}

TEST(Outputs, WordsBetweenOutputsAreNeverCounted) {
  TinyMachine machine{{{{{"P", 2}}, {}}, {{{"P", 3}}, {}}}, {}};
  machine.output_coefficient = 2;
  machine.policy.footprint = Footprint::bounding_box;
  EXPECT_EQ(row(machine, 0), (Row{0, 0, 0, 0, 6, 6, 0}));
  EXPECT_EQ(row(machine, 1), (Row{0, 0, 6, 0, 6, 6, 0}));
}

TEST(Outputs, BeforeAStepTilesHaveBegunAndDrainsHaveEnded) {
  // Epochs of two steps: 0 1 | 2 3 | 0 1 | 2 3.
  const TinyMachine machine{{{{{"R", 2}, {"P", 2}}, {}}, {{{"P", 2}}, {}}}, {}};
  const Design design = machine.design();
  const auto before = [&](std::uint64_t step, int level) {
    return row(analytical::counts_before(design, step), level);
  };
  EXPECT_EQ(before(0, 0), Row{});
  EXPECT_EQ(before(0, 1), Row{});
  EXPECT_EQ(before(1, 0), (Row{0, 0, 0, 0, 0, 4, 0}));  // the outermost keeper starts all its words
  EXPECT_EQ(before(1, 1), (Row{0, 0, 0, 0, 1, 2, 0}));
  EXPECT_EQ(before(2, 0), (Row{0, 0, 0, 0, 2, 4, 0}));
  EXPECT_EQ(before(2, 1), (Row{0, 0, 2, 0, 2, 2, 0}));
  EXPECT_EQ(before(5, 0), (Row{2, 0, 0, 0, 4, 4, 0}));
  EXPECT_EQ(before(5, 1), (Row{0, 1, 4, 2, 5, 4, 0}));
}

}  // namespace
}  // namespace nestwave
