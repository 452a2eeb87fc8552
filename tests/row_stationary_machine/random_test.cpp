// SPDX-License-Identifier: Apache-2.0
// Random layers of every type on random arrays: outputs are right, counts are those of the closed forms,
// ledgers add up, and the order in which PEs are visited does not show.
#include <gtest/gtest.h>

#include <algorithm>

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
  if (dice.chance(12)) {
    layer.type = LayerType::depthwise;
    layer.filters = layer.groups = layer.channels;
  } else if (dice.chance(15)) {
    layer.type = dice.pick(std::vector{LayerType::fc, LayerType::matmul, LayerType::batched_matmul});
    layer.rows = layer.type == LayerType::fc ? 1 : 1 + dice.roll(5);
    layer.groups = layer.type == LayerType::batched_matmul ? 1 + dice.roll(3) : 1;
  }
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

/// Often legal: at most what the layer has.
RowStationaryParameters random_cut(Dice& dice, const ConvShape& shape) {
  const auto up_to = [&dice](std::uint64_t most, std::uint64_t there) {
    return 1 + dice.roll(std::min(most, there));
  };
  const auto parts = [](std::uint64_t all, std::uint64_t part) { return (all + part - 1) / part; };
  RowStationaryParameters cut;
  cut.m = up_to(7, shape.filters);
  cut.n = up_to(3, shape.images);
  cut.e = up_to(6, shape.out_rows);
  cut.p = up_to(4, cut.m);
  cut.q = up_to(3, shape.channels);
  cut.r = up_to(3, parts(shape.channels, cut.q));
  cut.t = up_to(3, parts(cut.m, cut.p));
  return cut;
}

class RandomArrays : public testing::TestWithParam<std::uint64_t> {};

TEST_P(RandomArrays, ComputeAndCountRight) {
  constexpr std::uint64_t kPerShard = 100;
  std::uint64_t run_so_far = 0;
  std::uint64_t products = 0;
  std::uint64_t depthwise = 0;
  std::uint64_t segmented = 0;  // sets wider than the array
  std::uint64_t uneven = 0;     // a last strip, block of filters or block of channels that is smaller
  for (std::uint64_t seed = GetParam() * 100000; run_so_far < kPerShard && !HasFailure(); ++seed) {
    Dice dice(seed);
    const Problem problem = problem_of(random_layer(dice), 1 + dice.roll(3));
    const Architecture architecture = random_machine(dice);
    const RowStationaryParameters cut = random_cut(dice, conv_shape(problem));
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
    const ConvShape& s = layer->plan.shape;
    const RowStationaryParameters& c = layer->plan.parameters;
    products += problem.find_dimension("R") < 0 ? 1 : 0;
    depthwise += problem.find_dimension("M") < 0 ? 1 : 0;
    segmented += c.e > layer->plan.machine.columns ? 1 : 0;
    uneven += s.out_rows % c.e > 0 || s.filters % c.m > 0 || s.channels % (c.q * c.r) > 0 ? 1 : 0;
  }
  EXPECT_GE(products, 5u);
  EXPECT_GE(depthwise, 3u);
  EXPECT_GE(segmented, 3u);
  EXPECT_GE(uneven, kPerShard / 4);
}

INSTANTIATE_TEST_SUITE_P(Shards, RandomArrays, testing::Range<std::uint64_t>(0, 6));

}  // namespace
}  // namespace nestwave::rs
