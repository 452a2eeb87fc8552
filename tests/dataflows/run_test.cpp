// SPDX-License-Identifier: Apache-2.0
// Mappings that the dataflows build, simulated: random layers on random machines with random limits give the
// right values, the counts of the closed forms, ledgers that add up, and what should stay, stays.
#include <gtest/gtest.h>

#include "app/layer_run.h"
#include "app/load.h"
#include "tests/dataflows/random_machine.h"
#include "tests/oracle/random_design.h"
#include "tests/property/runs.h"

namespace nestwave {
namespace {

using oracle::Dice;

void add_limits(Dice& dice, Architecture& architecture) {
  static const std::vector<std::optional<Rational>> all = {std::nullopt, Rational(1, 2), Rational(4, 3),
                                                           Rational(3)};
  for (StorageLevel& level : architecture.levels) {
    level.read_bandwidth = dice.pick(all);
    level.write_bandwidth = dice.pick(all);
    level.latency = dice.roll(3);
  }
  architecture.compute.depth = dice.roll(3);
}

class BuiltMappings : public ::testing::TestWithParam<std::string_view> {};

TEST_P(BuiltMappings, RunRightOnEveryMachine) {
  const char* given = std::getenv("NESTWAVE_PROPERTY_COUNT");
  const std::uint64_t cases = given == nullptr ? 150 : std::strtoull(given, nullptr, 10);
  std::uint64_t run_so_far = 0;
  for (std::uint64_t seed = 0; seed < cases && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Dice dice(seed + 5'000'000);
    Loaded loaded;
    loaded.dataflow = find_dataflow(GetParam());
    loaded.inputs.problem = oracle::random_problem(dice, 1000);
    loaded.inputs.architecture = test::random_machine(dice);
    loaded.policy = dice.pick(policies());
    add_limits(dice, *loaded.inputs.architecture);
    std::unique_ptr<Engine> engine;
    try {
      engine = make_engine(loaded);
    } catch (const InputError&) {
      continue;  // Claims looks at the reasons
    }
    if (engine->design().used_instances(engine->design().level_count()) > 64) continue;
    LayerRunOptions options;
    options.dataflow = GetParam();
    options.seed = seed + 1;
    const RunReport report = run_layer(*engine, options);
    SCOPED_TRACE(oracle::describe(engine->design()));
    EXPECT_TRUE(report.functional->ok) << report.functional->fault;
    EXPECT_EQ(report.cross_check_status(), report.cross_check.status());
    EXPECT_TRUE(report.cross_check.differences.empty());
    EXPECT_EQ(report.broken_claim.value_or(""), "");
    EXPECT_TRUE(report.all_well());
    property::expect_ledgers(engine->design(), report.simulation);
    ++run_so_far;
  }
  EXPECT_GT(run_so_far, cases / 2);
}

INSTANTIATE_TEST_SUITE_P(All, BuiltMappings,
                         ::testing::Values("weight_stationary", "output_stationary", "input_stationary"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace nestwave
