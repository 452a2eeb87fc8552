// SPDX-License-Identifier: Apache-2.0
// The simulation on random designs: what it counts, how long it takes, where the cycles went, and that
// nothing depends on the order in which modules are made.
#include <gtest/gtest.h>

#include "app/simulate.h"
#include "models/analytical/model.h"
#include "tests/oracle/oracle.h"
#include "tests/property/compare.h"
#include "tests/property/designs.h"
#include "tests/property/runs.h"
#include "tests/property/shards.h"

namespace nestwave::property {
namespace {

class Simulation : public testing::TestWithParam<Shard> {
 protected:
  /// Runs one property on every design of the shard until the first failure.
  template <typename Property>
  void for_all(Property property) {
    for_seeds(GetParam().first_seed(), seeds_per_shard(NESTWAVE_SEEDS), policies(), property);
  }

  template <typename Property>
  void for_seeds(std::uint64_t first, std::uint64_t count, const std::vector<Policy>& choice,
                 Property property) {
    const auto make = [](std::uint64_t seed, const Policy& policy) {
      return oracle::random_design(seed, policy, {2000, 32, GetParam().imperfect, GetParam().padded});
    };
    for_designs(first, count, choice, make, property);
  }
};

TEST_P(Simulation, CountsEqualClosedFormsAndBruteForce) {
  for_all([](std::uint64_t, const Design& design) {
    const SimulationResult run = simulate(design, guarded(design));
    const AnalyticalResult model = analytical::analyze(design);
    const oracle::Oracle truth(design);
    EXPECT_EQ(difference(design, truth.counts(), run.counts), "");
    EXPECT_EQ(difference(design, truth.counts(), model.counts), "");
    EXPECT_EQ(difference(truth.edges(), run.edges), "");
    EXPECT_EQ(difference(model.edges, run.edges), "");
    EXPECT_GE(run.cycles, model.bound);
    expect_ledgers(design, run);
  });
}

TEST_P(Simulation, EveryCombinationOfChoicesIsObeyed) {
  const std::uint64_t count = (seeds_per_shard(NESTWAVE_SEEDS) + 24) / 25;
  for_seeds(GetParam().first_seed() + 500'000, count, all_combinations(),
            [](std::uint64_t, const Design& design) {
              const SimulationResult run = simulate(design, guarded(design));
              const oracle::Oracle truth(design);
              EXPECT_EQ(difference(design, truth.counts(), run.counts), "");
              EXPECT_EQ(difference(truth.edges(), run.edges), "");
            });
}

TEST_P(Simulation, AnIdealMachineNeverWaits) {
  for_all([](std::uint64_t, const Design& design) {
    const Design free = oracle::ideal(design);
    const SimulationResult run = simulate(free, guarded(free));
    EXPECT_EQ(run.cycles, free.compute_steps());
    expect_ledgers(free, run);
  });
}

TEST_P(Simulation, ConstructionOrderDoesNotShow) {
  for_all([](std::uint64_t seed, const Design& design) {
    SimulationOptions other = guarded(design);
    other.construction_seed = seed * 31 + 7;
    expect_same(design, simulate(design, guarded(design)), simulate(design, other));
  });
}

TEST_P(Simulation, OneInstanceStandsForAllThatDoTheSame) {
  for_all([](std::uint64_t, const Design& design) {
    SimulationOptions every = guarded(design);
    every.every_instance = true;
    expect_same(design, simulate(design, guarded(design)), simulate(design, every));
  });
}

TEST_P(Simulation, SkippingRepetitionsDoesNotShow) {
  Skipping skipping;
  for_all([&](std::uint64_t seed, const Design& design) {
    if (seed % 5 == 0) skipping.compare(seed, design);  // long runs
  });
  if (!GetParam().imperfect) skipping.expect_one_in(5);
}

INSTANTIATE_TEST_SUITE_P(Random, Simulation,
                         testing::ValuesIn(shards(NESTWAVE_FIRST_SHARD, NESTWAVE_LAST_SHARD)), shard_name);

}  // namespace
}  // namespace nestwave::property
