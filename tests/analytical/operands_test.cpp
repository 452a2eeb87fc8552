// SPDX-License-Identifier: Apache-2.0
// Reads and fills of operands, counted by hand.
#include <gtest/gtest.h>

#include "tests/analytical/tiny_machine.h"

namespace nestwave {
namespace {

using test::kInputs;
using test::kWeights;
using test::TinyMachine;

Policy policy(Reuse reuse, Multicast multicast = Multicast::overlap,
              Footprint footprint = Footprint::touched) {
  Policy chosen;
  chosen.reuse = reuse;
  chosen.multicast = multicast;
  chosen.footprint = footprint;
  return chosen;
}

std::uint64_t input_fills(TinyMachine machine, const Policy& chosen) {
  machine.policy = chosen;
  return machine.count(1, kInputs, Category::writes_fill);
}

std::uint64_t input_reads(TinyMachine machine, const Policy& chosen) {
  machine.policy = chosen;
  return machine.count(0, kInputs, Category::reads_fill);
}

TEST(Operands, ASlidingWindowFetchesOneNewWord) {
  const TinyMachine machine{{{{{"P", 4}}, {}}, {{{"R", 3}}, {}}}, {}};  // tiles 012 123 234 345
  EXPECT_EQ(input_fills(machine, policy(Reuse::resident)), 6u);
  EXPECT_EQ(input_fills(machine, policy(Reuse::timeloop)), 6u);
  EXPECT_EQ(input_fills(machine, policy(Reuse::none)), 12u);
  EXPECT_EQ(machine.count(0, kWeights, Category::reads_fill), 3u);  // the weights stay
}

TEST(Operands, TheTimeloopRuleForgetsTheStepWhenItChanges) {
  // Tiles of four, in order 0 1 2 4 5 6: steps 1 1 2 1 1.
  const TinyMachine machine{{{{{"P", 2}, {"R", 3}}, {}}, {{{"P", 4}}, {}}}, {}};
  EXPECT_EQ(input_fills(machine, policy(Reuse::resident)), 4u + 1 + 1 + 2 + 1 + 1);
  EXPECT_EQ(input_fills(machine, policy(Reuse::timeloop)), 4u + 1 + 1 + 4 + 1 + 1);
  EXPECT_EQ(input_fills(machine, policy(Reuse::none)), 24u);
}

TEST(Operands, AStationaryStepNeitherCostsNorForgets) {
  // M does not move the inputs: tiles 01 01 12 12 23 23.
  const TinyMachine machine{{{{{"P", 3}, {"M", 2}}, {}}, {{{"R", 2}}, {}}}, {}};
  for (const Reuse reuse : {Reuse::resident, Reuse::timeloop})
    EXPECT_EQ(input_fills(machine, policy(reuse)), 4u) << to_string(reuse);
  EXPECT_EQ(input_fills(machine, policy(Reuse::none)), 6u);
}

TEST(Operands, Timeloop303RemembersAStationaryStep) {
  // The same tiles: after each advance of M the step of one is another one, so the tile is fetched whole.
  const TinyMachine machine{{{{{"P", 3}, {"M", 2}}, {}}, {{{"R", 2}}, {}}}, {}};
  EXPECT_EQ(input_fills(machine, policy(Reuse::timeloop_3_0_3)), 2u + 2 + 2);
  // With M outside: 01 12 23, then −2 back to 01 is whole and forgotten, 12 23. Nothing rests.
  const TinyMachine outside{{{{{"M", 2}, {"P", 3}}, {}}, {{{"R", 2}}, {}}}, {}};
  EXPECT_EQ(input_fills(outside, policy(Reuse::timeloop_3_0_3)), 2u + 1 + 1 + 2 + 1 + 1);
}

TEST(Operands, AWholeDisjointTileIsStillAStepToRemember) {
  // Tiles of two at 0 2 | 1 3 (P inner, R outer): steps 2, −1, 2. All fetches are of whole tiles or
  // of one word; the first 2 is remembered though nothing overlaps, so −1 fetches all and forgets.
  const TinyMachine machine{{{{{"R", 2}, {"P", 2}}, {}}, {{{"P", 2}}, {}}}, {}};
  EXPECT_EQ(input_fills(machine, policy(Reuse::timeloop)), 2u + 2 + 2 + 2);
  EXPECT_EQ(input_fills(machine, policy(Reuse::resident)), 2u + 2 + 1 + 2);
}

TEST(Operands, HolesCountInTheBoundingBoxOnly) {
  // Stride 2: tiles 0246 1357 2468, one after the other.
  const TinyMachine machine{{{{{"R", 3}}, {}}, {{{"P", 4}}, {}}}, {}, 2};
  EXPECT_EQ(input_fills(machine, policy(Reuse::resident)), 12u);
  EXPECT_EQ(input_fills(machine, policy(Reuse::resident, Multicast::overlap, Footprint::bounding_box)),
            7u + 1 + 1);
}

TEST(Operands, MulticastSharesReadsAsItsRuleSays) {
  // At once 012 and 123, then 234 and 345: deltas 34 and 45.
  const TinyMachine machine{{{{{"P", 2}}, {{"P", 2}}}, {{{"R", 3}}, {}}}, {}};
  EXPECT_EQ(input_fills(machine, policy(Reuse::resident)), 2u * (3 + 2));
  EXPECT_EQ(input_reads(machine, policy(Reuse::resident, Multicast::overlap)), 4u + 3);
  EXPECT_EQ(input_reads(machine, policy(Reuse::resident, Multicast::identical)), 6u + 4);
  EXPECT_EQ(input_reads(machine, policy(Reuse::none, Multicast::overlap)), 4u + 4);
}

TEST(Operands, ChildrenWithTheSameTileShareItUnlessMulticastIsNone) {
  const TinyMachine machine{{{{}, {{"M", 4}}}, {{{"R", 3}}, {}}}, {}};
  EXPECT_EQ(input_reads(machine, policy(Reuse::resident, Multicast::identical)), 3u);
  EXPECT_EQ(input_reads(machine, policy(Reuse::resident, Multicast::overlap)), 3u);
  EXPECT_EQ(input_reads(machine, policy(Reuse::resident, Multicast::none)), 12u);
}

TEST(Operands, PerLevelSharesBelowOneInstanceOfABypassedLevel) {
  // Under (M, P) = (0,0) (0,1) (1,0) (1,1) two children each, for R = 0 and 1: words 01 12 01 12. All
  // together three different words; the subtrees 01 and 12 are not the same, so the 1 is read twice.
  const TinyMachine machine{{{{}, {{"M", 2}, {"P", 2}}, {true, true, true}},
                             {{}, {{"R", 2}}, {true, false, true}},
                             {{{"C", 5}}, {}, {true, true, true}}},
                            {}};
  EXPECT_EQ(input_reads(machine, policy(Reuse::resident, Multicast::identical)), 5u * 3);
  EXPECT_EQ(input_reads(machine, policy(Reuse::resident, Multicast::per_level)), 5u * 4);
  EXPECT_EQ(input_reads(machine, policy(Reuse::resident, Multicast::none)), 5u * 8);
}

TEST(Operands, TheMacsReadOneWordPerStepEach) {
  // Four MACs at p + r = 0 1 | 1 2: three different words.
  TinyMachine machine{{{{{"M", 5}}, {{"P", 2}, {"R", 2}}}}, {}};
  const auto operand_reads = [&](Multicast multicast) {
    machine.policy = policy(Reuse::resident, multicast);
    return machine.count(0, kInputs, Category::reads_operand);
  };
  EXPECT_EQ(operand_reads(Multicast::overlap), 15u);
  EXPECT_EQ(operand_reads(Multicast::identical), 15u);
  EXPECT_EQ(operand_reads(Multicast::none), 20u);
}

TEST(Operands, ABypassedLevelIsCrossedAndTheFirstKeeperIsNeverFilled) {
  TinyMachine machine{{{{{"P", 2}}, {}, {true, false, true}},
                       {{{"P", 2}}, {}, {false, true, true}},
                       {{{"R", 3}}, {}, {true, true, true}}},
                      {}};
  EXPECT_EQ(machine.count(0, kInputs, Category::reads_fill), 0u);
  EXPECT_EQ(machine.count(1, kInputs, Category::writes_fill), 0u);
  EXPECT_EQ(machine.count(1, kInputs, Category::reads_fill), 3u + 1 + 1 + 1);
  EXPECT_EQ(machine.count(0, kWeights, Category::reads_fill), 3u);
  EXPECT_EQ(machine.count(2, kWeights, Category::writes_fill), 3u);
}

TEST(Operands, APrefixCountsTheTilesThatHaveBegun) {
  // Tiles of four steps, fetching 4 1 1 2 1 1.
  const TinyMachine machine{{{{{"P", 2}, {"R", 3}}, {}}, {{{"P", 4}}, {}}}, {}};
  const Design design = machine.design();
  const auto fills = [&](std::uint64_t step) {
    return analytical::counts_before(design, step).at(1, kInputs)[Category::writes_fill];
  };
  EXPECT_EQ(fills(0), 0u);
  EXPECT_EQ(fills(1), 4u);
  EXPECT_EQ(fills(4), 4u);
  EXPECT_EQ(fills(5), 5u);
  EXPECT_EQ(fills(12), 6u);
  EXPECT_EQ(fills(13), 8u);
  EXPECT_EQ(fills(24), 10u);
  EXPECT_EQ(analytical::counts_before(design, 7).at(1, kInputs)[Category::reads_operand], 7u);
  EXPECT_THROW((void)analytical::counts_before(design, 25), InternalError);
}

TEST(Operands, EdgesCarryWhatIsReadAndFilled) {
  const TinyMachine machine{{{{{"P", 2}}, {{"P", 2}}}, {{{"R", 3}}, {}}}, {}};
  const AnalyticalResult result = analytical::analyze(machine.design());
  ASSERT_EQ(result.edges.size(), 6u);
  EXPECT_EQ(result.edges[2], (EdgeCounts{kInputs, 0, 1, 7, 10, 10, 0}));
  EXPECT_EQ(result.edges[3], (EdgeCounts{kInputs, 1, 2, 12, 12, 12, 0}));
}

}  // namespace
}  // namespace nestwave
