// SPDX-License-Identifier: Apache-2.0
// Closed forms and recursions against a step-by-step walk of random small designs.
#include "tests/analytical/walk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "models/analytical/checked.h"
#include "models/analytical/model.h"
#include "models/analytical/remainders/tables.h"
#include "tests/analytical/walk_designs.h"

namespace nestwave {
namespace {

using test::Factors;

constexpr int kSeeds = 16;

/// Designs per seed; NESTWAVE_WALK_DESIGNS overrides it.
int designs(int normal) {
  const char* wanted = std::getenv("NESTWAVE_WALK_DESIGNS");
  return wanted == nullptr ? normal : std::atoi(wanted);
}

void expect_equal(const Design& design, const CountTable& closed, const CountTable& walked,
                  std::uint64_t step) {
  if (closed == walked) return;
  for (int l = 0; l < design.level_count(); ++l)
    for (int d = 0; d < design.data_space_count(); ++d)
      for (std::size_t c = 0; c < kCategories; ++c)
        EXPECT_EQ(closed.at(l, d).value[c], walked.at(l, d).value[c])
            << "before step " << step << ": level " << l << ' ' << design.problem().data_spaces[d].name << ' '
            << kCategoryNames[c];
}

/// The generator limits one level's ports and one level's network; the busiest instance is what binds.
std::uint64_t walked_bound(const Design& design, const test::WalkResult& walked) {
  std::uint64_t bound = design.compute_steps();
  for (int l = 0; l < design.level_count(); ++l)
    for (std::uint64_t i = 0; i < design.used_instances(l); ++i) {
      if (design.architecture().levels[l].shared_bandwidth)
        bound = std::max(bound, walked.read[l][i] + walked.written[l][i]);
      for (int d = 0; d < design.data_space_count(); ++d)
        if (!design.architecture().levels[l].networks.empty() && design.mapping().levels[l].keep[d])
          bound = std::max(bound, (3 * walked.injected[l][i][d] + 1) / 2);
    }
  return bound;
}

class Walk : public testing::TestWithParam<int> {};

TEST_P(Walk, CountsAreEqualBeforeEveryStep) {
  std::mt19937_64 random(static_cast<std::uint64_t>(GetParam()));
  for (int i = 0; i < designs(50) && !HasFailure(); ++i) {
    const Design design = test::random_small_design(random, Factors::perfect);
    SCOPED_TRACE(test::describe(design));
    const test::WalkResult walked = test::walk(design);
    const AnalyticalResult result = analytical::analyze(design);
    expect_equal(design, result.counts, walked.before.back(), design.compute_steps());
    EXPECT_EQ(result.bound, walked_bound(design, walked));
    for (std::uint64_t step = 0; step <= design.compute_steps() && !HasFailure(); ++step)
      expect_equal(design, analytical::counts_before(design, step), walked.before[step], step);
  }
}

TEST_P(Walk, ImperfectFactorsCountTheSame) {
  for (int i = 0; i < designs(100) && !HasFailure(); ++i) {
    const auto seed = static_cast<std::uint64_t>(GetParam()) * 1'000'000 + static_cast<std::uint64_t>(i);
    std::mt19937_64 random(seed);
    const Design design = test::random_small_design(random, Factors::imperfect);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + test::describe(design));
    const test::WalkResult walked = test::walk(design);
    ASSERT_EQ(walked.before.size(), design.compute_steps() + 1);
    const AnalyticalResult result = analytical::analyze(design);
    expect_equal(design, result.counts, walked.before.back(), design.compute_steps());
    EXPECT_EQ(result.bound, walked_bound(design, walked));
    for (int k = 0; k < 6 && !HasFailure(); ++k) {
      const std::uint64_t step = random() % (design.compute_steps() + 1);
      expect_equal(design, analytical::counts_before(design, step), walked.before[step], step);
    }
  }
}

/// The forms for imperfect factors hold for perfect ones too, where there are others to compare with.
TEST_P(Walk, BothFormsAgreeOnPerfectFactors) {
  std::mt19937_64 random(2000 + static_cast<std::uint64_t>(GetParam()));
  for (int i = 0; i < designs(100) && !HasFailure(); ++i) {
    const Design design = test::random_small_design(random, Factors::perfect);
    SCOPED_TRACE(test::describe(design));
    for (int k = 0; k < 4; ++k) {
      const std::uint64_t step = k == 0 ? design.compute_steps() : random() % design.compute_steps();
      expect_equal(design, analytical::remainders::total_counts(design, step),
                   analytical::counts_before(design, step), step);
    }
    const auto kinds = [&](int level) { return analytical::remainders::words_per_kind(design, level); };
    EXPECT_EQ(analytical::lower_bound(design, kinds), analytical::analyze(design).bound);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Walk, testing::Range(0, kSeeds));

}  // namespace
}  // namespace nestwave
