// SPDX-License-Identifier: Apache-2.0
// Values travel with the words: outputs are exact on random designs, and a word out of place is found.
#include <gtest/gtest.h>

#include "app/simulate.h"
#include "tests/oracle/random_design.h"
#include "tests/property/compare.h"
#include "tests/property/shards.h"
#include "traces/values.h"

namespace nestwave {
namespace {

class Functional : public testing::TestWithParam<property::Shard> {};

TEST_P(Functional, OutputsEqualAPlainLoop) {
  const std::uint64_t first = GetParam().first_seed();
  const std::uint64_t count = property::seeds_per_shard(NESTWAVE_SEEDS);
  for (std::uint64_t seed = first; seed < first + count && !HasFailure(); ++seed)
    for (const Policy& policy : policies()) {
      const Design design =
          oracle::random_design(seed, policy, {1000, 32, GetParam().imperfect, GetParam().padded});
      SCOPED_TRACE(property::title(seed, design));
      try {
        Values values(design, seed);
        (void)simulate(design, {{&values}});
        const FunctionalResult result = values.result();
        EXPECT_TRUE(result.ok) << result.fault;
        EXPECT_GT(result.outputs_checked, 0U);
      } catch (const std::exception& error) {
        ADD_FAILURE() << error.what();
      }
    }
}

INSTANTIATE_TEST_SUITE_P(Random, Functional,
                         testing::ValuesIn(property::shards(NESTWAVE_FIRST_SHARD, NESTWAVE_LAST_SHARD)),
                         property::shard_name);

/// Passes everything on to Values but one kind of event: a machine that forgets something.
class Forgetful : public Observer {
 public:
  enum class What { fill, tile, drain };
  Forgetful(Values& values, What what) : values_(values), what_(what) {}

  void transfer(const Transfer& t) override {
    if (what_ == What::fill && t.kind == TransferKind::fill && t.epoch == 1) return;
    if (what_ == What::drain && t.kind == TransferKind::drain && t.epoch == 1) return;
    values_.transfer(t);
  }
  void tile_ready(int level, int d, std::uint64_t instance, std::uint64_t epoch, Cycle cycle) override {
    if (what_ == What::tile && epoch == 1) return;
    values_.tile_ready(level, d, instance, epoch, cycle);
  }
  void tile_ended(int level, int d, std::uint64_t instance, std::uint64_t epoch, Cycle cycle) override {
    values_.tile_ended(level, d, instance, epoch, cycle);
  }
  void sums_arrived(int outer, std::uint64_t at, int inner, std::uint64_t epoch, Cycle cycle) override {
    if (what_ == What::drain && inner == 1 && epoch == 1) return;
    values_.sums_arrived(outer, at, inner, epoch, cycle);
  }
  void mac(std::uint64_t pe, std::uint64_t step, Cycle cycle) override { values_.mac(pe, step, cycle); }

 private:
  Values& values_;
  What what_;
};

/// Outputs[m] += Weights[m][k] * Inputs[k], a tile of one output at a time in a buffer.
Design matrix_vector() {
  Problem problem;
  problem.dimensions = {{"M", 3}, {"K", 4}};
  problem.data_spaces = {{"Weights", {{{{0, 1}}}, {{{1, 1}}}}, false, {}},
                         {"Inputs", {{{{1, 1}}}}, false, {}},
                         {"Outputs", {{{{0, 1}}}}, true, {}}};
  Architecture architecture;
  architecture.levels.resize(2);
  architecture.levels[0].name = "Memory";
  architecture.levels[1].name = "Buffer";
  architecture.compute.name = "MAC";
  Mapping mapping;
  mapping.levels.resize(2);
  mapping.levels[0].temporal = {{0, 3}, {1, 2}};
  mapping.levels[1].temporal = {{1, 2}};
  for (LevelMapping& level : mapping.levels) level.keep = {true, true, true};
  return {problem, architecture, mapping, policies().front()};
}

std::string fault_of(Forgetful::What what) {
  const Design design = matrix_vector();
  Values values(design, 7);
  Forgetful forgetful(values, what);
  try {
    (void)simulate(design, {{&forgetful}});
  } catch (const FunctionalFault& fault) {
    return fault.what();
  }
  return values.result().fault;
}

TEST(Functional, AWordThatWasNeverBroughtIsNamed) {
  EXPECT_EQ(fault_of(Forgetful::What::fill),
            "Weights[0][2] should have been kept but is not present in Buffer[0] in cycle 0");
}

TEST(Functional, AWordUsedBeforeItsTileIsReadyIsNamed) {
  EXPECT_EQ(fault_of(Forgetful::What::tile), "Weights[0][2] is read but not present in Buffer[0] in cycle 2");
}

TEST(Functional, ALostSumShowsInTheOutputs) {
  const std::string fault = fault_of(Forgetful::What::drain);
  EXPECT_EQ(fault.substr(0, 42), "Outputs[1] is missing, the plain loop give");
}

}  // namespace
}  // namespace nestwave
