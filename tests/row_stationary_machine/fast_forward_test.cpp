// SPDX-License-Identifier: Apache-2.0
// Skipping what repeats itself changes nothing: random layers on random arrays, whole and cut short.
#include <gtest/gtest.h>

#include "tests/oracle/random_problem.h"
#include "tests/row_stationary_machine/random_array.h"
#include "tests/row_stationary_machine/simulated.h"

namespace nestwave::rs {
namespace {

using oracle::Dice;

/// Runs both ways and returns the cycles that were skipped.
Cycle expect_nothing_changes(const Simulated& layer, Cycle max_cycles) {
  SimulationOptions options;
  options.max_cycles = max_cycles;
  const SimulationResult fast = layer.run(options).simulation;
  options.fast_forward = false;
  const SimulationResult slow = layer.run(options).simulation;
  EXPECT_EQ(slow.fast_forwarded, 0U);
  expect_same(fast, slow);
  return fast.fast_forwarded;
}

class FastForward : public testing::TestWithParam<std::uint64_t> {};

TEST_P(FastForward, ChangesNothing) {
  constexpr std::uint64_t kPerShard = 150;
  std::uint64_t run_so_far = 0;
  std::uint64_t skipped = 0;
  for (std::uint64_t seed = GetParam() * 100000; run_so_far < kPerShard && !HasFailure(); ++seed) {
    Dice dice(seed);
    const std::optional<Simulated> layer = random_array(dice, 3);
    if (!layer) continue;
    SCOPED_TRACE("seed " + std::to_string(seed));
    ++run_so_far;
    try {
      if (expect_nothing_changes(*layer, 0) == 0) continue;
      ++skipped;
      const Cycle cycles = layer->run().simulation.cycles;
      expect_nothing_changes(*layer, 1 + dice.roll(cycles));
      expect_nothing_changes(*layer, cycles - cycles / 8);
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
  }
  EXPECT_GT(skipped, kPerShard / 8);
}

INSTANTIATE_TEST_SUITE_P(Shards, FastForward, testing::Range<std::uint64_t>(0, 4));

}  // namespace
}  // namespace nestwave::rs
