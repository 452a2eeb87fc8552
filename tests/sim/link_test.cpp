// SPDX-License-Identifier: Apache-2.0
// Links: sums outward and back, and what the networks in between cost.
#include <gtest/gtest.h>

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
using test::weight_stream;
using Cycles = std::vector<Cycle>;

NetworkSpec network(std::optional<Rational> bandwidth, Cycle hop_latency) {
  NetworkSpec spec;
  spec.bandwidth = bandwidth;
  spec.hop_latency = hop_latency;
  return spec;
}

// Sums.

TEST(Drain, BeginsWhenTheLastSumHasArrivedInTheTile) {
  TinyMachine machine;
  machine.level("Memory", "O", {{"M", 2}}).level("Register", "WIO", {{"C", 4}});
  machine[0].write_bandwidth = 1;
  const Outcome found = run(machine);
  // The MACs of a tile end in cycles 3 and 7; their sums are there one cycle later.
  EXPECT_EQ(found.log.begins(TransferKind::drain, kOutputs), Cycles({4, 8}));
  EXPECT_EQ(found.log.arrivals(TransferKind::drain, kOutputs), Cycles({5, 9}));
  EXPECT_EQ(found.result.cycles, 9u) << "the run ends with the arrival of the last sum";
}

TEST(Drain, TakesTheReadLatencyOfTheLevelThatIsDrained) {
  TinyMachine machine;
  machine.level("Memory", "O", {{"M", 2}}).level("Buffer", "O").level("Register", "WIO", {{"C", 4}});
  machine[1].latency = 6;
  const Outcome found = run(machine);
  const auto drains = found.log.transfers(TransferKind::drain, kOutputs);
  // Register to buffer in cycles 4 and 8 without delay, buffer to memory with six cycles each.
  ASSERT_EQ(drains.size(), 4u);
  EXPECT_EQ(found.log.ended(2, kOutputs), Cycles({4, 8}));
  EXPECT_EQ(found.log.ended(1, kOutputs), Cycles({4, 8}));
  EXPECT_EQ(found.result.cycles, 8u + 6u);
}

TEST(Drain, ComesBeforeAFillOfTheSameStep) {
  TinyMachine machine = revisited_sums();
  machine[0].shared_bandwidth = 1;
  const Outcome found = run(machine);
  // In cycle 2 the second sum is complete and the first one, that the third step needs back, has arrived:
  // the drain goes first. The fill for the fourth step comes before the drain of the third.
  EXPECT_EQ(found.log.begins(TransferKind::drain, kOutputs), Cycles({1, 2, 5, 6}));
  EXPECT_EQ(found.log.begins(TransferKind::fill, kOutputs), Cycles({3, 4}));
  EXPECT_EQ(found.log.macs(), Cycles({0, 1, 4, 5}));
  EXPECT_EQ(found.result.cycles, 7u);
}

TEST(Drain, WaitsForTheParentsTile) {
  // One sum at a time in the buffer, four cycles each on the way out of it.
  TinyMachine machine;
  machine.level("Memory", "O", {{"M", 3}}).level("Buffer", "O").level("Register", "WIO");
  machine[1].read_bandwidth = Rational(1, 4);
  machine[1].capacity_words = 1;
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.macs(), from(0, 3));
  EXPECT_EQ(found.log.ready(1, kOutputs), Cycles({0, 5, 9}));
  EXPECT_EQ(found.log.ended(2, kOutputs), Cycles({1, 5, 9})) << "drained into the buffer";
  EXPECT_EQ(found.log.ended(1, kOutputs), Cycles({5, 9, 13})) << "drained into the memory";
  EXPECT_EQ(found.result.cycles, 13u);
}

TEST(OldSums, WaitForTheDrainOfTheVisitBefore) {
  TinyMachine machine = revisited_sums();
  machine[0].networks[""] = network(std::nullopt, 5);
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.begins(TransferKind::drain, kOutputs), Cycles({1, 2, 12, 13}));
  EXPECT_EQ(found.log.arrivals(TransferKind::drain, kOutputs), Cycles({6, 7, 17, 18}));
  EXPECT_EQ(found.log.begins(TransferKind::fill, kOutputs), Cycles({6, 7})) << "on arrival, not before";
  EXPECT_EQ(found.log.macs(), Cycles({0, 1, 11, 12}));
  EXPECT_EQ(found.result.cycles, 18u);
}

TEST(OldSums, AreNotSentForATileThatStartsAtZero) {
  const Outcome found = run(revisited_sums());
  EXPECT_EQ(found.count(0, kOutputs, Category::reads_fill), 2u);
  EXPECT_EQ(found.count(1, kOutputs, Category::writes_fill), 2u);
  EXPECT_EQ(found.count(1, kOutputs, Category::zero_starts), 2u);
  EXPECT_EQ(found.count(1, kOutputs, Category::zero_joins), 0u);
  EXPECT_EQ(found.count(1, kOutputs, Category::reads_accumulate), 2u);
  EXPECT_EQ(found.count(0, kOutputs, Category::writes_update), 4u);
  EXPECT_EQ(found.count(0, kOutputs, Category::zero_starts), 2u);
}

/// Four PEs add up C in space; each of two sums comes `visits` times.
TinyMachine reduction(std::uint64_t visits) {
  TinyMachine machine;
  machine.level("Memory", "O", {{"R", visits}, {"M", 2}}, {{"C", 4}}).level("Register", "WIO");
  machine[0].write_bandwidth = 1;
  return machine;
}

TEST(Reduction, InSpaceCountsOneUpdate) {
  const Outcome found = run(reduction(1));
  EXPECT_EQ(found.count(1, kOutputs, Category::reads_drain), 8u);
  EXPECT_EQ(found.count(0, kOutputs, Category::writes_update), 2u);
  for (const Transfer& drain : found.log.transfers(TransferKind::drain, kOutputs)) {
    EXPECT_EQ(drain.words, 1u);
    EXPECT_EQ(drain.receivers, 4u);
  }
  for (const EdgeCounts& edge : found.result.edges) {
    if (edge.data_space != kOutputs || edge.from != 0) continue;
    EXPECT_EQ(edge.injected, 8u);
    EXPECT_EQ(edge.delivered, 2u);
    EXPECT_EQ(edge.reduced, 6u);
  }
}

TEST(Reduction, TakesOneWordOfTheParentsPort) {
  const Outcome found = run(reduction(1));
  EXPECT_EQ(found.log.begins(TransferKind::drain, kOutputs), Cycles({1, 2}));
  EXPECT_EQ(found.result.cycles, 3u);
}

TEST(Reduction, TakesEveryWordOfTheNetwork) {
  TinyMachine machine = reduction(1);
  machine[0].networks["Outputs"] = network(2, 0);
  const Outcome found = run(machine);
  // Four words at two per cycle, from cycle 1 and from cycle 3 on.
  EXPECT_EQ(found.log.begins(TransferKind::drain, kOutputs), Cycles({1, 3}));
  EXPECT_EQ(found.result.cycles, 5u);
}

TEST(Reduction, OneMemberTakesTheOldSumAndTheOthersJoinAtZero) {
  const Outcome found = run(reduction(2));
  EXPECT_EQ(found.count(1, kOutputs, Category::zero_starts), 8u) << "four PEs, two sums";
  EXPECT_EQ(found.count(1, kOutputs, Category::zero_joins), 6u) << "three PEs, two sums";
  EXPECT_EQ(found.count(1, kOutputs, Category::writes_fill), 2u) << "one PE, two sums";
  EXPECT_EQ(found.count(1, kOutputs, Category::reads_accumulate), 2u);
  EXPECT_EQ(found.count(0, kOutputs, Category::reads_fill), 2u);
  EXPECT_EQ(found.count(0, kOutputs, Category::writes_update), 4u);
  for (const Transfer& fill : found.log.transfers(TransferKind::fill, kOutputs))
    EXPECT_EQ(fill.receivers, 1u);
}

TEST(Reduction, MembersThatJoinAtZeroDoNotWaitForTheOldSum) {
  TinyMachine machine = reduction(2);
  machine[0].networks["Outputs"] = network(std::nullopt, 5);
  const Outcome found = run(machine);
  // Drains pass the memory's port from 1 to 2 and from 2 to 3; five cycles on, the old sums come back.
  EXPECT_EQ(found.log.macs(0), Cycles({0, 1, 2 + 5 + 5, 3 + 5 + 5}));
  EXPECT_EQ(found.log.macs(1), from(0, 4)) << "room for two tiles, and the first drains in cycle 1";
}

// Networks.

TEST(Network, AddsItsHopLatency) {
  TinyMachine machine = weight_stream(3);
  machine[0].read_bandwidth = 1;
  machine[0].latency = 2;
  machine[0].networks[""] = network(std::nullopt, 3);
  EXPECT_EQ(run(machine).log.ready(1, kWeights), from(1 + 2 + 3, 3));
}

TEST(Network, LimitsTheRate) {
  TinyMachine machine = weight_stream(3);
  machine[0].networks[""] = network(Rational(1, 2), 3);
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.begins(TransferKind::fill, kWeights), Cycles({0, 2, 4}));
  EXPECT_EQ(found.log.ready(1, kWeights), Cycles({5, 7, 9}));
}

TEST(Network, CountsAllHopLatenciesButOnlyTheFirstBandwidth) {
  // Weights bypass the buffer.
  TinyMachine machine;
  machine.level("Memory", "W", {{"M", 3}}).level("Buffer", "I").level("Register", "WO");
  machine[0].networks[""] = network(Rational(1), 2);
  machine[1].networks["Weights"] = network(Rational(1, 4), 3);
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.ready(2, kWeights), from(1 + 2 + 3, 3));
  EXPECT_EQ(found.result.edges[0].hops, 2u * 3u);
}

TEST(Network, IsOnePerDataSpace) {
  TinyMachine machine;
  machine.level("Memory", "WI", {{"C", 4}}).level("Register", "WIO");
  machine[0].networks[""] = network(Rational(1), 0);
  EXPECT_EQ(run(machine).log.macs(), from(1, 4));
  // A port is shared: two words per step.
  machine[0].networks.clear();
  machine[0].read_bandwidth = 1;
  EXPECT_EQ(run(machine).log.macs(), Cycles({2, 4, 6, 8}));
}

TEST(Network, HoldsForTheDataSpaceItNames) {
  TinyMachine machine;
  machine.level("Memory", "WI", {{"C", 3}}).level("Register", "WIO");
  machine[0].networks[""] = network(Rational(1), 0);
  machine[0].networks["Inputs"] = network(Rational(1, 3), 0);
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.ready(1, kWeights)[0], 1u);
  EXPECT_EQ(found.log.macs(), Cycles({3, 6, 9}));
}

TEST(Network, CarriesBothDirectionsTogether) {
  TinyMachine machine = revisited_sums();
  machine[0].networks["Outputs"] = network(Rational(1), 0);
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.begins(TransferKind::drain, kOutputs), Cycles({1, 2, 5, 6}));
  EXPECT_EQ(found.log.begins(TransferKind::fill, kOutputs), Cycles({3, 4}));
  EXPECT_EQ(found.result.cycles, 7u);
}

TEST(Network, CarriesAMulticastWordOnce) {
  // Two PEs with a weight each and the same input.
  TinyMachine machine;
  machine.level("Memory", "WI", {{"C", 3}}, {{"M", 2}}).level("Register", "WIO");
  machine[0].networks["Inputs"] = network(Rational(1), 0);
  EXPECT_EQ(run(machine).log.macs(), from(1, 3));
  machine[0].networks["Weights"] = network(Rational(1), 0);
  const Outcome found = run(machine);
  EXPECT_EQ(found.log.macs(), Cycles({2, 4, 6}));
  EXPECT_EQ(found.result.edges[0].injected, 6u);
  for (const EdgeCounts& edge : found.result.edges) {
    if (edge.data_space != kInputs || edge.from != 0) continue;
    EXPECT_EQ(edge.injected, 3u);
    EXPECT_EQ(edge.delivered, 6u);
    EXPECT_EQ(edge.hops, 6u);
  }
}

}  // namespace
}  // namespace nestwave
