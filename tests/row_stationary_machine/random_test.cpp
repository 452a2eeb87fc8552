// SPDX-License-Identifier: Apache-2.0
// Random layers of every type on random arrays: outputs are right, counts are those of the closed forms,
// ledgers add up, and neither the order in which PEs are visited nor how many steps they do in one go shows.
#include <gtest/gtest.h>

#include "tests/oracle/random_problem.h"
#include "tests/row_stationary_machine/random_array.h"
#include "tests/row_stationary_machine/simulated.h"

namespace nestwave::rs {
namespace {

using oracle::Dice;

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
    const std::optional<Simulated> layer = random_array(dice);
    if (!layer) continue;
    const Problem& problem = layer->design.problem();
    SCOPED_TRACE("seed " + std::to_string(seed));
    try {
      const EngineRun run = layer->run({}, seed);
      ASSERT_TRUE(run.functional);
      EXPECT_TRUE(run.functional->ok) << run.functional->fault;
      EXPECT_EQ(layer->differences(run.simulation), "");
      SimulationOptions other_order;
      other_order.construction_seed = 1;
      const SimulationResult again = layer->run(other_order).simulation;
      expect_same(again, run.simulation);
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
