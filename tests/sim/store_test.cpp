// SPDX-License-Identifier: Apache-2.0
// Storage levels: when words arrive, where they land, and who gets room.
#include <gtest/gtest.h>

#include "tests/sim/machines.h"

namespace nestwave {
namespace {

using test::from;
using test::kInputs;
using test::kWeights;
using test::Outcome;
using test::run;
using test::TinyMachine;
using test::weight_stream;
using Cycles = std::vector<Cycle>;

// Arrival.

TEST(Arrival, IsExactlyOneLatencyAfterThePort) {
  TinyMachine machine = weight_stream(4);
  machine[0].read_bandwidth = 1;
  machine[0].latency = 3;
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.begins(TransferKind::fill, kWeights), from(0, 4));
  EXPECT_EQ(found.log.arrivals(TransferKind::fill, kWeights), from(1 + 3, 4));
  EXPECT_EQ(found.log.ready(1, kWeights), from(1 + 3, 4)) << "not a cycle earlier";
  EXPECT_EQ(found.log.macs(), from(1 + 3, 4));
  EXPECT_EQ(found.result.cycles, 8u);
}

TEST(Arrival, TakesNoTimeOnAnUnlimitedPortWithoutLatency) {
  const Outcome found = run(weight_stream(4));
  EXPECT_EQ(found.log.ready(1, kWeights)[0], 0u);
  EXPECT_EQ(found.log.macs(), from(0, 4));
  EXPECT_EQ(found.result.cycles, 4u);
}

TEST(Arrival, IsAtTheFirstCycleBoundaryAfterAFractionalEnd) {
  TinyMachine machine = weight_stream(6);
  machine[0].read_bandwidth = Rational(3, 4);
  // Word k passes from 4/3 k to 4/3 (k + 1).
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.begins(TransferKind::fill, kWeights), Cycles({0, 1, 2, 4, 5, 6}));
  EXPECT_EQ(found.log.ready(1, kWeights), Cycles({2, 3, 4, 6, 7, 8}));
  EXPECT_EQ(found.result.cycles, 9u);
}

TEST(Arrival, SixteenTransfersOfAWordShareACycleAtSixteenWordsPerCycle) {
  TinyMachine machine = weight_stream(16);
  machine[0].read_bandwidth = 16;
  machine[1].prefetch_depth = 16;
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.begins(TransferKind::fill, kWeights), Cycles(16, 0));
  EXPECT_EQ(found.log.arrivals(TransferKind::fill, kWeights), Cycles(16, 1));
  EXPECT_EQ(found.port("Memory.read").busy, 1u);
  EXPECT_EQ(found.log.macs(), from(1, 16));
}

TEST(Arrival, IsThatOfTheLastWordForAllChildren) {
  // A weight for each of sixteen PEs, three times.
  TinyMachine machine;
  machine.level("Memory", "W", {{"R", 3}}, {{"M", 16}}).level("Register", "WIO");
  machine[0].read_bandwidth = 16;
  EXPECT_EQ(run(machine).log.macs(0), Cycles({1, 2, 3}));
  machine[0].read_bandwidth = 4;
  EXPECT_EQ(run(machine).log.macs(0), Cycles({4, 8, 12}));
  EXPECT_EQ(run(machine).log.macs(15), Cycles({4, 8, 12}));
}

TEST(Arrival, WaitsForTheSlowerOfTwoPorts) {
  TinyMachine machine;
  machine.level("Memory", "W", {{"M", 3}}).level("Buffer", "W").level("Register", "WIO");
  machine[0].read_bandwidth = 1;
  machine[1].write_bandwidth = Rational(1, 2);
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.begins(TransferKind::fill, kWeights)[0], 0u);
  EXPECT_EQ(found.log.ready(1, kWeights), Cycles({2, 4, 6}));
  EXPECT_EQ(found.log.ready(2, kWeights), Cycles({2, 4, 6}));
}

// Landing.

class Landing : public testing::TestWithParam<Cycle> {};

TEST_P(Landing, AOneWordRegisterSustainsOneWordPerCycle) {
  const Cycle latency = GetParam();
  TinyMachine machine = weight_stream(8);
  machine[0].read_bandwidth = 1;
  machine[0].latency = latency;
  machine[1].capacity_words = 8 + 1 + 1;  // all outputs, the input, one weight
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.macs(), from(1 + latency, 8));
  EXPECT_EQ(found.result.cycles, 9 + latency);
  EXPECT_EQ(found.log.peak(1), 1u);
}

TEST_P(Landing, TheNetworkHoldsOneWordAndOnePerCycleOfLatency) {
  const Cycle latency = GetParam();
  TinyMachine machine = weight_stream(12);
  machine[0].latency = latency;
  machine[1].capacity_words = 12 + 1 + 1;
  const Outcome found = run(machine);
  // At once: the word that has room, and 1 + latency that have none. The first MAC lets one in, and the
  // network takes another: in the same cycle, and so on once per cycle.
  Cycles expected(2 + latency, 0);
  while (expected.size() < 12) expected.push_back(latency + expected.size() - (2 + latency));
  EXPECT_EQ(found.log.begins(TransferKind::fill, kWeights), expected);
  EXPECT_EQ(found.log.macs(), from(latency, 12));
}

INSTANTIATE_TEST_SUITE_P(Latencies, Landing, testing::Range<Cycle>(0, 6));

TEST(Landing, ATileWaitsUntilItsWordsWithoutRoomFitTheNetwork) {
  // Tiles of four weights, room for six words: two of the second tile have room, two have not.
  TinyMachine machine;
  machine.level("Memory", "W", {{"M", 2}}).level("Register", "WIO", {{"C", 4}});
  machine[1].capacity_words = 6 + 4 + 2;
  for (const Cycle latency : {0, 1}) {
    machine[0].latency = latency;
    const Outcome found = run(machine);
    // The first tile is read out in the cycle of the fourth MAC.
    EXPECT_EQ(found.log.begins(TransferKind::fill, kWeights), Cycles({0, latency < 1 ? latency + 3 : 0}));
    EXPECT_EQ(found.log.ready(1, kWeights), Cycles({latency, latency + 3}));
  }
}

// Room.

/// Weights (4 words, for 16 steps) and inputs (2 words, for 4 steps) share a buffer with room for `spare`
/// words beyond one tile of weights and two of inputs; its 16 sums are there for good.
TinyMachine shared_buffer(std::uint64_t spare) {
  TinyMachine machine;
  machine.level("Memory", "WI", {{"M", 2}, {"P", 4}}).level("Buffer", "WIO", {{"M", 2}, {"C", 2}});
  machine[1].capacity_words = 16 + 4 + 2 + 2 + spare;
  return machine;
}

TEST(Room, IsPlentiful) {
  const Outcome found = run(shared_buffer(100));
  EXPECT_EQ(found.log.ready(1, kWeights), Cycles({0, 0}));
  EXPECT_EQ(found.log.ready(1, kInputs), Cycles({0, 0, 3, 7, 11, 15, 19, 23}));
  EXPECT_EQ(found.result.cycles, 32u);
}

TEST(Room, IsGivenInTheOrderOfTheFirstStepAndNotBeforeItIsFree) {
  // Inputs for steps 8 and 12 come before weights for step 16. Those come before inputs for step 16: they
  // complete their four words when the inputs of steps 8 to 11 are gone.
  const Outcome found = run(shared_buffer(2));
  EXPECT_EQ(found.log.ended(1, kInputs), Cycles({3, 7, 11, 15, 19, 23, 27, 31}));
  EXPECT_EQ(found.log.ready(1, kWeights), Cycles({0, 11}));
  EXPECT_EQ(found.log.ready(1, kInputs), Cycles({0, 0, 3, 7, 15, 15, 19, 23}));
  EXPECT_EQ(found.log.peak(1), 10u);
  EXPECT_EQ(found.result.cycles, 32u);
}

TEST(Room, IsTakenPieceByPiece) {
  // Three of four words have room: the fourth may land, so the tile is sent at once. When it has room, a
  // word is left for the next inputs: theirs is the same story.
  const Outcome found = run(shared_buffer(3));
  EXPECT_EQ(found.log.begins(TransferKind::fill, kWeights), Cycles({0, 0}));
  EXPECT_EQ(found.log.ready(1, kWeights), Cycles({0, 11}));
  EXPECT_EQ(found.log.begins(TransferKind::fill, kInputs)[4], 11u);
  EXPECT_EQ(found.log.ready(1, kInputs)[4], 15u);
  EXPECT_EQ(found.log.peak(1), 11u);
}

TEST(Room, APoolPerDataSpaceHoldsNobodyElseUp) {
  // The same room as with 2 words to spare, cut in two: six words for weights, four for inputs.
  TinyMachine machine = shared_buffer(2);
  machine[1].room = Room::per_data_space;
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.ready(1, kWeights), Cycles({0, 15}));
  EXPECT_EQ(found.log.ready(1, kInputs), Cycles({0, 0, 3, 7, 11, 15, 19, 23}));
}

TEST(Room, OnlyFreshWordsAskForIt) {
  // A window of three slides along P: each tile takes over two words from the one before.
  TinyMachine machine;
  machine.level("Memory", "I", {{"P", 4}}).level("Buffer", "WIO", {{"R", 3}});
  machine[1].capacity_words = 4 + 3 + 4;  // outputs, weights, and one input more than a tile
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.ready(1, kInputs), Cycles({0, 0, 2, 5}));
  EXPECT_EQ(found.log.peak(1), 4u);
  EXPECT_EQ(found.result.cycles, 12u);
}

// Prefetching.

TEST(Prefetch, RunsAheadByTheDepthAndNoFurther) {
  TinyMachine machine;
  machine.level("Memory", "W", {{"M", 4}}).level("Register", "WIO", {{"P", 4}});
  EXPECT_EQ(run(machine).log.ready(1, kWeights), Cycles({0, 0, 3, 7}));
  machine[1].prefetch_depth = 2;
  EXPECT_EQ(run(machine).log.ready(1, kWeights), Cycles({0, 0, 0, 3}));
  machine[1].prefetch_depth = 3;
  EXPECT_EQ(run(machine).log.ready(1, kWeights), Cycles({0, 0, 0, 0}));
}

TEST(Prefetch, HidesALatencyThatOneTileDoesNotCover) {
  // Tiles of sixteen weights for four steps of four MACs, twelve cycles away: too large to land. A tile is
  // read out two cycles before its last MAC, as one step waits in the registers and one lands there.
  TinyMachine machine;
  machine.level("Memory", "W", {{"M", 4}}).level("Buffer", "WIO", {{"R", 4}}, {{"C", 4}});
  machine[0].latency = 12;
  EXPECT_EQ(run(machine).log.macs(), Cycles({12, 13, 14, 15, 16, 17, 18, 19,  //
                                             25, 26, 27, 28, 29, 30, 31, 32}));
  machine[1].prefetch_depth = 2;
  EXPECT_EQ(run(machine).log.macs(), Cycles({12, 13, 14, 15, 16, 17, 18, 19,  //
                                             20, 21, 22, 23, 25, 26, 27, 28}));
}

}  // namespace
}  // namespace nestwave
