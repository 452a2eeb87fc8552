// SPDX-License-Identifier: Apache-2.0
// Where the cycles went, on machines whose every cycle can be told by hand.
#include <gtest/gtest.h>

#include "tests/sim/machines.h"

namespace nestwave {
namespace {

using test::kInputs;
using test::kOutputs;
using test::kWeights;
using test::Outcome;
using test::run;
using test::TinyMachine;
using test::weight_stream;
using Cycles = std::vector<Cycle>;

void expect_sums(const Outcome& found, std::uint64_t pes) {
  EXPECT_EQ(found.result.pes.sum(), pes * found.result.cycles);
  for (const PortLedger& port : found.result.ports)
    EXPECT_EQ(port.sum(), port.instances * found.result.cycles) << port.name;
}

TEST(Ledger, AMachineBoundByItsMemoryWaitsForTheMemory) {
  TinyMachine machine = weight_stream(4);
  machine[0].read_bandwidth = Rational(1, 4);
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.macs(), Cycles({4, 8, 12, 16}));
  ASSERT_EQ(found.result.cycles, 17u);
  EXPECT_EQ(found.result.pes.computing, 4u);
  EXPECT_EQ(found.result.pes.waiting[kWeights][0], 13u) << "4 + 3 + 3 + 3 cycles, the words in memory";
  EXPECT_EQ(found.result.pes.finished, 0u);
  EXPECT_EQ(found.port("Memory.read").busy, 16u);
  EXPECT_EQ(found.idle("Memory.read", IdleCause::done), 1u);
  EXPECT_EQ(found.idle("Memory.write", IdleCause::done), 17u);
  expect_sums(found, 1);
}

TEST(Ledger, TheLevelThatHoldsTheWordsIsBlamed) {
  // The memory sends all weights at once; the buffer hands them on one every four cycles.
  TinyMachine machine;
  machine.level("Memory", "W").level("Buffer", "W", {{"M", 4}}).level("Register", "WIO");
  machine[1].read_bandwidth = Rational(1, 4);
  const Outcome found = run(machine);
  ASSERT_EQ(found.result.cycles, 17u);
  EXPECT_EQ(found.result.pes.waiting[kWeights][0], 0u);
  EXPECT_EQ(found.result.pes.waiting[kWeights][1], 13u);
  // Half as fast from the memory, all four together: they arrive in cycle 8.
  machine[0].read_bandwidth = Rational(1, 2);
  const Outcome slower = run(machine);
  ASSERT_EQ(slower.result.cycles, 8u + 17u);
  EXPECT_EQ(slower.result.pes.waiting[kWeights][0], 8u);
  EXPECT_EQ(slower.result.pes.waiting[kWeights][1], 13u);
  EXPECT_EQ(slower.idle("Buffer.read", IdleCause::source), 8u);
  EXPECT_EQ(slower.port("Buffer.read").busy, 16u);
  EXPECT_EQ(slower.idle("Buffer.read", IdleCause::done), 1u);
  expect_sums(slower, 1);
}

TEST(Ledger, TheFirstMissingDataSpaceIsBlamed) {
  TinyMachine machine;
  machine.level("Memory", "WI", {{"C", 4}}).level("Register", "WIO");
  machine[0].read_bandwidth = 1;
  const Outcome found = run(machine);
  // Weights arrive in cycles 1, 3, 5 and 7, inputs in 2, 4, 6 and 8.
  EXPECT_EQ(found.log.macs(), Cycles({2, 4, 6, 8}));
  EXPECT_EQ(found.result.pes.waiting[kWeights][0], 1u) << "cycle 0, when both are missing";
  EXPECT_EQ(found.result.pes.waiting[kInputs][0], 4u) << "cycles 1, 3, 5 and 7";
  expect_sums(found, 1);
}

TEST(Ledger, AMachineBoundByItsOutputsHasNoRoomForThem) {
  TinyMachine machine;
  machine.level("Memory", "O", {{"M", 6}}).level("Register", "WIO");
  machine[0].write_bandwidth = Rational(1, 4);
  const Outcome found = run(machine);
  // Drain k begins in cycle 4 k + 1 and frees the tile at once; two tiles may be there.
  EXPECT_EQ(found.log.begins(TransferKind::drain, kOutputs), Cycles({1, 5, 9, 13, 17, 21}));
  EXPECT_EQ(found.log.macs(), Cycles({0, 1, 2, 5, 9, 13}));
  ASSERT_EQ(found.result.cycles, 25u);
  EXPECT_EQ(found.result.pes.computing, 6u);
  EXPECT_EQ(found.result.pes.output_room, 2u + 3u + 3u);
  EXPECT_EQ(found.result.pes.finished, 11u);
  EXPECT_EQ(found.port("Memory.write").busy, 24u);
  EXPECT_EQ(found.idle("Memory.write", IdleCause::compute), 1u);
  // The register's port: eight accesses and drains, some in one cycle; drains wait for the memory's.
  EXPECT_EQ(found.port("Register.read").busy, 8u) << "cycles 0, 1, 2, 5, 9, 13, 17 and 21";
  EXPECT_EQ(found.idle("Register.read", IdleCause::other_port), 14u);
  EXPECT_EQ(found.idle("Register.read", IdleCause::done), 3u);
  expect_sums(found, 1);
}

TEST(Ledger, ARegisterWithoutRoomKeepsThePortOfTheMemoryIdle) {
  // A weight serves four steps, and only one more may be there beside it.
  TinyMachine machine;
  machine.level("Memory", "W", {{"M", 3}}).level("Register", "WIO", {{"P", 4}});
  machine[0].read_bandwidth = 1;
  machine[1].capacity_words = 12 + 4 + 1;
  const Outcome found = run(machine);
  // Words pass in cycles 0, 1 (it lands) and, after the MACs of cycles 1 to 4, in cycle 4.
  EXPECT_EQ(found.log.begins(TransferKind::fill, kWeights), Cycles({0, 1, 4}));
  EXPECT_EQ(found.port("Memory.read").busy, 3u);
  EXPECT_EQ(found.idle("Memory.read", IdleCause::room), 2u);
  EXPECT_EQ(found.idle("Memory.read", IdleCause::done), 8u);
  ASSERT_EQ(found.result.cycles, 13u);
  expect_sums(found, 1);
}

TEST(Ledger, APortForProductsIsIdleUntilTheMacsHaveComeSoFar) {
  TinyMachine machine = weight_stream(4);
  machine[0].read_bandwidth = Rational(1, 4);
  // Weights enter in cycles 0, 4, 8 and 12, products in 5, 9 and 13, and the last one as the run ends. In
  // between, a product is due before the weight of the next step. A limit that is never felt changes nothing.
  for (const bool limited : {false, true}) {
    if (limited) machine[1].read_bandwidth = 100;
    const Outcome found = run(machine);
    ASSERT_EQ(found.result.cycles, 17u);
    EXPECT_EQ(found.port("Register.write").busy, 7u);
    EXPECT_EQ(found.idle("Register.write", IdleCause::compute), 10u);
  }
}

TEST(Ledger, APortThatNothingWillUseIsDone) {
  // No sum comes back: the memory is never read.
  TinyMachine machine;
  machine.level("Memory", "O", {{"M", 6}}).level("Register", "WIO");
  machine[0].write_bandwidth = Rational(1, 4);
  const Outcome found = run(machine);
  EXPECT_EQ(found.port("Memory.read").busy, 0u);
  EXPECT_EQ(found.idle("Memory.read", IdleCause::done), found.result.cycles);
}

TEST(Ledger, AKeeperOfSumsAloneIsReadOnlyWhereThereIsAnOldSum) {
  // Four products into one sum: the first finds zero.
  for (const bool limited : {false, true}) {
    TinyMachine machine =
        TinyMachine().level("Memory", "WIO").level("Spad", "WI").level("Sums", "O", {{"C", 4}});
    if (limited) machine[2].read_bandwidth = 1000;
    const Outcome found = run(machine);
    EXPECT_EQ(found.port("Spad.read").busy, 4u);
    EXPECT_EQ(found.port("Sums.read").busy, limited ? 4u : 3u);  // limited: the drain takes a cycle
  }
}

TEST(Ledger, ALimitedNetworkHasALedgerOfItsOwn) {
  TinyMachine machine = weight_stream(4);
  machine[0].networks["Weights"].bandwidth = Rational(1, 4);
  const Outcome found = run(machine);
  EXPECT_EQ(found.port("Memory.network.Weights").busy, 16u);
  EXPECT_EQ(found.port("Memory.network.Weights").sum(), found.result.cycles);
}

TEST(Ledger, PesThatTheMappingLeavesOutAreUnmapped) {
  TinyMachine machine = weight_stream(4);
  machine.rows = 3;
  const Outcome found = run(machine);
  EXPECT_EQ(found.result.pes.computing, 4u);
  EXPECT_EQ(found.result.pes.unmapped, 2u * 4u);
  EXPECT_EQ(found.result.pes.not_started, 0u);
  expect_sums(found, 3);
}

TEST(Ledger, TheLatencyOfAPesOwnKeeperIsWaitingForItsFirstDataSpace) {
  TinyMachine machine = TinyMachine().level("Memory", "WIO", {{"M", 4}});
  machine[0].latency = 3;
  machine.depth = 2;
  const Outcome found = run(machine);
  ASSERT_EQ(found.result.cycles, 3u + 4u + 2u);
  EXPECT_EQ(found.result.pes.computing, 4u);
  EXPECT_EQ(found.result.pes.waiting[kWeights][0], 3u);
  EXPECT_EQ(found.result.pes.finished, 2u);
  expect_sums(found, 1);
}

TEST(Ledger, AnIdealMachineComputesAllTheTime) {
  const Outcome found = run(weight_stream(16));
  EXPECT_EQ(found.result.pes.computing, 16u);
  EXPECT_EQ(found.result.cycles, 16u);
  expect_sums(found, 1);
}

}  // namespace
}  // namespace nestwave
