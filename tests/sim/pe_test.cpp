// SPDX-License-Identifier: Apache-2.0
// MACs: their joint access, their registers, and the way of a product.
#include <gtest/gtest.h>

#include "tests/sim/machines.h"

namespace nestwave {
namespace {

using test::from;
using test::kInputs;
using test::kOutputs;
using test::kWeights;
using test::Outcome;
using test::run;
using test::TinyMachine;
using Cycles = std::vector<Cycle>;

/// One level and one PE, four steps that add to the same sum: two words at the first, then three.
TinyMachine one_sum() {
  return TinyMachine().level("Memory", "WIO", {{"C", 4}});
}

/// The same with a sum of its own for each step: two words each.
TinyMachine four_sums() {
  return TinyMachine().level("Memory", "WIO", {{"M", 4}});
}

TEST(Mac, FiresOncePerCycle) {
  const Outcome found = run(one_sum());
  EXPECT_EQ(found.log.macs(), from(0, 4));
  EXPECT_EQ(found.result.cycles, 4u);
  EXPECT_EQ(found.result.processing, 4u);
}

TEST(Mac, WaitsForTheLatencyOfItsKeeperOnce) {
  TinyMachine machine = four_sums();
  machine[0].latency = 3;
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.macs(), from(3, 4));
  EXPECT_EQ(found.result.cycles, 3u + 4u);
}

TEST(Mac, DepthDelaysTheSumAndNotTheRate) {
  TinyMachine machine = one_sum();
  machine.depth = 3;
  for (const bool limited : {false, true}) {
    if (limited) machine[0].read_bandwidth = 6;
    const Outcome found = run(machine);
    EXPECT_EQ(found.log.macs(), from(0, 4));
    EXPECT_EQ(found.result.cycles, 4u + 3u);
  }
}

TEST(Mac, DepthDelaysTheDrain) {
  TinyMachine machine;
  machine.level("Memory", "O", {{"M", 2}}).level("Register", "WIO", {{"C", 4}});
  machine.depth = 3;
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.macs(), from(0, 8));
  EXPECT_EQ(found.log.begins(TransferKind::drain, kOutputs), Cycles({3 + 1 + 3, 7 + 1 + 3}));
  EXPECT_EQ(found.result.cycles, 11u);
}

TEST(Mac, WithoutRoomForItsProductWaits) {
  // A sum for every step, two cycles each to write: one product may be on its way.
  TinyMachine machine = four_sums();
  machine[0].write_bandwidth = Rational(1, 2);
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.begins(TransferKind::update, kOutputs), Cycles({1, 3, 5, 7}));
  EXPECT_EQ(found.log.macs(), Cycles({0, 1, 3, 5}));
  EXPECT_EQ(found.result.cycles, 9u);
}

TEST(Mac, MayHaveMoreProductsUnderWayTheDeeperItIs) {
  TinyMachine machine = four_sums();
  machine[0].write_bandwidth = Rational(1, 2);
  machine.depth = 2;
  const Outcome found = run(machine);
  // The first product is out at 3, when three are under way; they pass at 3, 5, 7 and 9.
  EXPECT_EQ(found.log.macs(), from(0, 4));
  EXPECT_EQ(found.log.begins(TransferKind::update, kOutputs), Cycles({3, 5, 7, 9}));
  EXPECT_EQ(found.result.cycles, 11u);
}

// The joint access.

struct Rate {
  Rational bandwidth;
  Cycles macs;
};

void PrintTo(const Rate& rate, std::ostream* out) {
  *out << rate.bandwidth << " words per cycle";
}

class JointAccess : public testing::TestWithParam<Rate> {};

TEST_P(JointAccess, FiresInTheLastCycleInWhichItIsUnderWay) {
  TinyMachine machine = one_sum();
  machine[0].read_bandwidth = GetParam().bandwidth;
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.macs(), GetParam().macs);
  EXPECT_EQ(found.result.cycles, GetParam().macs.back() + 1);
}

INSTANTIATE_TEST_SUITE_P(
    Bandwidths, JointAccess,
    testing::Values(
        // Two words and three times three: 0 to 8/3, then 4 cycles each.
        Rate{Rational(3, 4), {2, 6, 10, 14}},
        // 0 to 1, 1 to 5/2, 5/2 to 4, 4 to 11/2.
        Rate{2, {0, 2, 3, 5}},
        // 0 to 2/3, 2/3 to 5/3, 5/3 to 8/3, 8/3 to 11/3.
        Rate{3, {0, 1, 2, 3}},
        // 0 to 1/2, 1/2 to 5/4, and then not from 5/4 to 2, as the MAC of cycle 1 is not over.
        Rate{4, {0, 1, 2, 3}}, Rate{6, {0, 1, 2, 3}}));

TEST(JointAccess, AddsUpTheWordsOfAllDataSpaces) {
  TinyMachine machine = four_sums();
  machine[0].read_bandwidth = 1;
  EXPECT_EQ(run(machine).log.macs(), Cycles({1, 3, 5, 7}));
}

TEST(JointAccess, OfTwoKeepersUsesBothPortsAtOnce) {
  TinyMachine machine;
  machine.level("Memory", "W", {{"M", 4}}).level("Register", "IO");
  machine[0].read_bandwidth = 1;
  machine[1].read_bandwidth = 1;
  EXPECT_EQ(run(machine).log.macs(), from(0, 4));
}

TEST(JointAccess, ReadsATileOutWhenItEnds) {
  // A weight per step, read for two cycles: the next has room at the end of the access.
  TinyMachine machine = test::weight_stream(4);
  machine[1].read_bandwidth = 1;
  machine[1].capacity_words = 4 + 1 + 1;
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.macs(), Cycles({1, 3, 5, 7}));
  EXPECT_EQ(found.log.ended(1, kWeights), Cycles({2, 4, 6, 8}));
  EXPECT_EQ(found.log.ready(1, kWeights), Cycles({0, 2, 4, 6}));
}

TEST(Update, SharesASharedPortWithTheAccess) {
  TinyMachine machine = one_sum();
  machine[0].shared_bandwidth = 1;
  const Outcome slow = run(machine);
  // Access 0 to 2, update 2 to 3, access 3 to 6, update 6 to 7, …
  EXPECT_EQ(slow.log.macs(), Cycles({1, 5, 9, 13}));
  EXPECT_EQ(slow.log.begins(TransferKind::update, kOutputs), Cycles({2, 6, 10, 14}));
  EXPECT_EQ(slow.result.cycles, 15u);

  machine[0].shared_bandwidth = 2;
  const Outcome fast = run(machine);
  // Access 0 to 1, update to 3/2, access to 3, update to 7/2, access to 5, …
  EXPECT_EQ(fast.log.macs(), Cycles({0, 2, 4, 6}));
  EXPECT_EQ(fast.log.begins(TransferKind::update, kOutputs), Cycles({1, 3, 5, 7}));
  EXPECT_EQ(fast.result.cycles, 8u);
}

// MACs that share their keeper.

/// Four PEs with a weight each share an input; every step has sums of its own.
TinyMachine shared_keeper() {
  return TinyMachine().level("Memory", "WIO", {{"P", 4}}, {{"M", 4}});
}

TEST(FanOut, LosesNothingOnAnIdealMachine) {
  const Outcome found = run(shared_keeper());
  EXPECT_EQ(found.log.macs(3), from(0, 4));
  EXPECT_EQ(found.result.cycles, 4u);
}

TEST(FanOut, ARegisterHoldsAWordAndAnotherMayLand) {
  // In cycle 0 the first word is used up, the second has room, and the third lands.
  EXPECT_EQ(run(shared_keeper()).log.begins(TransferKind::operand, kWeights), Cycles({0, 0, 0, 1}));
}

TEST(FanOut, ReadsADistinctWordOncePerStep) {
  const Outcome found = run(shared_keeper());
  EXPECT_EQ(found.count(0, kWeights, Category::reads_operand), 16u);
  EXPECT_EQ(found.count(0, kInputs, Category::reads_operand), 4u);
  EXPECT_EQ(found.count(0, kOutputs, Category::writes_update), 16u);
  EXPECT_EQ(found.count(0, kOutputs, Category::zero_starts), 16u);
  EXPECT_EQ(found.count(0, kOutputs, Category::reads_accumulate), 0u);
}

TEST(FanOut, SendsOneTransferPerStepAndDataSpace) {
  TinyMachine machine = shared_keeper();
  machine[0].read_bandwidth = 5;
  EXPECT_EQ(run(machine).log.macs(), from(1, 4));
  // Four weights take a cycle, an input a quarter.
  machine[0].read_bandwidth = 4;
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.begins(TransferKind::operand, kWeights), Cycles({0, 1, 2, 3}));
  EXPECT_EQ(found.log.begins(TransferKind::operand, kInputs), Cycles({1, 2, 3, 4}));
  EXPECT_EQ(found.log.macs(), Cycles({2, 3, 4, 5}));
  EXPECT_EQ(found.result.cycles, 6u);
}

TEST(FanOut, AddsUpProductsOnTheWayBack) {
  TinyMachine machine = TinyMachine().level("Memory", "WIO", {{"R", 3}}, {{"C", 4}});
  const Outcome found = run(machine);
  EXPECT_EQ(found.count(0, kOutputs, Category::writes_update), 3u);
  EXPECT_EQ(found.count(0, kOutputs, Category::reads_accumulate), 2u);
  EXPECT_EQ(found.result.edges[2].reduced, 9u);
  EXPECT_EQ(found.result.cycles, 3u);
}

TEST(FanOut, TheAdderReadsTheOldSumWithTheUpdate) {
  TinyMachine machine = TinyMachine().level("Memory", "WIO", {{"R", 3}}, {{"C", 4}});
  machine[0].shared_bandwidth = 9;
  const Outcome found = run(machine);
  // In ninths of a cycle: weights 0, 8 and 16, inputs 4, 12 and 21, four words each; the first update, one
  // word, goes before the last inputs at 20. The others read an old sum too: 27 and 36.
  EXPECT_EQ(found.log.macs(), Cycles({1, 2, 3}));
  EXPECT_EQ(found.log.begins(TransferKind::update, kOutputs), Cycles({2, 3, 4}));
  EXPECT_EQ(found.result.cycles, 5u);
}

TEST(FanOut, ANetworkWithACostLiesOnBothWays) {
  TinyMachine machine = four_sums();
  machine[0].networks[""].hop_latency = 2;
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.macs(), from(2, 4));
  EXPECT_EQ(found.log.begins(TransferKind::update, kOutputs), from(3, 4));
  EXPECT_EQ(found.log.arrivals(TransferKind::update, kOutputs), from(5, 4));
  EXPECT_EQ(found.result.cycles, 8u);
}

}  // namespace
}  // namespace nestwave
