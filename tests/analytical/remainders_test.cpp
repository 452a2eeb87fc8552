// SPDX-License-Identifier: Apache-2.0
// Dimensions that are not cut evenly, counted by hand.
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "models/analytical/remainders/digit_sum.h"
#include "models/analytical/remainders/lane.h"
#include "tests/analytical/tiny_machine.h"

namespace nestwave {
namespace {

using analytical::remainders::digit_sum;
using analytical::remainders::Lane;
using test::kInputs;
using test::kOutputs;
using test::kWeights;
using test::TinyLevel;
using test::TinyMachine;

/// Dimensions of the given sizes, cut unevenly by the loops of the levels.
TinyMachine uneven(std::vector<std::pair<std::string, std::uint64_t>> sizes, std::vector<TinyLevel> levels) {
  TinyMachine machine;
  machine.levels = std::move(levels);
  machine.sizes = std::move(sizes);
  return machine;
}

TinyMachine with(TinyMachine machine, Reuse reuse, Multicast multicast = Multicast::overlap,
                 Footprint footprint = Footprint::touched) {
  machine.policy.reuse = reuse;
  machine.policy.multicast = multicast;
  machine.policy.footprint = footprint;
  return machine;
}

std::uint64_t input_fills(const TinyMachine& machine, Reuse reuse, int level = 1) {
  return with(machine, reuse).count(level, kInputs, Category::writes_fill);
}

/// reads fill, accumulate, drain; writes fill, update; zero starts, joins.
using Row = std::array<std::uint64_t, 7>;

Row row(const TinyMachine& machine, int level) {
  const AnalyticalResult result = analytical::analyze(machine.design());
  const Counts& c = result.counts.at(level, kOutputs);
  return {c[Category::reads_fill],  c[Category::reads_accumulate], c[Category::reads_drain],
          c[Category::writes_fill], c[Category::writes_update],    c[Category::zero_starts],
          c[Category::zero_joins]};
}

TEST(Remainders, TheLastRoundHasAShorterTileAndHalo) {
  // P = 5 in rounds of 3: the window of R = 3 makes tiles 01234 and 3456.
  const TinyMachine machine = uneven({{"P", 5}}, {{{{"P", 2}}, {}}, {{{"P", 3}, {"R", 3}}, {}}});
  EXPECT_EQ(machine.design().compute_steps(), 15u);
  EXPECT_EQ(input_fills(machine, Reuse::resident), 7u);
  EXPECT_EQ(input_fills(machine, Reuse::timeloop), 7u);
  EXPECT_EQ(input_fills(machine, Reuse::none), 5u + 4);
  EXPECT_EQ(machine.count(1, kInputs, Category::reads_operand), 15u);
  EXPECT_EQ(row(machine, 1), (Row{0, 10, 5, 0, 15, 5, 0}));
}

TEST(Remainders, TheWayBackStartsFromTheLastRoundThereIs) {
  // Tiles 012 34 | 123 45 | 234 56: steps 3 −2 3 −2 3. Under Timeloop the steps back are not credited.
  const TinyMachine machine = uneven({{"P", 5}}, {{{{"R", 3}, {"P", 2}}, {}}, {{{"P", 3}}, {}}});
  EXPECT_EQ(input_fills(machine, Reuse::resident), 3u + 2 + 2 + 2 + 2 + 2);
  EXPECT_EQ(input_fills(machine, Reuse::timeloop), 3u + 2 + 3 + 2 + 3 + 2);
  EXPECT_EQ(input_fills(machine, Reuse::timeloop_3_0_3), 3u + 2 + 3 + 2 + 3 + 2);
  EXPECT_EQ(input_fills(machine, Reuse::none), 15u);
}

TEST(Remainders, ALastRoundOfOneIterationEndsAnEpochWithoutMoving) {
  // P = 3 as 2 · 2 with M in between: the three words (C) of p = 0 1 0 1 | 2 2. The last advance, of M,
  // leaves the tile in place: operands stay, sums (of another M) move.
  const TinyMachine machine = uneven({{"P", 3}}, {{{{"P", 2}, {"M", 2}, {"P", 2}}, {}}, {{{"C", 3}}, {}}});
  EXPECT_EQ(input_fills(machine, Reuse::resident), 3u * (1 + 1 + 1 + 1 + 1));
  EXPECT_EQ(input_fills(machine, Reuse::none), 3u * 5);
  EXPECT_EQ(row(machine, 1), (Row{0, 12, 6, 0, 18, 6, 0}));
  // With C outside the sums instead: the same word twice in a row is drained and comes back.
  const TinyMachine sums = uneven({{"P", 3}}, {{{{"P", 2}, {"C", 2}, {"P", 2}}, {}}, {{{"M", 1}}, {}}});
  EXPECT_EQ(row(sums, 0), (Row{3, 0, 0, 0, 6, 3, 0}));
  EXPECT_EQ(row(sums, 1), (Row{0, 3, 6, 3, 6, 3, 0}));
}

TEST(Remainders, AMemberOfAReductionGroupWithoutWorkTakesNoPart) {
  // C = 3 as 2 rounds on 2 instances: in the second round B1 has nothing to do. Epochs of two words:
  // (C, P) = 00 01 10 11. B0 has all four, B1 the first two; for C = 1 only B0 gets the old sums.
  const TinyMachine machine = uneven({{"C", 3}}, {{{{"C", 2}, {"P", 2}}, {{"C", 2}}}, {{{"P", 2}}, {}}});
  EXPECT_EQ(row(machine, 0), (Row{4, 0, 0, 0, 8, 4, 0}));
  EXPECT_EQ(row(machine, 1), (Row{0, 4, 8 + 4, 4, 8 + 4, 4 + 4, 0}));
  const AnalyticalResult result = analytical::analyze(machine.design());
  EXPECT_EQ(result.edges[4], (EdgeCounts{kOutputs, 0, 1, 4 + 12, 4 + 8, 4 + 8, 4}));
  EXPECT_EQ(result.edges[5], (EdgeCounts{kOutputs, 1, 2, 12, 12, 12, 0}));
  // Operands: B1 fetches nothing in the second round, and its MAC reads nothing.
  EXPECT_EQ(machine.count(1, kWeights, Category::writes_fill), 3u);
  EXPECT_EQ(machine.count(1, kInputs, Category::writes_fill), 12u);
  EXPECT_EQ(machine.count(1, kInputs, Category::reads_operand), 12u);
}

/// P = 8 on three instances: p = 012 345 67, inputs 0123 3456 678.
const TinyMachine kSpatial = uneven({{"P", 8}}, {{{}, {{"P", 3}}}, {{{"P", 3}, {"R", 2}}, {}}});

TEST(Remainders, TheLastInstanceHasLess) {
  const auto reads = [](Multicast multicast) {
    return with(kSpatial, Reuse::resident, multicast).count(0, kInputs, Category::reads_fill);
  };
  EXPECT_EQ(input_fills(kSpatial, Reuse::resident), 4u + 4 + 3);
  EXPECT_EQ(reads(Multicast::overlap), 9u);
  EXPECT_EQ(reads(Multicast::identical), 11u);
  EXPECT_EQ(reads(Multicast::per_level), 11u);
  EXPECT_EQ(reads(Multicast::none), 11u);
  EXPECT_EQ(kSpatial.count(1, kWeights, Category::reads_operand), 16u);
}

TEST(Remainders, TheBusiestInstanceBoundsTheCyclesAndTheAverageTimeloops) {
  // B0 reads 6 weights, 6 inputs, 3 old sums and drains 3. Timeloop, no drain: all three together read
  // 16 + 16 + 8 words, 40 / 3 = 13.3 each.
  Architecture architecture = kSpatial.architecture();
  architecture.levels[1].read_bandwidth = Rational(1);
  const AnalyticalResult result =
      analytical::analyze(Design(kSpatial.problem(), architecture, kSpatial.mapping(), {}));
  EXPECT_EQ(result.compute_steps, 6u);
  EXPECT_EQ(result.bound, 18u);
  EXPECT_EQ(result.timeloop, 14u);
}

TEST(Remainders, AnInstanceThatComesBackFromNothingCanBeTheBusiest) {
  // M = 4 as two rounds on three instances, of which B1 and B2 have no work in the second. Windows of five,
  // in B0: p = 0 1 0 1 | 2 3 2 3, 5 + 1 + 1 + 1 + 1 + 1 + 1 + 1 words; in B1: 0 1 – – | 2 3, 5 + 1 + 5 + 1
  // with a whole window after the pause. B holds inputs only, so nothing else is written.
  const TinyMachine machine =
      uneven({{"M", 4}}, {{{{"P", 2}, {"M", 2}, {"P", 2}}, {{"M", 3}}, {true, true, true}},
                          {{{"R", 5}}, {}, {false, true, false}}});
  EXPECT_EQ(input_fills(machine, Reuse::resident), 12u + 12 + 12);
  const TinyMachine longer =
      uneven({{"M", 4}}, {{{{"P", 2}, {"M", 2}, {"P", 2}}, {{"M", 3}}, {true, true, true}},
                          {{{"R", 9}}, {}, {false, true, false}}});
  Architecture architecture = longer.architecture();
  architecture.levels[1].write_bandwidth = Rational(1, 10);
  // Windows of nine: B0 takes 9 + 7 · 1 = 16 words, B1 9 + 1 + 9 + 1 = 20.
  EXPECT_EQ(analytical::analyze(Design(longer.problem(), architecture, longer.mapping(), {})).bound, 200u);
}

TEST(Remainders, ASubtreeWithAnIdleInstanceSharesWithOneLikeIt) {
  // Each of 2 × 2 instances of a bypassed level, (M, P), has two children along P; P = 3. Words 01 2
  // under M = 0, the same under M = 1.
  const TinyMachine machine = uneven({{"P", 3}}, {{{}, {{"M", 2}, {"P", 2}}, {true, true, true}},
                                                  {{}, {{"P", 2}}, {true, false, true}},
                                                  {{{"C", 5}}, {}, {true, true, true}}});
  const auto reads = [&](Multicast multicast) {
    return with(machine, Reuse::timeloop, multicast).count(0, kInputs, Category::reads_fill);
  };
  EXPECT_EQ(reads(Multicast::per_level), 15u);
  EXPECT_EQ(reads(Multicast::identical), 15u);
  EXPECT_EQ(reads(Multicast::none), 30u);
}

TEST(Remainders, EveryLevelCanHaveOne) {
  // P = 9 in rounds of 6, these in rounds of 2: B holds p = 012345 678, C 01 23 45 | 67 8. With R = 2
  // inside, inputs 0…6 and 6…9 at B; 012 234 456 | 678 89 at C.
  const TinyMachine machine =
      uneven({{"P", 9}}, {{{{"P", 2}}, {}}, {{{"P", 3}}, {}}, {{{"P", 2}, {"R", 2}}, {}}});
  const Design design = machine.design();
  EXPECT_EQ(design.compute_steps(), 18u);
  EXPECT_EQ(input_fills(machine, Reuse::resident, 1), 7u + 3);
  EXPECT_EQ(input_fills(machine, Reuse::none, 1), 7u + 4);
  EXPECT_EQ(input_fills(machine, Reuse::resident, 2), 3u + 2 + 2 + 2 + 1);
  EXPECT_EQ(input_fills(machine, Reuse::none, 2), 3u + 3 + 3 + 3 + 2);
  const auto fills_before = [&](std::uint64_t step, int level) {
    return analytical::counts_before(design, step).at(level, kInputs)[Category::writes_fill];
  };
  EXPECT_EQ(fills_before(12, 1), 7u);
  EXPECT_EQ(fills_before(13, 1), 10u);
  EXPECT_EQ(fills_before(12, 2), 7u);
  EXPECT_EQ(fills_before(16, 2), 9u);
  EXPECT_EQ(fills_before(17, 2), 10u);
  const auto drains_before = [&](std::uint64_t step, int level) {
    return analytical::counts_before(design, step).at(level, kOutputs)[Category::reads_drain];
  };
  EXPECT_EQ(drains_before(11, 1), 0u);
  EXPECT_EQ(drains_before(12, 1), 6u);
  EXPECT_EQ(drains_before(17, 2), 8u);
  EXPECT_EQ(drains_before(18, 2), 9u);
}

TEST(Remainders, HolesEndWithTheLastIndex) {
  // Stride 2, P = 5 in rounds of 3: 0 2 4, then 6 8; their hulls 0…4 and 6…8.
  TinyMachine machine = uneven({{"P", 5}}, {{{{"P", 2}}, {}}, {{{"P", 3}}, {}}});
  machine.stride = 2;
  EXPECT_EQ(input_fills(machine, Reuse::resident), 5u);
  EXPECT_EQ(with(machine, Reuse::resident, Multicast::overlap, Footprint::bounding_box)
                .count(1, kInputs, Category::writes_fill),
            5u + 3);
}

TEST(Remainders, CostFollowsTheCasesAndNotTheSteps) {
  const std::uint64_t bound = std::uint64_t{1} << 14;
  TinyMachine machine = uneven({{"M", bound * bound - 5}, {"P", bound * bound - 7}},
                               {{{{"M", bound}, {"P", bound}}, {}}, {{{"M", bound}, {"P", bound}}, {}}});
  machine.policy = *find_policy("timeloop_3_0_3");
  const auto begin = std::chrono::steady_clock::now();
  const AnalyticalResult result = analytical::analyze(machine.design());
  EXPECT_EQ(result.compute_steps, (bound * bound - 5) * (bound * bound - 7));
  // Inputs: P tiles to each of the M rounds, none of which overlap.
  EXPECT_EQ(result.counts.at(1, kInputs)[Category::writes_fill], bound * (bound * bound - 7));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

TEST(DigitSum, TakesTheRoundInWhichTheEndLies) {
  // Positions 0 4 8 12 with tiles of 3, cut at 10: 3 + 3 + 2 + 0.
  EXPECT_EQ(digit_sum({{4, 0, 3}}, 10, 3), 8u);
  EXPECT_EQ(digit_sum({{4, 1, 3}}, 10, 3), 5u);
  EXPECT_EQ(digit_sum({{4, 3, 3}}, 10, 3), 0u);
  EXPECT_EQ(digit_sum({{4, 1, 0}}, 10, 3), 0u);
  EXPECT_EQ(digit_sum({{6, 0, 1}, {2, 0, 2}}, 9, 1), 5u);  // 0 2 4 6 8
}

TEST(Lane, FindsThePositionsThatDiffer) {
  // 0 2 | 8 10 with tiles of two: 9 indices left cut the third; before, 3 left cut the second.
  Lane lane;
  lane.add({8, 2});
  lane.add({2, 2});
  EXPECT_EQ(lane.not_above(7), 2u);
  EXPECT_EQ(lane.last(), 10);
  const auto found = analytical::remainders::stretches(lane, 3, 9, 2);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ((std::array{found[0].before, found[0].now}), (std::array<std::int64_t, 2>{2, 2}));
  EXPECT_EQ((std::array{found[1].before, found[1].now}), (std::array<std::int64_t, 2>{1, 2}));
  EXPECT_EQ((std::array{found[2].before, found[2].now}), (std::array<std::int64_t, 2>{0, 1}));
  const auto all_whole_now = analytical::remainders::stretches(lane, 3, 99, 2);
  ASSERT_EQ(all_whole_now.size(), 3u);
  EXPECT_EQ(all_whole_now[1].end, 2u);
  EXPECT_EQ(all_whole_now[2].end, 4u);
  EXPECT_EQ((std::array{all_whole_now[2].before, all_whole_now[2].now}), (std::array<std::int64_t, 2>{0, 2}));
  EXPECT_EQ(analytical::remainders::canonical(lane, 7, 2), 4);
  EXPECT_EQ(analytical::remainders::canonical(lane, 9, 2), 9);
  EXPECT_EQ(analytical::remainders::canonical(lane, 99, 2), 12);
}

TEST(Lane, SpreadsASetOverNeighbouringPositions) {
  Lane lane;
  for (const analytical::Comb loop : {analytical::Comb{30, 2}, {10, 3}, {3, 3}}) lane.add(loop);
  for (std::uint64_t begin = 0; begin < lane.count(); ++begin)
    for (std::uint64_t end = begin + 1; end <= lane.count(); ++end) {
      analytical::CoordinateSet expected = analytical::CoordinateSet::none();
      for (std::uint64_t i = begin; i < end; ++i)
        expected = expected.united(analytical::CoordinateSet().shifted(2 * lane.position(i)));
      EXPECT_EQ(expected.size(), end - begin);
      EXPECT_TRUE(lane.spread({}, begin, end, 2) == expected) << begin << ' ' << end;
    }
}

}  // namespace
}  // namespace nestwave
