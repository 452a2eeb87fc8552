// SPDX-License-Identifier: Apache-2.0
// Arrays of 2 x 2 PEs, every cycle worked out by hand.
#include <gtest/gtest.h>

#include "pe/systolic/operand_grid.h"
#include "pe/systolic/sum_grid.h"
#include "tests/systolic/support.h"

namespace nestwave {
namespace {

using test::checked_run;
using test::engine;
using test::gemm;
using test::systolic;

// Weights 1 2 / 3 4 (rows k, columns n), one input row 5 6: outputs 5 + 18 = 23, 10 + 24 = 34.
TEST(OperandGrid, LoadsStreamsAndAddsInTheCyclesOfTheSkew) {
  OperandGrid grid(2, 2, true);
  const auto load = [&](std::size_t column, std::uint64_t weight, bool first = false) {
    grid.edge.shift.set(0, column);
    if (first) grid.edge.begin.set(0, column);
    grid.edge.top.set(0, column);
    grid.edge.top_value[column] = weight;
  };
  const auto feed = [&](std::size_t row, std::uint64_t input) {
    grid.edge.left[row] = grid.edge.head[row] = true;
    grid.edge.left_value[row] = input;
  };
  load(0, 3, true);  // cycle 0: the bottom row's weight first
  EXPECT_EQ(grid.step().load_hops, 1u);
  load(0, 1);  // cycle 1: column 0 is loaded, column 1 a cycle later
  load(1, 4, true);
  EXPECT_EQ(grid.step().load_hops, 3u);
  load(1, 2);  // cycle 2
  feed(0, 5);
  GridCounts counts = grid.step();
  EXPECT_EQ(counts.macs, 1u);
  EXPECT_FALSE(grid.exits().any());
  feed(1, 6);  // cycle 3: PE (1, 0) and PE (0, 1)
  counts = grid.step();
  EXPECT_EQ(counts.macs, 2u);
  EXPECT_EQ(counts.reduced, 1u);
  EXPECT_EQ(counts.sum_hops, 2u) << "from row 0 to row 1, and out";
  ASSERT_TRUE(grid.exits().test(0, 0));
  EXPECT_FALSE(grid.exits().test(0, 1));
  EXPECT_EQ(grid.exit_value(0), 23u);
  counts = grid.step();  // cycle 4: PE (1, 1)
  EXPECT_EQ(counts.macs, 1u);
  ASSERT_TRUE(grid.exits().test(0, 1));
  EXPECT_EQ(grid.exit_value(1), 34u);
  EXPECT_EQ(grid.step().macs, 0u);
  EXPECT_TRUE(grid.empty());
}

TEST(OperandGrid, RefusesASumThatDoesNotMeetItsOperand) {
  OperandGrid grid(2, 1, false);
  for (int cycle = 0; cycle < 2; ++cycle) {
    grid.edge.shift.set(0, 0);
    if (cycle == 0) grid.edge.begin.set(0, 0);
    grid.edge.top.set(0, 0);
    (void)grid.step();
  }
  grid.edge.left[1] = grid.edge.head[1] = true;  // row 1 without row 0 before it
  EXPECT_THROW((void)grid.step(), InternalError);
}

// Inputs 1 2 / 3 4 (rows m, stream k) times weights 5 6 / 7 8 (stream k, columns n):
// 1*5 + 2*7 = 19, 1*6 + 2*8 = 22, 3*5 + 4*7 = 43, 3*6 + 4*8 = 50.
TEST(SumGrid, MakesSumsWhereTheyStayAndMovesThemOutDownward) {
  SumGrid grid(2, 2, true);
  const auto feed = [&](std::size_t row, std::uint64_t input) {
    grid.edge.left[row] = true;
    grid.edge.left_value[row] = input;
  };
  const auto drop = [&](std::size_t column, std::uint64_t weight, bool tail) {
    grid.edge.top.set(0, column);
    if (tail) grid.edge.tail.set(0, column);
    grid.edge.top_value[column] = weight;
  };
  feed(0, 1), drop(0, 5, false);  // cycle 0
  EXPECT_EQ(grid.step().macs, 1u);
  feed(0, 2), feed(1, 3), drop(0, 7, true), drop(1, 6, false);  // cycle 1
  GridCounts counts = grid.step();
  EXPECT_EQ(counts.macs, 3u);
  EXPECT_EQ(counts.started, 2u);
  EXPECT_EQ(counts.finished, 1u) << "PE (0, 0)";
  feed(1, 4), drop(1, 8, true);  // cycle 2
  counts = grid.step();
  EXPECT_EQ(counts.macs, 3u);
  EXPECT_EQ(counts.finished, 2u) << "PE (1, 0) and PE (0, 1)";
  grid.edge.shift.set(0, 0);  // cycle 3: column 0 moves, PE (1, 1) finishes
  counts = grid.step();
  EXPECT_EQ(counts.finished, 1u);
  ASSERT_TRUE(grid.exits().test(0, 0));
  EXPECT_EQ(grid.exit_value(0), 43u) << "the bottom row first";
  grid.edge.shift.set(0, 0), grid.edge.shift.set(0, 1);  // cycle 4
  grid.edge.first_row = {1, 0};
  (void)grid.step();
  EXPECT_EQ(grid.exit_value(0), 19u);
  EXPECT_EQ(grid.exit_value(1), 50u);
  grid.edge.shift.set(0, 1);  // cycle 5
  grid.edge.first_row = {0, 1};
  (void)grid.step();
  EXPECT_EQ(grid.exit_value(1), 22u);
  EXPECT_TRUE(grid.empty());
}

TEST(SumGrid, RefusesASecondSumBeforeTheFirstHasMovedOut) {
  SumGrid grid(1, 1, false);
  for (int sum = 0; sum < 2; ++sum) {
    grid.edge.left[0] = true;
    grid.edge.top.set(0, 0);
    grid.edge.tail.set(0, 0);
    if (sum == 0)
      (void)grid.step();
    else
      EXPECT_THROW((void)grid.step(), InternalError);
  }
}

std::uint64_t cycles(const char* dataflow, const Problem& problem, std::vector<std::string> overrides) {
  return checked_run(*engine(dataflow, problem, systolic(2, 2, std::move(overrides))), true).cycles;
}

const std::string kOverlap = "ofmap_sram.nestwave.systolic.fold_overlap=";
const std::string kPace = "ofmap_sram.nestwave.systolic.pace=";

// M = K = N = 3: 2 x 2 folds, of which only the first is full. 2R + C + T - 2 = 4 + 2 + 3 - 2 = 7 each.
TEST(FourFolds, TakeTheFormulaFourTimes) {
  for (const char* dataflow : {"weight_stationary", "input_stationary", "output_stationary"})
    EXPECT_EQ(cycles(dataflow, gemm(3, 3, 3), {}), 28u) << dataflow;
}

// The first fold waits 2 cycles for its weights; after that 3 + 2 + 2 - 2 = 5 each: 2 + 4 * 5.
TEST(FourFolds, LoadWhileTheOneBeforeStreams) {
  EXPECT_EQ(cycles("weight_stationary", gemm(3, 3, 3), {kOverlap + "preload"}), 22u);
  EXPECT_EQ(cycles("output_stationary", gemm(3, 3, 3), {kOverlap + "preload"}), 28u) << "nothing to load";
}

// A stream of 3 words every 3 cycles: 2 + 3 * 3 to the last stream, and 5 for it.
TEST(FourFolds, StreamWithoutAGap) {
  EXPECT_EQ(cycles("weight_stationary", gemm(3, 3, 3), {kOverlap + "full"}), 16u);
  // 3 * 3 to the last stream, and 5 + 2 for it and its sums.
  EXPECT_EQ(cycles("output_stationary", gemm(3, 3, 3), {kOverlap + "full"}), 16u);
}

// A stream of one word: the array takes a row of weights per cycle, so 2 cycles from fold to fold.
TEST(FourFolds, AreLimitedByLoadingWhereTheStreamIsShort) {
  // 2 x 2 folds of K x N = 3 x 3: 2 + 3 * 2 + (1 + 2 + 2 - 2).
  EXPECT_EQ(cycles("weight_stationary", gemm(1, 3, 3), {kOverlap + "full"}), 11u);
}

// Heights 2, 1, 2, 1 and widths 2, 2, 1, 1: 2h + w + 1 = 7, 5, 6, 4.
TEST(FourFolds, TakeOnlyTheTimeOfTheirPart) {
  for (const char* dataflow : {"weight_stationary", "input_stationary", "output_stationary"})
    EXPECT_EQ(cycles(dataflow, gemm(3, 3, 3), {kPace + "used"}), 22u) << dataflow;
  // Streams begin at 2; then 3 + 1 later (a short column may not overtake a tall one), 3, 3 + 1; the last
  // takes 3 + 1 + 1 - 2.
  EXPECT_EQ(cycles("weight_stationary", gemm(3, 3, 3), {kPace + "used", kOverlap + "full"}), 16u);
}

// One full fold, T = 3. PE (i, j) multiplies in cycles 2 + i + j … 4 + i + j of 7.
TEST(OneFold, HasACauseForEveryCycleOfEveryPe) {
  const auto run = checked_run(*engine("weight_stationary", gemm(3, 2, 2), systolic(2, 2)), false);
  EXPECT_EQ(run.cycles, 7u);
  EXPECT_EQ(run.pes.computing, 12u);
  EXPECT_EQ(run.pes.not_started, 2u + 3 + 3 + 4);
  EXPECT_EQ(run.pes.finished, 2u + 1 + 1 + 0);
  EXPECT_EQ(run.processing, 5u);
}

// K = 3 in folds of 2 and 1 rows: in the second the lower PEs have nothing to do until it ends.
TEST(TwoFolds, BlameTheWeightsThenTheInputs) {
  const auto machine = engine("weight_stationary", gemm(3, 3, 2), systolic(2, 2));
  const auto run = checked_run(*machine, false);
  EXPECT_EQ(run.cycles, 14u);
  EXPECT_EQ(run.pes.computing, 18u);
  const Problem& problem = machine->design().problem();
  const auto waiting = [&](const char* space, const char* level) {
    return run.pes
        .waiting[problem.find_data_space(space)][machine->design().architecture().find_level(level)];
  };
  // Column j is loaded at 9 + j; PE (0, j) is free from 5 + j on and begins at 9 + j.
  EXPECT_EQ(waiting("Weights", "filter_sram"), 4u + 4);
  EXPECT_EQ(waiting("Inputs", "ifmap_sram"), 0u);
  // PE (1, j) has its last slot of the first fold until 6 + j, and is passed over until 13 + j.
  EXPECT_EQ(run.pes.unmapped, 7u + 7);
  EXPECT_EQ(run.pes.not_started, 12u);
  // 14 - 12, 14 - 13 of row 0; of row 1 14 - 13, 14 - 14.
  EXPECT_EQ(run.pes.finished, 2u + 1 + 1 + 0);
}

TEST(OneFold, CountsTheLinksThatAreCrossed) {
  const auto machine = engine("weight_stationary", gemm(3, 2, 2), systolic(2, 2));
  const auto run = checked_run(*machine, false);
  const auto hops = [&](const char* space, int from) {
    for (const EdgeCounts& edge : run.edges)
      if (edge.data_space == machine->design().problem().find_data_space(space) && edge.from == from)
        return edge.hops;
    return std::uint64_t{0};
  };
  const Architecture& levels = machine->design().architecture();
  EXPECT_EQ(hops("Inputs", levels.find_level("ifmap_sram")), 12u) << "into every PE that multiplies";
  EXPECT_EQ(hops("Weights", levels.find_level("filter_sram")), 2u * (1 + 2)) << "i + 1 links to row i";
  EXPECT_EQ(hops("Outputs", levels.find_level("ofmap_sram")), 3u * 2 * 2) << "to row 1, and out";
}

// 3 x 3 pixels padded by one, a 3 x 3 kernel, one channel, one filter: 9 windows of 9 places, of which 4
// corners show 4 pixels, 4 edges 6 and the middle 9.
TEST(Padding, CostsNoAccessOfABuffer) {
  const Problem problem = problem_of(test::conv_layer(1, 1, {3, 3}, {3, 3}, 1, 1), 1);
  for (const char* dataflow : {"weight_stationary", "input_stationary", "output_stationary"}) {
    const auto machine = engine(dataflow, problem, systolic(2, 2));
    const auto run = checked_run(*machine, true);
    const Counts& counts = run.counts.at(machine->design().architecture().find_level("ifmap_sram"),
                                         problem.find_data_space("Inputs"));
    EXPECT_EQ(counts[Category::reads_operand] + counts[Category::reads_fill], 4u * 4 + 4 * 6 + 9) << dataflow;
    EXPECT_EQ(counts[Category::writes_fill], 9u) << dataflow;
  }
}

TEST(Cut, EndsWhereTheUserSaysAndStillAddsUp) {
  for (const char* dataflow : {"weight_stationary", "output_stationary"})
    for (Cycle cut = 1; cut < 28; ++cut) {
      SimulationOptions options;
      options.max_cycles = cut;
      const auto run = engine(dataflow, gemm(3, 3, 3), systolic(2, 2))->simulate(options, std::nullopt);
      EXPECT_TRUE(run.simulation.truncated);
      EXPECT_EQ(run.simulation.cycles, cut);
    }
}

// A long stream is executed in bulk; with an observer of every cycle nothing changes but the speed.
TEST(Bulk, ChangesNothing) {
  for (const char* dataflow : {"weight_stationary", "input_stationary", "output_stationary"})
    for (const char* overlap : {"none", "full"}) {
      const auto machine = engine(dataflow, gemm(60, 59, 61), systolic(5, 3, {kOverlap + overlap}));
      const auto bulk = machine->simulate({}, std::nullopt).simulation;
      const auto single = machine->simulate({}, 1).simulation;  // carrying values, cycle by cycle
      EXPECT_EQ(bulk.cycles, single.cycles);
      EXPECT_EQ(bulk.counts, single.counts);
      EXPECT_EQ(bulk.edges, single.edges);
      EXPECT_EQ(bulk.processing, single.processing);
      for (std::size_t port = 0; port < bulk.ports.size(); ++port)
        EXPECT_EQ(bulk.ports[port].busy, single.ports[port].busy) << bulk.ports[port].name;
      EXPECT_LT(bulk.events, single.events);
    }
}

}  // namespace
}  // namespace nestwave
