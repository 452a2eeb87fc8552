// SPDX-License-Identifier: Apache-2.0
// The search for the first difference, on a scripted simulation and injected closed forms.
#include "app/locate.h"

#include <gtest/gtest.h>

#include "models/cross_check.h"
#include "tests/traces/small_report.h"

namespace nestwave {
namespace {

constexpr std::uint64_t kSteps = 3 * 5 * 7 * 11;

/// One level above 1 PE; A (3), B (5), C (7), D (11) in time; every tensor is as large as the nest.
Design deep_design() {
  Problem problem;
  problem.dimensions = {{"A", 3}, {"B", 5}, {"C", 7}, {"D", 11}};
  const std::vector<Rank> all = {{{{0, 1}}}, {{{1, 1}}}, {{{2, 1}}}, {{{3, 1}}}};
  problem.data_spaces = {{"Weights", all, false, {}}, {"Outputs", all, true, {}}};
  Architecture machine;
  machine.levels.resize(2);
  machine.levels[0].name = "DRAM";
  machine.levels[1].name = "RF";
  machine.compute.name = "MACC";
  Mapping mapping;
  mapping.levels.resize(2);
  mapping.levels[0].temporal = {{0, 3}, {1, 5}};
  mapping.levels[1].temporal = {{2, 7}, {3, 11}};
  for (LevelMapping& level : mapping.levels) level.keep = {true, true};
  return {problem, machine, mapping, policies().front()};
}

/// At every step: one weight read at the RF, and every tenth step ten words filled; cycle = 2 × step.
struct Script {
  int runs = 0;

  void operator()(Observer& observer) {
    ++runs;
    for (std::uint64_t step = 0; step < kSteps; ++step) {
      observer.count(1, 0, Category::reads_operand, 1, step, 2 * step);
      if (step % 10 == 0) observer.count(1, 0, Category::writes_fill, 10, step, 2 * step);
      observer.mac(0, step, 2 * step + 1);
    }
  }
};

CountTable truth_before(std::uint64_t step) {
  CountTable counts(2, 2);
  counts.at(1, 0)[Category::reads_operand] = step;
  counts.at(1, 0)[Category::writes_fill] = (step + 9) / 10 * 10;
  return counts;
}

Difference difference_in(Category category) {
  Difference difference;
  difference.level = 1;
  difference.data_space = 0;
  difference.category = category;
  return difference;
}

TEST(Locate, NamesTheStepFromWhichTheClosedFormIsOffByOne) {
  const Design design = deep_design();
  for (const std::uint64_t wrong : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{500}, kSteps - 1}) {
    for (const std::uint64_t buckets : {std::uint64_t{2}, std::uint64_t{10}, std::uint64_t{5000}}) {
      Script script;
      std::vector<Difference> differences = {difference_in(Category::reads_operand)};
      locate(design,
             {[&](Observer& observer) { script(observer); },
              [&](std::uint64_t step) {
                CountTable counts = truth_before(step);
                if (step > wrong) ++counts.at(1, 0)[Category::reads_operand];
                return counts;
              }},
             differences, buckets);
      EXPECT_EQ(differences[0].step, wrong) << buckets;
      EXPECT_EQ(differences[0].cycle, 2 * wrong);
      EXPECT_EQ(differences[0].simulated_so_far, wrong + 1);
      EXPECT_EQ(differences[0].analytical_so_far, wrong + 2);
    }
  }
}

TEST(Locate, NamesLoopsAndTile) {
  const Design design = deep_design();
  Script script;
  std::vector<Difference> differences = {difference_in(Category::reads_operand)};
  const std::uint64_t wrong = ((2 * 5 + 3) * 7 + 4) * 11 + 6;
  locate(design,
         {[&](Observer& observer) { script(observer); },
          [&](std::uint64_t step) {
            CountTable counts = truth_before(step);
            if (step > wrong) counts.at(1, 0)[Category::reads_operand] -= 5;
            return counts;
          }},
         differences);
  EXPECT_EQ(differences[0].loops, "A=2 B=3 C=4 D=6");
  EXPECT_EQ(differences[0].tile, "Weights[2][3][0:6][0:10]");
}

TEST(Locate, TakesTheTimeFromTheMacWhereTheSimulationCountedNothing) {
  const Design design = deep_design();
  Script script;
  std::vector<Difference> differences = {difference_in(Category::writes_fill)};
  locate(design,
         {[&](Observer& observer) { script(observer); },
          [&](std::uint64_t step) {
            CountTable counts = truth_before(step);
            if (step > 777) counts.at(1, 0)[Category::writes_fill] += 3;
            return counts;
          }},
         differences, 16);
  EXPECT_EQ(differences[0].step, 777U);
  EXPECT_EQ(differences[0].cycle, 2 * 777U + 1);
}

TEST(Locate, SearchesAllDifferencesInTheSameRuns) {
  const Design design = deep_design();
  Script script;
  std::vector<Difference> differences = {difference_in(Category::reads_operand),
                                         difference_in(Category::writes_fill)};
  locate(design,
         {[&](Observer& observer) { script(observer); },
          [&](std::uint64_t step) {
            CountTable counts = truth_before(step);
            if (step > 30) ++counts.at(1, 0)[Category::reads_operand];
            if (step > 1100) ++counts.at(1, 0)[Category::writes_fill];
            return counts;
          }},
         differences, 40);
  EXPECT_EQ(differences[0].step, 30U);
  EXPECT_EQ(differences[1].step, 1100U);
  EXPECT_EQ(script.runs, 2);
}

TEST(Locate, SaysWhenThePrefixesShowNothing) {
  const Design design = deep_design();
  Script script;
  std::vector<Difference> differences = {difference_in(Category::reads_operand)};
  locate(design, {[&](Observer& observer) { script(observer); }, truth_before}, differences);
  EXPECT_EQ(differences[0].step, kSteps);
  EXPECT_TRUE(differences[0].loops.empty());
  EXPECT_TRUE(differences[0].tile.empty());
  EXPECT_EQ(script.runs, 1);
}

TEST(CrossCheck, ListsEveryCounterThatDiffers) {
  const Design design = testing::small_design();
  const RunReport report = testing::small_report(design);
  EXPECT_EQ(cross_check(report.simulation, report.analytical).status(), "match");
  AnalyticalResult wrong = report.analytical;
  wrong.counts.at(1, 2)[Category::zero_joins] = 4;
  wrong.counts.at(0, 1)[Category::reads_fill] = 30;
  const CrossCheck result = cross_check(report.simulation, wrong);
  EXPECT_EQ(result.status(), "mismatch");
  ASSERT_EQ(result.differences.size(), 2U);
  EXPECT_EQ(result.differences[0].level, 0);
  EXPECT_EQ(result.differences[0].simulated, 3U);
  EXPECT_EQ(result.differences[0].analytical, 30U);
  EXPECT_EQ(result.differences[1].category, Category::zero_joins);
}

TEST(CrossCheck, DoesNotCompareARunThatWasCutShort) {
  const Design design = testing::small_design();
  RunReport report = testing::small_report(design);
  report.simulation.truncated = true;
  report.analytical.counts.at(0, 0)[Category::reads_fill] = 99;
  const CrossCheck result = cross_check(report.simulation, report.analytical);
  EXPECT_EQ(result.status(), "partial");
  EXPECT_TRUE(cross_check_figures(design, report.simulation, report.analytical).empty());
}

TEST(CrossCheck, ComparesNetworksMacsAndTheBound) {
  const Design design = testing::small_design();
  const RunReport report = testing::small_report(design);
  EXPECT_TRUE(cross_check_figures(design, report.simulation, report.analytical).empty());
  SimulationResult simulation = report.simulation;
  AnalyticalResult analytical = report.analytical;
  simulation.edges[1].delivered = 5;
  simulation.edges[0].hops = 77;  // not known to the other side
  simulation.edges[1].hops = 9;
  analytical.hops_known = {false, true, false};
  simulation.macs = 7;
  analytical.bound = 1001;
  analytical.edges.push_back({2, 1, 2, 8, 0, 0, 0});
  EXPECT_EQ(cross_check_figures(design, simulation, analytical),
            (std::vector<FigureDifference>{{"DRAM -> RF, Inputs: delivered", 5, 6},
                                           {"DRAM -> RF, Inputs: hops", 9, 0},
                                           {"RF -> MACC, Outputs: injected", 0, 8},
                                           {"MACs", 7, 6},
                                           {"cycles, never below the bound", 1000, 1001}}));
}

}  // namespace
}  // namespace nestwave
