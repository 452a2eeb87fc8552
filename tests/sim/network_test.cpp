// SPDX-License-Identifier: Apache-2.0
// Every kind of network on chip, on machines small enough to be timed by hand.
#include <gtest/gtest.h>

#include <map>
#include <memory>

#include "dataflows/stream.h"
#include "tests/sim/machines.h"

namespace nestwave {
namespace {

using test::from;
using test::kInputs;
using test::kOutputs;
using test::kWeights;
using test::Outcome;
using test::revisited_sums;
using test::run;
using test::TinyMachine;
using Cycles = std::vector<Cycle>;

NetworkSpec network(const std::string& kind, std::optional<Rational> bandwidth, Cycle hop_latency) {
  NetworkSpec spec;
  spec.kind = kind;
  spec.bandwidth = bandwidth;
  spec.hop_latency = hop_latency;
  return spec;
}

NetworkSpec outward(NetworkSpec inward, const NetworkSpec& back) {
  inward.outward = std::make_shared<const NetworkSpec>(back);
  return inward;
}

const EdgeCounts& edge(const Outcome& found, int data_space) {
  for (const EdgeCounts& counts : found.result.edges)
    if (counts.data_space == data_space && counts.from == 0) return counts;
  throw InternalError("no such edge");
}

/// Children in a row that all need the same input in each of `steps` steps.
TinyMachine shared_row(std::uint64_t steps, std::uint64_t children) {
  TinyMachine machine;
  machine.level("Memory", "I", {{"C", steps}}, {{"M", children}}).level("Register", "WIO");
  return machine;
}

/// Two by two children that all need the same input.
TinyMachine shared_square() {
  TinyMachine machine;
  machine.level("Memory", "I", {}, {{"M", 2}}, {{"M", 2}}).level("Register", "WIO");
  return machine;
}

/// Members of a group under one another (`down`) or in a row; each of two sums is drained after one step.
TinyMachine added_up(std::uint64_t members, bool down) {
  TinyMachine machine;
  const test::Loops loop = {{"C", members}};
  machine.level("Memory", "O", {{"M", 2}}, down ? test::Loops{} : loop, down ? loop : test::Loops{});
  machine.level("Register", "WIO");
  return machine;
}

// A network of their own for sums outward.

TEST(OutwardBus, LeavesTheWayInToOldSums) {
  TinyMachine machine = revisited_sums();
  machine[0].networks["Outputs"] = outward(network("bus", 1, 0), network("bus", 1, 0));
  const Outcome found = run(machine);
  // On one bus the drain of cycle 2 would go before the old sum that has just arrived.
  EXPECT_EQ(found.log.begins(TransferKind::drain, kOutputs), Cycles({1, 2, 4, 5}));
  EXPECT_EQ(found.log.begins(TransferKind::fill, kOutputs), Cycles({2, 3}));
  EXPECT_EQ(found.log.macs(), Cycles({0, 1, 3, 4}));
  EXPECT_EQ(found.result.cycles, 6u);
  EXPECT_EQ(found.port("Memory.network.Outputs").busy, 2u);
  EXPECT_EQ(found.port("Memory.network.Outputs.outward").busy, 4u);
}

TEST(OutwardBus, HasALatencyOfItsOwn) {
  TinyMachine machine = revisited_sums();
  machine[0].networks["Outputs"] = outward(network("bus", std::nullopt, 1), network("bus", std::nullopt, 4));
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.arrivals(TransferKind::drain, kOutputs), Cycles({1 + 4, 2 + 4, 7 + 4, 8 + 4}));
  EXPECT_EQ(found.log.arrivals(TransferKind::fill, kOutputs), Cycles({5 + 1, 6 + 1}));
}

// Multicast buses.

/// Two rows with a weight each, which both children of the row need.
TinyMachine weights_by_row() {
  TinyMachine machine;
  machine.level("Memory", "W", {{"C", 2}}, {{"P", 2}}, {{"M", 2}}).level("Register", "WIO");
  return machine;
}

TEST(Multicast, ReachesAllAddressedChildrenAtOnce) {
  TinyMachine machine = weights_by_row();
  machine[0].networks["Weights"] = network("multicast", 1, 3);
  const Outcome found = run(machine);
  // Two words on the Y-bus, then two hops; the second transfer follows at once.
  EXPECT_EQ(found.log.ready_everywhere(1, kWeights, 0), Cycles(4, 2 + 6));
  EXPECT_EQ(found.log.ready_everywhere(1, kWeights, 1), Cycles(4, 4 + 6));
  EXPECT_EQ(found.port("Memory.network.Weights").busy, 4u);
  // The X-bus of each row carries one of the two words.
  EXPECT_EQ(found.port("Memory.network.Weights.rows").instances, 2u);
  EXPECT_EQ(found.port("Memory.network.Weights.rows").busy, 4u);
}

TEST(Multicast, WaitsForTheXBusesOfItsRows) {
  TinyMachine machine = weights_by_row();
  machine[0].networks["Weights"] = network("multicast", 1, 0);
  machine[0].networks["Weights"].row_bandwidth = Rational(1, 4);
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.ready_everywhere(1, kWeights, 0), Cycles(4, 4));
  EXPECT_EQ(found.log.ready_everywhere(1, kWeights, 1), Cycles(4, 8));
}

TEST(Multicast, CountsTheYBusEveryXBusAndEveryDelivery) {
  TinyMachine machine = weights_by_row();
  machine[0].networks["Weights"] = network("multicast", std::nullopt, 0);
  const EdgeCounts counts = edge(run(machine), kWeights);
  EXPECT_EQ(counts.injected, 4u);
  EXPECT_EQ(counts.delivered, 8u);
  EXPECT_EQ(counts.hops, 4u + 4u + 8u);
}

TEST(Multicast, TakesADiagonalToSeveralRows) {
  // Inputs P + R: three words, the middle one for a child in either row.
  TinyMachine machine;
  machine.level("Memory", "IO", {}, {{"P", 2}}, {{"R", 2}}).level("Register", "WIO");
  machine[0].networks["Inputs"] = network("multicast", 1, 0);
  const Outcome found = run(machine);
  EXPECT_EQ(edge(found, kInputs).hops, 3u + 4u + 4u);
  EXPECT_EQ(found.log.ready_everywhere(1, kInputs, 0), Cycles(4, 3));
  EXPECT_EQ(found.port("Memory.network.Inputs.rows").busy, 4u);
}

TEST(Multicast, BringsEverySumOutByItself) {
  TinyMachine machine = added_up(3, true);
  machine[0].networks["Outputs"] = network("multicast", 1, 0);
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.arrivals(TransferKind::drain, kOutputs), Cycles({1 + 3, 4 + 3}));
  EXPECT_EQ(edge(found, kOutputs).hops, 3u * 6u);
}

// Systolic links.

TEST(Systolic, AWordOfARowGoesAlongIt) {
  TinyMachine machine = shared_row(2, 4);
  machine[0].networks["Inputs"] = network("systolic", 1, 1);
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.ready_everywhere(1, kInputs, 0), Cycles({1, 2, 3, 4}));
  EXPECT_EQ(found.log.ready_everywhere(1, kInputs, 1), Cycles({2, 3, 4, 5}));
  for (std::uint64_t pe = 0; pe < 4; ++pe) EXPECT_EQ(found.log.macs(pe), from(1 + pe, 2));
  EXPECT_EQ(found.result.cycles, 6u) << "the last product is in its register a cycle after the MAC";
  EXPECT_EQ(edge(found, kInputs).injected, 2u);
  EXPECT_EQ(edge(found, kInputs).delivered, 8u);
  EXPECT_EQ(edge(found, kInputs).hops, 8u) << "every link of the row, once";
  EXPECT_EQ(found.port("Memory.network.Inputs").busy, 2u);
}

TEST(Systolic, WordsOfTheirOwnGoDownTheColumn) {
  TinyMachine machine;
  machine.level("Memory", "W", {}, {}, {{"M", 3}}).level("Register", "WIO");
  machine[0].networks["Weights"] = network("systolic", 1, 2);
  const Outcome found = run(machine);
  // Three words through the one link into the column, then two cycles from child to child.
  EXPECT_EQ(found.log.ready_everywhere(1, kWeights, 0), Cycles({3, 5, 7}));
  EXPECT_EQ(edge(found, kWeights).hops, 1u + 2u + 3u);
}

TEST(Systolic, EveryColumnHasALinkOfItsOwn) {
  TinyMachine machine;
  machine.level("Memory", "WO", {}, {{"C", 2}}, {{"M", 2}}).level("Register", "WIO");
  machine[0].networks["Weights"] = network("systolic", 1, 1);
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.ready_everywhere(1, kWeights, 0), Cycles({2, 2, 3, 3}));
  EXPECT_EQ(found.port("Memory.network.Weights").instances, 2u);
  EXPECT_EQ(found.port("Memory.network.Weights").busy, 4u);
}

TEST(Systolic, AWordOfAllGoesAlongTheFirstRowAndDown) {
  TinyMachine machine = shared_square();
  machine[0].networks["Inputs"] = network("systolic", std::nullopt, 1);
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.ready_everywhere(1, kInputs, 0), Cycles({0, 1, 1, 2}));
  EXPECT_EQ(edge(found, kInputs).hops, 4u);
}

TEST(Systolic, GoesTheWayItIsTold) {
  TinyMachine machine = shared_square();
  machine[0].networks["Inputs"] = network("systolic", std::nullopt, 1);
  machine[0].networks["Inputs"].along = Along::x;
  EXPECT_EQ(run(machine).log.ready_everywhere(1, kInputs, 0), Cycles({0, 1, 0, 1}));
  machine[0].networks["Inputs"].along = Along::y;
  EXPECT_EQ(run(machine).log.ready_everywhere(1, kInputs, 0), Cycles({0, 0, 1, 1}));
}

TEST(Systolic, SumsAreAddedUpOnTheWayToTheEdge) {
  TinyMachine machine = added_up(3, true);
  machine[0].networks["Outputs"] = network("systolic", std::nullopt, 2);
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.begins(TransferKind::drain, kOutputs), Cycles({1, 2}));
  EXPECT_EQ(found.log.arrivals(TransferKind::drain, kOutputs), Cycles({1 + 4, 2 + 4}));
  EXPECT_EQ(edge(found, kOutputs).reduced, 4u);
  EXPECT_EQ(edge(found, kOutputs).hops, 6u);
}

TEST(Systolic, AFarChildKeepsPaceWithOneWordOfRoom) {
  TinyMachine machine = shared_row(4, 2);
  machine[0].networks["Inputs"] = network("systolic", std::nullopt, 3);
  machine[1].capacity_words = 6;  // four weights, a sum, an input
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.macs(0), from(0, 4));
  EXPECT_EQ(found.log.macs(1), from(3, 4));
}

TEST(Systolic, DoesNotShareItsLinksBetweenTheDirections) {
  TinyMachine machine = revisited_sums();
  machine[0].networks["Outputs"] = network("systolic", 1, 0);
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.begins(TransferKind::fill, kOutputs), Cycles({2, 3}));
  EXPECT_EQ(found.port("Memory.network.Outputs").busy, 2u);
  EXPECT_EQ(found.port("Memory.network.Outputs.outward").busy, 4u);
}

// Adders.

TEST(ReductionTree, TakesAStageForEveryHalving) {
  NetworkSpec tree = network("reduction_tree", std::nullopt, 1);
  tree.adder_latency = 2;
  for (const auto& [members, stages] : std::vector<std::pair<std::uint64_t, Cycle>>{{2, 1}, {4, 2}, {5, 3}}) {
    TinyMachine machine = added_up(members, false);
    machine[0].networks["Outputs"] = outward({}, tree);
    const Outcome found = run(machine);
    EXPECT_EQ(found.log.begins(TransferKind::drain, kOutputs), Cycles({1, 2}));
    EXPECT_EQ(found.log.arrivals(TransferKind::drain, kOutputs),
              Cycles({1 + 1 + 2 * stages, 2 + 1 + 2 * stages}));
    EXPECT_EQ(edge(found, kOutputs).reduced, 2 * (members - 1));
    EXPECT_EQ(edge(found, kOutputs).hops, 2 * (stages + 1));
  }
}

TEST(ReductionTree, CarriesOneWordForTheWholeGroup) {
  TinyMachine machine = added_up(4, false);
  machine[0].networks["Outputs"] = outward({}, network("reduction_tree", Rational(1, 2), 0));
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.begins(TransferKind::drain, kOutputs), Cycles({1, 3}));
  EXPECT_EQ(found.result.cycles, 5u);
  EXPECT_EQ(found.port("Memory.network.Outputs.outward").busy, 4u);
}

TEST(ReductionChain, TakesAStageForEveryFurtherMember) {
  NetworkSpec chain = network("reduction_chain", std::nullopt, 1);
  chain.adder_latency = 2;
  TinyMachine machine = added_up(5, false);
  machine[0].networks["Outputs"] = outward({}, chain);
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.arrivals(TransferKind::drain, kOutputs), Cycles({1 + 1 + 8, 2 + 1 + 8}));
  EXPECT_EQ(edge(found, kOutputs).hops, 2u * 5u);
}

// Meshes.

TEST(Mesh, ReachesEveryChildAtItsDistance) {
  TinyMachine machine = shared_square();
  machine[0].networks["Inputs"] = network("mesh", 1, 1);
  const Outcome found = run(machine);
  // A cycle for the word, one for the link to the first router, one for each further link.
  EXPECT_EQ(found.log.ready_everywhere(1, kInputs, 0), Cycles({2, 3, 3, 4}));
  EXPECT_EQ(edge(found, kInputs).hops, 4u) << "every link of the tree, once";
  EXPECT_EQ(found.port("Memory.network.Inputs").instances, 4u);
  EXPECT_EQ(found.port("Memory.network.Inputs").busy, 4u);
}

TEST(Mesh, IsEnteredWhereItIsJoinedToTheParent) {
  TinyMachine machine = shared_row(1, 3);
  machine[0].networks["Inputs"] = network("mesh", std::nullopt, 2);
  machine[0].networks["Inputs"].entry_x = 1;
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.ready_everywhere(1, kInputs, 0), Cycles({4, 2, 4}));
  EXPECT_EQ(edge(found, kInputs).hops, 3u);
}

/// Two children in a row: a weight for each, an input for both.
TinyMachine two_data_spaces() {
  TinyMachine machine;
  machine.level("Memory", "WI", {}, {{"M", 2}}).level("Register", "WIO");
  return machine;
}

TEST(Mesh, TwoDataSpacesContendForItsLinks) {
  TinyMachine machine = two_data_spaces();
  machine[0].networks[""] = network("mesh", 1, 1);
  const Outcome found = run(machine);
  // Weights hold the link into the first router in cycles 0 and 1, that to the second in cycle 1.
  EXPECT_EQ(found.log.ready_everywhere(1, kWeights, 0), Cycles({2 + 1, 2 + 2}));
  // The input begins in cycle 2, when the first link is free, and takes the second one in cycle 3.
  EXPECT_EQ(found.log.begins(TransferKind::fill, kInputs), Cycles({2}));
  EXPECT_EQ(found.log.ready_everywhere(1, kInputs, 0), Cycles({3 + 1, 3 + 2}));
  EXPECT_EQ(found.log.macs(0), Cycles({4}));
  EXPECT_EQ(found.log.macs(1), Cycles({5}));
  EXPECT_EQ(found.port("Memory.network").busy, 3u + 2u);
  EXPECT_EQ(found.port("Memory.network").sum(), 2u * found.result.cycles);
}

TEST(Mesh, OfADataSpaceIsItsOwn) {
  TinyMachine machine = two_data_spaces();
  machine[0].networks["Weights"] = machine[0].networks["Inputs"] = network("mesh", 1, 1);
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.ready_everywhere(1, kWeights, 0), Cycles({3, 4}));
  EXPECT_EQ(found.log.ready_everywhere(1, kInputs, 0), Cycles({2, 3}));
}

TEST(Mesh, ATransferFollowsAnotherOneLinkByLink) {
  // Four inputs at one word per cycle: the second link is always a cycle behind the first.
  TinyMachine machine = shared_row(4, 2);
  machine[0].networks["Inputs"] = network("mesh", 1, 1);
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.begins(TransferKind::fill, kInputs), from(0, 4));
  EXPECT_EQ(found.log.macs(0), from(2, 4));
  EXPECT_EQ(found.log.macs(1), from(3, 4));
}

TEST(Mesh, AddsUpSumsWhereTheyMeet) {
  TinyMachine machine = added_up(3, false);
  machine[0].networks["Outputs"] = network("mesh", 1, 1);
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.begins(TransferKind::drain, kOutputs), Cycles({1, 2}));
  EXPECT_EQ(found.log.arrivals(TransferKind::drain, kOutputs), Cycles({2 + 3, 3 + 3}));
  EXPECT_EQ(edge(found, kOutputs).reduced, 4u);
  EXPECT_EQ(edge(found, kOutputs).hops, 6u);
  EXPECT_EQ(found.port("Memory.network.Outputs.outward").busy, 6u);
}

TEST(Mesh, BelowABypassedLevelIsALimitToo) {
  // Weights pass by the buffer on their way to two registers, through the mesh below it.
  TinyMachine machine;
  machine.level("Memory", "W", {{"C", 2}}).level("Buffer", "I", {}, {{"M", 2}}).level("Register", "WO");
  machine[1].networks["Weights"] = network("mesh", Rational(1, 2), 1);
  const Outcome found = run(machine);
  // Two words at half a word per cycle, then one and two links.
  EXPECT_EQ(found.log.ready_everywhere(2, kWeights, 0), Cycles({4 + 1, 4 + 2}));
  EXPECT_EQ(found.log.ready_everywhere(2, kWeights, 1), Cycles({8 + 1, 8 + 2}));
  EXPECT_EQ(edge(found, kWeights).hops, 2u * (2u + 3u)) << "each word crosses the way to the buffer too";
}

// Which children share which words.

TEST(Parcels, SortTheWordsOfADiagonalByTheirReceivers) {
  TinyMachine machine;
  machine.level("Memory", "IO", {}, {{"P", 2}}, {{"R", 2}}).level("Register", "WIO");
  const Design design = machine.design();
  Stream stream(design, std::make_shared<Nest>(design), kInputs, 0, 1);
  stream.keep_parcels(design);
  std::map<std::vector<std::uint32_t>, std::uint64_t> words;
  for (const Parcel& parcel : stream.parcels(0, 0)->list) words[parcel.children] = parcel.words;
  const std::map<std::vector<std::uint32_t>, std::uint64_t> expected = {{{0}, 1}, {{1, 2}, 1}, {{3}, 1}};
  EXPECT_EQ(words, expected);
}

TEST(Parcels, OfSumsAreTheirReductionGroups) {
  TinyMachine machine;
  machine.level("Memory", "O", {}, {{"P", 2}}, {{"R", 2}}).level("Register", "WIO", {{"M", 3}});
  const Design design = machine.design();
  Stream stream(design, std::make_shared<Nest>(design), kOutputs, 0, 1);
  stream.keep_parcels(design);
  std::map<std::vector<std::uint32_t>, std::uint64_t> words;
  for (const Parcel& parcel : stream.parcels(0, 0)->list) words[parcel.children] = parcel.words;
  const std::map<std::vector<std::uint32_t>, std::uint64_t> expected = {{{0, 2}, 3}, {{1, 3}, 3}};
  EXPECT_EQ(words, expected);
}

}  // namespace
}  // namespace nestwave
