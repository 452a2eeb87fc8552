// SPDX-License-Identifier: Apache-2.0
// The closed forms against brute force, on random designs: every category of every level, for the
// whole run and for prefixes of it.
#include <gtest/gtest.h>

#include "models/analytical/model.h"
#include "tests/oracle/bounds.h"
#include "tests/oracle/oracle.h"
#include "tests/oracle/random_problem.h"
#include "tests/property/compare.h"
#include "tests/property/shards.h"

namespace nestwave::property {
namespace {

void check(std::uint64_t seed, const Policy& policy, const oracle::RandomLimits& limits) {
  const Design design = oracle::random_design(seed, policy, limits);
  SCOPED_TRACE(title(seed, design));
  const oracle::Oracle truth(design);
  const AnalyticalResult model = analytical::analyze(design);
  EXPECT_EQ(difference(design, truth.counts(), model.counts), "");
  EXPECT_EQ(difference(truth.edges(), model.edges), "");
  EXPECT_EQ(model.compute_steps, design.compute_steps());
  EXPECT_EQ(model.bound, oracle::oracle_bound(design, truth));
  EXPECT_EQ(model.timeloop, oracle::oracle_timeloop_cycles(design, truth));

  oracle::Dice dice(seed + 77);
  std::vector<std::uint64_t> cuts = {0, 1, design.compute_steps()};
  for (int i = 0; i < 5; ++i) cuts.push_back(dice.roll(design.compute_steps() + 1));
  for (const std::uint64_t cut : cuts)
    EXPECT_EQ(difference(design, truth.counts_before(cut), analytical::counts_before(design, cut)), "")
        << "before step " << cut << " of " << design.compute_steps();
}

class ClosedForms : public testing::TestWithParam<Shard> {
 protected:
  void check_seeds(std::uint64_t first, std::uint64_t count, const std::vector<Policy>& choice,
                   std::uint64_t macs) {
    for (std::uint64_t seed = first; seed < first + count && !HasFailure(); ++seed)
      for (const Policy& policy : choice) try {
          check(seed, policy, {macs, 32, GetParam().imperfect, GetParam().padded});
        } catch (const std::exception& error) {
          ADD_FAILURE() << "seed " << seed << ", policy " << policy.name << ": " << error.what();
        }
  }
};

TEST_P(ClosedForms, NamedPolicies) {
  check_seeds(GetParam().first_seed(), seeds_per_shard(NESTWAVE_SEEDS), policies(), 4000);
}

TEST_P(ClosedForms, AllCombinations) {
  check_seeds(GetParam().first_seed() + 500'000, (seeds_per_shard(NESTWAVE_SEEDS) + 9) / 10,
              all_combinations(), 1200);
}

INSTANTIATE_TEST_SUITE_P(Random, ClosedForms,
                         testing::ValuesIn(shards(NESTWAVE_FIRST_SHARD, NESTWAVE_LAST_SHARD)), shard_name);

}  // namespace
}  // namespace nestwave::property
