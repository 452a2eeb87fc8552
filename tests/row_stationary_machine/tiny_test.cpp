// SPDX-License-Identifier: Apache-2.0
// Arrays small enough to be traced by hand, cycle by cycle.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "tests/property/chains.h"
#include "tests/row_stationary/machines.h"
#include "tests/row_stationary_machine/simulated.h"
#include "traces/critical_chain.h"

namespace nestwave::rs {
namespace {

enum : int { kGlb = 1, kFilterGlb = 2, kPsumSpad = 5 };

/// One channel and one filter, one row of `columns` outputs for each of `rows`.
Layer rows_of(std::uint64_t rows, std::uint64_t columns, std::uint64_t filter_rows) {
  Layer layer = conv(1, 1, 1, 1);
  layer.input = {rows + filter_rows - 1, columns};
  layer.kernel = {filter_rows, 1};
  return layer;
}

Architecture tiny(std::uint64_t rows, std::uint64_t columns) {
  Architecture a = machine(rows, columns, {std::nullopt, std::nullopt, 1, 1, 1});
  a.levels[kGlb].networks["Inputs"].bandwidth = 1;
  a.levels[kGlb].networks["Outputs"].bandwidth = 4;
  a.levels[kFilterGlb].networks["Weights"].bandwidth = 1;
  return a;
}

// Everything is in the buffers in cycle 0. Cycle 0: the filter word and the first zero psum travel; 1: the
// first ifmap word; 2: MAC, the word is released; 3: add, and the next word travels; 4: MAC … MACs in 2, 4,
// 6, 8, adds in 3, 5, 7, 9. The last sum is at the exit in 10 and taken, in the buffer in 11, and leaves at
// once.
TEST(TinyArray, OnePeTakesTwoCyclesForEachOutput) {
  const Simulated layer(problem_of(rows_of(1, 4, 1), 1), tiny(1, 1), RowStationaryParameters{});
  const SimulationResult run = layer.run({}, 1).simulation;
  EXPECT_EQ(run.cycles, 11U);
  EXPECT_EQ(run.processing, 7U);
  EXPECT_EQ(run.pes.computing, 4U);
  EXPECT_EQ(run.pes.adding, 4U);
  EXPECT_EQ(run.pes.not_started, 2U);
  EXPECT_EQ(run.pes.finished, 1U);
  EXPECT_EQ(layer.differences(run), "");
}

// The same run as a chain: the filter word, the first ifmap word, four times MAC and add, of which each
// waits for the one before, the last sum, and its way to the memory, which takes no time.
TEST(TinyArray, ItsChainIsTheRunOfItsOnePe) {
  const Simulated layer(problem_of(rows_of(1, 4, 1), 1), tiny(1, 1), RowStationaryParameters{});
  ChainObserver observer(layer.design);
  SimulationOptions options;
  options.observers = {&observer};
  (void)layer.run(options);
  const CriticalChain& chain = observer.chain();
  property::expect_chain(chain, 11);
  EXPECT_EQ(chain.waiting, 0U);
  std::vector<std::pair<TransferKind, Cycle>> links;
  for (const auto* some : {&chain.first, &chain.last})
    for (const ChainLink& link : *some)
      if (link.stop > link.first) links.emplace_back(link.kind, link.first);
  using enum TransferKind;
  EXPECT_THAT(links, testing::ElementsAreArray(std::vector<std::pair<TransferKind, Cycle>>{{fill, 0},
                                                                                           {fill, 1},
                                                                                           {mac, 2},
                                                                                           {drain, 3},
                                                                                           {mac, 4},
                                                                                           {drain, 5},
                                                                                           {mac, 6},
                                                                                           {drain, 7},
                                                                                           {mac, 8},
                                                                                           {drain, 9},
                                                                                           {drain, 10}}));
}

// With room for two words the next one is there in time, but the add keeps its slot.
TEST(TinyArray, RoomForMoreDoesNotHelpAPeThatIsAlwaysBusy) {
  Architecture architecture = tiny(1, 1);
  architecture.levels[3].capacity_words = 2;
  const Simulated layer(problem_of(rows_of(1, 4, 1), 1), architecture, RowStationaryParameters{});
  EXPECT_EQ(layer.run().simulation.cycles, 11U);
}

// A result that takes three stages is at the exit two cycles later.
TEST(TinyArray, StagesDelayTheLastSum) {
  Architecture architecture = tiny(1, 1);
  architecture.compute.depth = 3;
  const Simulated layer(problem_of(rows_of(1, 4, 1), 1), architecture, RowStationaryParameters{});
  const SimulationResult run = layer.run().simulation;
  EXPECT_EQ(run.cycles, 13U);
  EXPECT_EQ(run.processing, 7U);
}

// The memory gives one word in two cycles: the filter word is there in 2, the four ifmap words in 4, 6, 8
// and 10, and the array does not begin before all of them are: word 0 travels in 10, MACs in 11, 13, 15, 17.
// The sum added in 18 is taken in 19; of the four sums, a row, the last one has left in 20 + 8.
TEST(TinyArray, BeginsWhenTheFirstTileIsThereAndEndsWithTheDump) {
  Architecture architecture = tiny(1, 1);
  architecture.levels[0].read_bandwidth = Rational(1, 2);
  architecture.levels[0].write_bandwidth = Rational(1, 2);
  const Simulated layer(problem_of(rows_of(1, 4, 1), 1), architecture, RowStationaryParameters{});
  const SimulationResult run = layer.run().simulation;
  EXPECT_EQ(run.processing, 7U);
  EXPECT_EQ(run.cycles, 28U);
  EXPECT_EQ(run.pes.not_started, 11U);
}

// Filters travel in 0 (lower row of PEs) and 1 (upper), ifmap rows 0, 1, 2 of the first column in 2, 3, 4,
// of the second in 5, 6, 7. MACs: upper left in 3 and 7, lower left in 4 and 7, upper right in 4 and 8, lower
// right in 5 and 8; row 1 goes to lower left and upper right at once. Adds: lower left in 5 and 8, lower
// right in 6 and 9; a cycle later their sums can be added above: in 6 and 9, and 7 and 10. The last is taken
// in 11.
TEST(TinyArray, TwoByTwoPesSharePixelsAlongTheDiagonalAndPassSumsUp) {
  const Simulated layer(problem_of(rows_of(2, 2, 2), 1), tiny(2, 2),
                        RowStationaryParameters{1, 1, 2, 1, 1, 1, 1});
  const EngineRun both = layer.run({}, 1);
  const SimulationResult& run = both.simulation;
  EXPECT_TRUE(both.functional->ok) << both.functional->fault;
  EXPECT_EQ(run.cycles, 12U);
  EXPECT_EQ(run.processing, 6U);
  EXPECT_EQ(run.pes.computing, 8U);
  EXPECT_EQ(run.pes.adding, 8U);
  EXPECT_EQ(run.pes.not_started, 16U);
  EXPECT_EQ(run.pes.waiting[layer.plan.shape.places.outputs][kPsumSpad], 6U);
  EXPECT_EQ(run.pes.waiting[layer.plan.shape.places.inputs][kGlb], 2U);
  EXPECT_EQ(run.pes.finished, 8U);
  EXPECT_EQ(layer.differences(run), "");
  // Two buses to each PE: two filter words to two PEs, and six ifmap words to one, two and one PE. Four sums
  // go from a lower PE to the one above and from there over two buses out; the zeros that begin them are
  // none.
  const auto hops = [&](int data_space, int from, int to) {
    for (const EdgeCounts& edge : run.edges)
      if (edge.data_space == data_space && edge.from == from && edge.to == to) return edge.hops;
    return ~std::uint64_t{0};
  };
  const ConvShape::Places& at = layer.plan.shape.places;
  EXPECT_EQ(hops(at.weights, kFilterGlb, 4), 2U * 4);
  EXPECT_EQ(hops(at.inputs, kGlb, 3), 2U * 8);
  EXPECT_EQ(hops(at.outputs, kGlb, kPsumSpad), 4U + 2 * 4);
  EXPECT_EQ(hops(at.weights, 0, kFilterGlb), 2U);
  // The left link carries a sum in 5 and 8, the right one in 6 and 9; the run has 12 cycles.
  const PortLedger& links = run.ports.back();
  EXPECT_EQ(links.instances, 2U);
  EXPECT_EQ(links.busy, 4U);
  EXPECT_EQ(links.words, 4U);
  EXPECT_EQ(links.idle[static_cast<std::size_t>(IdleCause::done)], 3U + 2U);
  EXPECT_EQ(links.idle[static_cast<std::size_t>(IdleCause::room)], 0U);
  EXPECT_EQ(links.sum(), 2U * 12);
}

// The same array cut short keeps its ledgers.
TEST(TinyArray, CanBeCutShort) {
  const Simulated layer(problem_of(rows_of(2, 2, 2), 1), tiny(2, 2),
                        RowStationaryParameters{1, 1, 2, 1, 1, 1, 1});
  SimulationOptions options;
  options.max_cycles = 6;
  const SimulationResult run = layer.run(options).simulation;
  EXPECT_TRUE(run.truncated);
  EXPECT_EQ(run.cycles, 6U);
  EXPECT_EQ(run.macs, 4U);
  EXPECT_EQ(run.ports.back().busy, 1U);
  EXPECT_EQ(run.ports.back().sum(), 2U * 6);
}

}  // namespace
}  // namespace nestwave::rs
