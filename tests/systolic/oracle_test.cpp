// SPDX-License-Identifier: Apache-2.0
// Random layers on random arrays: simulation, closed forms and brute force agree on everything, and the
// values that the PEs hand on make the right outputs.
#include "tests/systolic/oracle.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "tests/systolic/support.h"

namespace nestwave {
namespace {

using test::OracleArray;
using test::OracleResult;

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}
  std::uint64_t from(std::uint64_t least, std::uint64_t most) {
    return least + random_() % (most - least + 1);
  }

 private:
  std::mt19937_64 random_;
};

Problem random_problem(Dice& dice) {
  if (dice.from(0, 2) == 0) return test::gemm(dice.from(1, 9), dice.from(1, 9), dice.from(1, 9));
  const std::uint64_t groups = dice.from(0, 2) == 0 ? 2 : 1;
  const Extent kernel = {dice.from(1, 3), dice.from(1, 3)};
  Layer layer = test::conv_layer(groups * dice.from(1, 2), groups * dice.from(1, 3),
                                 {kernel.down + dice.from(0, 4), kernel.across + dice.from(0, 4)}, kernel,
                                 dice.from(1, 3), dice.from(0, 1), groups);
  if (dice.from(0, 5) == 0) {
    layer.type = LayerType::depthwise;
    layer.filters = layer.groups = layer.channels;
  }
  return problem_of(layer, dice.from(1, 2));
}

std::size_t cases() {
  const char* given = std::getenv("NESTWAVE_PROPERTY_COUNT");
  return given == nullptr ? 150 : std::strtoull(given, nullptr, 10);
}

class Oracle : public ::testing::TestWithParam<const char*> {};

TEST_P(Oracle, CountsAndTimesTheSame) {
  const std::string dataflow = GetParam();
  const auto kind = static_cast<SystolicDataflow>(dataflow == "weight_stationary"  ? 0
                                                  : dataflow == "input_stationary" ? 1
                                                                                   : 2);
  for (std::uint64_t seed = 0; seed < cases(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Dice dice(seed);
    const Problem problem = random_problem(dice);
    const char* overlaps[] = {"none", "preload", "full"};
    const std::uint64_t overlap = dice.from(0, 2);
    const bool used = dice.from(0, 1) == 1;
    const std::uint64_t rows = dice.from(1, 4);
    const std::uint64_t columns = dice.from(1, 4);
    std::vector<std::string> overrides = {
        std::string("ofmap_sram.nestwave.systolic.fold_overlap=") + overlaps[overlap],
        std::string("ofmap_sram.nestwave.systolic.pace=") + (used ? "used" : "full_array")};
    Architecture machine = test::systolic(rows, columns, overrides);
    for (StorageLevel& level : machine.levels)
      if (level.name.ends_with("_sram")) {
        // Of which half is room: from a few words to everything.
        const std::uint64_t choices[] = {16, 24, 48, 96, 4096};
        level.capacity_words = choices[dice.from(0, 4)];
      }
    const auto engine = test::engine(dataflow, problem, machine);
    const SystolicResult cut = test::description(*engine);
    SCOPED_TRACE(std::to_string(rows) + " x " + std::to_string(columns) + " PEs, " + overlaps[overlap] +
                 (used ? ", used" : ", full_array") + ", M " + std::to_string(cut.m) + " K " +
                 std::to_string(cut.k) + " N " + std::to_string(cut.n) + ", groups " +
                 std::to_string(cut.groups));
    SimulationResult run;
    try {
      run = test::checked_run(*engine, true);
    } catch (const InternalError& error) {
      FAIL() << error.what();
    }
    const OracleArray array{rows,
                            columns,
                            kind,
                            {static_cast<FoldOverlap>(overlap), used ? Pace::used : Pace::full_array},
                            cut.residency};
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
