// SPDX-License-Identifier: Apache-2.0
// Random layers on random arrays: outputs are right, counts are those of the closed forms, ledgers add up,
// and the order in which PEs are visited does not show.
#include <gtest/gtest.h>

#include "tests/oracle/random_problem.h"
#include "tests/row_stationary/machines.h"
#include "tests/row_stationary_machine/simulated.h"

namespace nestwave::rs {
namespace {

using oracle::Dice;

Layer random_layer(Dice& dice) {
  Layer layer;
  layer.name = "layer";
  layer.groups = dice.chance(25) ? 2 : 1;
  layer.channels = layer.groups * (1 + dice.roll(5));
  layer.filters = layer.groups * (1 + dice.roll(7));
  layer.kernel = {1 + dice.roll(3), 1 + dice.roll(3)};
  layer.stride = {1 + dice.roll(3), 1 + dice.roll(3)};
  layer.padding = {dice.roll(3), dice.roll(3)};
  layer.input = {layer.kernel.down + dice.roll(8), layer.kernel.across + dice.roll(8)};
  return layer;
}

std::optional<std::uint64_t> room(Dice& dice, std::uint64_t least, std::uint64_t more) {
  if (dice.chance(20)) return std::nullopt;
  return least + dice.roll(more);
}

std::optional<Rational> bandwidth(Dice& dice) {
  const std::vector<std::optional<Rational>> all = {std::nullopt, Rational(1, 3), Rational(6, 5),
                                                    Rational(4)};
  return dice.pick(all);
}

Architecture random_machine(Dice& dice) {
  Architecture a = machine(
      1 + dice.roll(7), 1 + dice.roll(6),
      {room(dice, 20, 300), room(dice, 8, 60), room(dice, 3, 12), room(dice, 3, 60), room(dice, 1, 6)},
      dice.chance(70));
  a.levels[0].read_bandwidth = bandwidth(dice);
  a.levels[0].write_bandwidth = bandwidth(dice);
  if (dice.chance(20)) a.levels[0].shared_bandwidth = Rational(5, 4);
  a.levels[0].latency = dice.roll(4) * 7;
  if (dice.chance(70)) a.levels[1].networks["Inputs"].bandwidth = 1 + static_cast<std::int64_t>(dice.roll(3));
  if (dice.chance(70))
    a.levels[1].networks["Outputs"].bandwidth = 1 + static_cast<std::int64_t>(dice.roll(4));
  if (dice.chance(70))
    a.levels[2].networks["Weights"].bandwidth = 1 + static_cast<std::int64_t>(dice.roll(4));
  a.compute.depth = dice.roll(5);
  return a;
}

RowStationaryParameters random_cut(Dice& dice) {
  return {1 + dice.roll(7), 1 + dice.roll(3), 1 + dice.roll(6), 1 + dice.roll(4),
          1 + dice.roll(3), 1 + dice.roll(3), 1 + dice.roll(3)};
}

class RandomArrays : public testing::TestWithParam<std::uint64_t> {};

TEST_P(RandomArrays, ComputeAndCountRight) {
  constexpr std::uint64_t kPerShard = 100;
  std::uint64_t run_so_far = 0;
  for (std::uint64_t seed = GetParam() * 100000; run_so_far < kPerShard && !HasFailure(); ++seed) {
    Dice dice(seed);
    const Problem problem = problem_of(random_layer(dice), 1 + dice.roll(3));
    const Architecture architecture = random_machine(dice);
    const RowStationaryParameters cut = random_cut(dice);
    std::optional<Simulated> layer;
    try {
      RowStationaryPlan plan = row_stationary_plan(problem, architecture, cut);
      if (dice.chance(30)) plan.machine.stores_padding = false;
      layer.emplace(problem, architecture, plan);
    } catch (const InputError&) {
      continue;
    }
    SCOPED_TRACE("seed " + std::to_string(seed));
    try {
      const EngineRun run = layer->run({}, seed);
      ASSERT_TRUE(run.functional);
      EXPECT_TRUE(run.functional->ok) << run.functional->fault;
      EXPECT_EQ(layer->differences(run.simulation), "");
      SimulationOptions other_order;
      other_order.construction_seed = 1;
      const SimulationResult again = layer->run(other_order).simulation;
      EXPECT_EQ(again.cycles, run.simulation.cycles);
      EXPECT_EQ(again.processing, run.simulation.processing);
      EXPECT_EQ(again.counts, run.simulation.counts);
      EXPECT_EQ(again.pes.waiting, run.simulation.pes.waiting);
      EXPECT_EQ(again.pes.output_room, run.simulation.pes.output_room);
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
    ++run_so_far;
  }
}

INSTANTIATE_TEST_SUITE_P(Shards, RandomArrays, testing::Range<std::uint64_t>(0, 6));

}  // namespace
}  // namespace nestwave::rs
