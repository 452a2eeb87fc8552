// SPDX-License-Identifier: Apache-2.0
// Random layers on random arrays: simulation, closed forms and brute force agree on everything, and the
// values that the PEs hand on make the right outputs.
#include "tests/systolic/oracle.h"

#include <gtest/gtest.h>

#include "tests/systolic/random.h"

namespace nestwave {
namespace {

using test::Dice;
using test::OracleArray;
using test::OracleResult;

class Oracle : public ::testing::TestWithParam<const char*> {};

TEST_P(Oracle, CountsAndTimesTheSame) {
  const std::string dataflow = GetParam();
  const auto kind = static_cast<SystolicDataflow>(dataflow == "weight_stationary"  ? 0
                                                  : dataflow == "input_stationary" ? 1
                                                                                   : 2);
  for (std::uint64_t seed = 0; seed < test::cases(150); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Dice dice(seed);
    const Problem problem = test::random_problem(dice);
    const test::RandomArray random = test::random_array(dice, 4);
    const auto engine = test::engine(dataflow, problem, random.machine);
    const SystolicResult cut = test::description(*engine);
    SCOPED_TRACE(random.title + ", M " + std::to_string(cut.m) + " K " + std::to_string(cut.k) + " N " +
                 std::to_string(cut.n) + ", groups " + std::to_string(cut.groups));
    SimulationResult run;
    try {
      run = test::checked_run(*engine, true);
    } catch (const InternalError& error) {
      FAIL() << error.what();
    }
    const OracleArray array{random.rows, random.columns, kind, random.spec, cut.residency};
    const OracleResult expected = test::run_oracle(problem, array);
    EXPECT_EQ(run.cycles, expected.cycles);
    EXPECT_EQ(run.macs, expected.macs);
    for (int space = 0; space < 3; ++space) {
      const std::vector<int>& keepers = engine->design().keepers(space);
      SCOPED_TRACE(problem.data_spaces[space].name);
      EXPECT_EQ(run.counts.at(keepers[0], space).value, expected.memory[space].value);
      EXPECT_EQ(run.counts.at(keepers[1], space).value, expected.buffer[space].value);
      if (keepers.size() > 2) {
        EXPECT_EQ(run.counts.at(keepers[2], space).value, expected.registers[space].value);
      }
    }
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Oracle,
                         ::testing::Values("weight_stationary", "input_stationary", "output_stationary"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace nestwave
