// SPDX-License-Identifier: Apache-2.0
// Padding on the simulated machine: counts made by hand, values, and zeros that nothing waits for.
#include <gtest/gtest.h>

#include "app/simulate.h"
#include "dataflows/nest.h"
#include "dataflows/symmetry.h"
#include "models/analytical/model.h"
#include "tests/oracle/padded_cases.h"
#include "traces/values.h"

namespace nestwave::oracle {
namespace {

TEST(Padding, IsCountedAsByHand) {
  for (const PaddedCase& c : padded_cases()) {
    SCOPED_TRACE(c.name);
    const CountTable simulated = simulate(c.design).counts;
    const CountTable closed = analytical::analyze(c.design).counts;
    for (const CountTable* counts : {&simulated, &closed}) {
      EXPECT_EQ(counts->at(0, 1)[Category::reads_fill], c.reads_fill);
      EXPECT_EQ(counts->at(1, 1)[Category::writes_fill], c.writes_fill);
      EXPECT_EQ(counts->at(1, 1)[Category::reads_operand], c.reads_operand);
    }
  }
}

TEST(Padding, IsZeroAndTakesNoTimeOfItsOwn) {
  for (const PaddedCase& c : padded_cases()) {
    SCOPED_TRACE(c.name);
    Values values(c.design, 3);
    const SimulationResult run = simulate(c.design, {{&values}});
    EXPECT_TRUE(values.result().ok) << values.result().fault;
    EXPECT_EQ(run.cycles, c.design.compute_steps());
    EXPECT_EQ(run.macs, c.design.problem().macs());
  }
}

// R = 2, P = 2000, of the inputs only 1500 … 2000 exist. The memory takes ten cycles for a word: 2 weights
// are in the buffer at 20, the 501 inputs at 5030. Until then the MAC does the 1500 steps that use zeros, far
// ahead of the first transfer into its register, and then waits; 2500 steps are left.
TEST(Padding, IsComputedWhileTheWordsBehindItAreOnTheirWay) {
  const Design free =
      chain(padded(conv1d(1, 2000, 2), 1500, 2001), {at({}), at({{R, 2}, {P, 2000}}), at({})}, kResident);
  const auto slow = [](const Design& design) {
    Architecture architecture = design.architecture();
    architecture.levels[0].read_bandwidth = Rational(1, 10);
    return Design(design.problem(), architecture, design.mapping(), design.policy());
  };
  const SimulationResult run = simulate(slow(free));
  EXPECT_EQ(run.cycles, 5030u + 2500u);
  EXPECT_EQ(run.pes.waiting[0][0], 20u);
  EXPECT_EQ(run.pes.waiting[1][0], 5030u - 20u - 1500u);
  // Stored, all 2001 of them have to be there first.
  const std::vector<Padding> everywhere(3, Padding::stored);
  EXPECT_EQ(simulate(slow(storing(free, everywhere))).cycles, 20u + 20010u + 4000u);
}

// P = 4 x 5 with R = 3 inside, coordinates P + R = 0 ... 21, of which 2 ... 18 exist. Iteration i of the
// outer loop meets 5i ... 5i + 6: 5 ... 11 and 10 ... 16 are whole. Under i = 0 the inner loop's j meets j
// ... j + 2: from 2 on; under i = 3 it meets 15 + j ... 17 + j: up to j = 1.
TEST(Padding, LeavesIterationsAlikeBetweenItsBorders) {
  const Design design =
      chain(padded(conv1d(1, 20, 3), 2, 19), {at({{P, 4}}), at({{P, 5}, {R, 3}}), at({})}, kResident);
  const Nest nest(design);
  const auto expect = [&](std::size_t loop, std::uint64_t step, std::uint64_t first, std::uint64_t last) {
    EXPECT_EQ(nest.alike(loop, step).first, first) << "loop " << loop << ", step " << step;
    EXPECT_EQ(nest.alike(loop, step).last, last) << "loop " << loop << ", step " << step;
  };
  expect(0, 0, 1, 2);
  expect(1, 0, 2, 4);
  expect(1, 15, 0, 4);
  expect(1, 45, 0, 1);
  EXPECT_EQ(nest.alike(1, 15).left(1), 3U);
  EXPECT_EQ(nest.alike(1, 15).left(0), 0U) << "sums may start at zero";
  EXPECT_EQ(nest.alike(0, 0).left(1), 0U) << "the one before meets padding";
  // Stored padding is like any other word.
  const Nest stored(storing(design, std::vector<Padding>(3, Padding::stored)));
  EXPECT_EQ(stored.alike(0, 0).first, 0U);
  EXPECT_EQ(stored.alike(0, 0).last, 3U);
}

// A PE for each position: those at the borders use a zero. They cannot stand for the others, the two in the
// middle can for each other.
TEST(Padding, BorderInstancesAreSimulatedApart) {
  const Design design =
      chain(padded(conv1d(3, 4, 3), 1, 5), {at({{R, 3}}, {across(P, 4), across(M, 3)}), at({})}, kResident);
  SimulationOptions every;
  every.every_instance = true;
  const SimulationResult merged = simulate(design);
  const SimulationResult each = simulate(design, every);
  EXPECT_EQ(merged.counts.at(1, 1)[Category::writes_fill], 3u * 10u);
  EXPECT_EQ(each.counts.at(1, 1)[Category::writes_fill], 3u * 10u);
  EXPECT_EQ(merged.counts.at(0, 1)[Category::reads_fill], 10u);
  // Of the filters one stands for all, and of four positions three are told apart.
  EXPECT_EQ(Symmetry(design, Nest(design), false).instances(1), 3u);
  EXPECT_EQ(Symmetry(design, Nest(design), true).instances(1), 12u);
}

}  // namespace
}  // namespace nestwave::oracle
