// SPDX-License-Identifier: Apache-2.0
// Random designs with random networks on chip.
#include <gtest/gtest.h>

#include <memory>

#include "app/simulate.h"
#include "models/analytical/model.h"
#include "models/cross_check.h"
#include "tests/oracle/oracle.h"
#include "tests/oracle/random_problem.h"
#include "tests/property/compare.h"
#include "tests/property/designs.h"
#include "tests/property/runs.h"
#include "tests/property/shards.h"
#include "traces/values.h"

namespace nestwave::property {
namespace {

using oracle::Dice;

NetworkSpec random_network(Dice& dice, const Architecture& architecture, std::size_t level, bool outward) {
  static const std::vector<std::string> both = {"bus", "multicast", "systolic", "mesh", "systolic", "mesh"};
  static const std::vector<std::string> out = {"bus",  "multicast",      "systolic",
                                               "mesh", "reduction_tree", "reduction_chain"};
  static const std::vector<Rational> bandwidths = {{1, 2}, {3, 4}, {2, 3}, {3, 2}, 1, 1, 2, 3, 4};
  NetworkSpec spec;
  spec.kind = dice.pick(outward ? out : both);
  if (dice.chance(60)) spec.bandwidth = dice.pick(bandwidths);
  if (spec.kind == "multicast" && dice.chance(40)) spec.row_bandwidth = dice.pick(bandwidths);
  spec.hop_latency = dice.roll(3);
  if (spec.kind.starts_with("reduction")) spec.adder_latency = dice.roll(3);
  if (spec.kind == "systolic") spec.along = static_cast<Along>(dice.roll(4));
  if (spec.kind == "mesh") {
    spec.entry_x = dice.roll(architecture.fanout_x(level));
    spec.entry_y = dice.roll(architecture.fanout_y(level));
  }
  if (!outward && dice.chance(50))
    spec.outward = std::make_shared<const NetworkSpec>(random_network(dice, architecture, level, true));
  return spec;
}

/// The design with other networks; `seed` is that of the design too.
Design with_networks(const Design& design, std::uint64_t seed) {
  Dice dice(seed + 77'000'000);
  Architecture architecture = design.architecture();
  for (std::size_t l = 0; l < architecture.levels.size(); ++l) {
    StorageLevel& level = architecture.levels[l];
    level.networks.clear();
    if (dice.chance(75)) level.networks[""] = random_network(dice, architecture, l, false);
    for (const DataSpace& space : design.problem().data_spaces)
      if (dice.chance(20)) level.networks[space.name] = random_network(dice, architecture, l, false);
  }
  return Design(design.problem(), architecture, design.mapping(), design.policy());
}

class NetworksOnChip : public testing::TestWithParam<Shard> {
 protected:
  template <typename Property>
  void for_all(std::uint64_t macs, const std::vector<Policy>& choice, Property property) {
    const auto make = [macs](std::uint64_t seed, const Policy& policy) {
      return with_networks(
          oracle::random_design(seed, policy, {macs, 32, GetParam().imperfect, GetParam().padded}), seed);
    };
    for_designs(GetParam().first_seed(), (seeds_per_shard(NESTWAVE_SEEDS) + 1) / 2, choice, make, property);
  }
};

TEST_P(NetworksOnChip, CountsEqualClosedFormsAndBruteForce) {
  for_all(2000, policies(), [](std::uint64_t, const Design& design) {
    const SimulationResult run = simulate(design, guarded(design));
    const AnalyticalResult model = analytical::analyze(design);
    const oracle::Oracle truth(design);
    EXPECT_EQ(difference(design, truth.counts(), run.counts), "");
    EXPECT_EQ(difference(truth.edges(), run.edges), "");
    for (const FigureDifference& figure : cross_check_figures(design, run, model))
      ADD_FAILURE() << figure.figure << ": simulated " << figure.simulated << ", analytical "
                    << figure.analytical;
    expect_ledgers(design, run);
  });
}

TEST_P(NetworksOnChip, EveryRuleOfMulticastIsObeyed) {
  std::vector<Policy> choice;
  for (const Multicast multicast : kMulticasts) {
    choice.push_back(policies().front());
    choice.back().multicast = multicast;
  }
  for_all(1000, choice, [](std::uint64_t, const Design& design) {
    const SimulationResult run = simulate(design, guarded(design));
    EXPECT_EQ(difference(oracle::Oracle(design).edges(), run.edges), "");
    EXPECT_TRUE(cross_check_figures(design, run, analytical::analyze(design)).empty());
  });
}

TEST_P(NetworksOnChip, WithoutLimitsTheyCostNothing) {
  for_all(2000, policies(), [](std::uint64_t, const Design& design) {
    const Design free = oracle::ideal(design);
    const SimulationResult run = simulate(free, guarded(free));
    EXPECT_EQ(run.cycles, free.compute_steps());
    expect_ledgers(free, run);
  });
}

TEST_P(NetworksOnChip, NeitherOrderNorMergedInstancesShow) {
  for_all(2000, {policies().front()}, [](std::uint64_t seed, const Design& design) {
    SimulationOptions other = guarded(design);
    other.construction_seed = seed * 31 + 7;
    other.every_instance = seed % 2 == 0;
    expect_same(design, simulate(design, guarded(design)), simulate(design, other));
  });
}

TEST_P(NetworksOnChip, CarryTheRightValues) {
  for_all(800, {policies().front(), policies().back()}, [](std::uint64_t seed, const Design& design) {
    Values values(design, seed);
    (void)simulate(design, {{&values}});
    const FunctionalResult result = values.result();
    EXPECT_TRUE(result.ok) << result.fault;
    EXPECT_GT(result.outputs_checked, 0U);
  });
}

TEST_P(NetworksOnChip, SkippingRepetitionsDoesNotShow) {
  Skipping skipping;
  for_all(1000, {policies().front()}, [&](std::uint64_t seed, const Design& design) {
    if (seed % 3 == 0) skipping.compare(seed, design);  // long runs
  });
  if (!GetParam().imperfect) skipping.expect_one_in(10);
}

INSTANTIATE_TEST_SUITE_P(Random, NetworksOnChip,
                         testing::ValuesIn(shards(NESTWAVE_FIRST_SHARD, NESTWAVE_LAST_SHARD)), shard_name);

}  // namespace
}  // namespace nestwave::property
