// SPDX-License-Identifier: Apache-2.0
// Random layers on random arrays: outputs are right, counts are those of the closed forms, ledgers add up,
// and the order in which PEs are visited does not show.
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
  for (std::uint64_t seed = GetParam() * 100000; run_so_far < kPerShard && !HasFailure(); ++seed) {
    Dice dice(seed);
    const std::optional<Simulated> layer = random_array(dice);
    if (!layer) continue;
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
