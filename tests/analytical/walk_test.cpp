// SPDX-License-Identifier: Apache-2.0
// Closed forms against a step-by-step walk of random small designs, at every step.
#include "tests/analytical/walk.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "models/analytical/model.h"
#include "tests/analytical/walk_designs.h"

namespace nestwave {
namespace {

constexpr int kSeeds = 16;
constexpr int kDesignsPerSeed = 50;

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

class Walk : public testing::TestWithParam<int> {};

TEST_P(Walk, CountsAreEqualBeforeEveryStep) {
  std::mt19937_64 random(static_cast<std::uint64_t>(GetParam()));
  for (int i = 0; i < kDesignsPerSeed && !HasFailure(); ++i) {
    const Design design = test::random_small_design(random);
    SCOPED_TRACE(test::describe(design));
    const test::WalkResult walked = test::walk(design);
    const AnalyticalResult result = analytical::analyze(design);
    expect_equal(design, result.counts, walked.before.back(), design.compute_steps());
    for (std::uint64_t step = 0; step <= design.compute_steps() && !HasFailure(); ++step)
      expect_equal(design, analytical::counts_before(design, step), walked.before[step], step);
  }
}

/// The generator gives one level one word per cycle; its worst instance is what binds.
TEST_P(Walk, TheBoundIsThatOfTheBusiestInstance) {
  std::mt19937_64 random(1000 + static_cast<std::uint64_t>(GetParam()));
  for (int i = 0; i < kDesignsPerSeed && !HasFailure(); ++i) {
    const Design design = test::random_small_design(random);
    SCOPED_TRACE(test::describe(design));
    const test::WalkResult walked = test::walk(design);
    std::uint64_t expected = design.compute_steps();
    for (int l = 0; l < design.level_count(); ++l) {
      if (!design.architecture().levels[l].shared_bandwidth) continue;
      for (std::size_t instance = 0; instance < walked.read[l].size(); ++instance)
        expected = std::max(expected, walked.read[l][instance] + walked.written[l][instance]);
    }
    EXPECT_EQ(analytical::analyze(design).bound, expected);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Walk, testing::Range(0, kSeeds));

}  // namespace
}  // namespace nestwave
