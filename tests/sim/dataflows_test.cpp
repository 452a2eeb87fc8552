// SPDX-License-Identifier: Apache-2.0
// The flattened nest, and sets of coordinates against std::set.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "dataflows/nest.h"
#include "dataflows/region.h"
#include "tests/sim/machines.h"

namespace nestwave {
namespace {

using test::TinyMachine;

/// Memory: M3 C2 and, in space, M2; Buffer: P4, C1; Register: R2.
Design three_levels() {
  TinyMachine machine;
  machine.level("Memory", "WIO", {{"M", 3}, {"C", 2}}, {{"M", 2}})
      .level("Buffer", "WIO", {{"P", 4}, {"C", 1}})
      .level("Register", "WIO", {{"R", 2}});
  return machine.design();
}

TEST(Nest, LeavesOutLoopsOfBoundOne) {
  const Nest nest(three_levels());
  ASSERT_EQ(nest.temporal().size(), 4u);
  EXPECT_EQ(nest.temporal()[2].bound, 4u);
  EXPECT_EQ(nest.temporal()[3].bound, 2u);
  EXPECT_EQ(nest.temporal()[3].level, 2);
  EXPECT_EQ(nest.steps(), 48u);
}

TEST(Nest, OuterLoopsStrideOverInnerLoopsOfTheSameDimension) {
  const Nest nest(three_levels());
  EXPECT_EQ(nest.spatial()[0].index_stride, 1u);
  EXPECT_EQ(nest.temporal()[0].index_stride, 2u) << "the M loop in space is inside the one in time";
}

TEST(Nest, CountsTheTemporalLoopsAboveALevel) {
  const Nest nest(three_levels());
  EXPECT_EQ(nest.temporal_above(0), 0u);
  EXPECT_EQ(nest.temporal_above(1), 2u);
  EXPECT_EQ(nest.temporal_above(2), 3u);
  EXPECT_EQ(nest.temporal_above(3), 4u);
}

TEST(Nest, AStepIsTheMixedRadixNumberOfItsIndices) {
  const Design design = three_levels();
  const Nest nest(design);
  const std::uint64_t step = ((2 * 2 + 1) * 4 + 3) * 2 + 1;
  EXPECT_EQ(nest.digit(step, 0), 2u);
  EXPECT_EQ(nest.digit(step, 1), 1u);
  EXPECT_EQ(nest.digit(step, 2), 3u);
  EXPECT_EQ(nest.digit(step, 3), 1u);
  EXPECT_EQ(nest.indices(design.problem(), step), "M=2 C=1 P=3 R=1");
  EXPECT_EQ(nest.numbering().inside({0, 0, 0, 0}, 1), 16u);
  EXPECT_EQ(nest.numbering().inside({0, 0, 0, 0}, 4), 1u);
}

TEST(Nest, ASingleStepHasNoIndices) {
  const Design design = TinyMachine().level("Memory", "WIO").design();
  const Nest nest(design);
  EXPECT_EQ(nest.steps(), 1u);
  EXPECT_EQ(nest.indices(design.problem(), 0), "");
}

// Sets.

using Set = std::set<std::int64_t>;

/// A set of up to eight numbers below 24, as both.
struct Both {
  RankSet intervals;
  Set plain;

  explicit Both(std::mt19937& random) {
    const std::uint64_t count = random() % 9;
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto value = static_cast<std::int64_t>(random() % 24);
      intervals = intervals.united(RankSet(value));
      plain.insert(value);
    }
  }
};

/// The same elements, in the one normal form: sorted intervals that do not touch.
void expect_equal(const RankSet& found, const Set& expected) {
  Set elements;
  bool first = true;
  std::int64_t end = 0;
  for (const RankSet::Interval& interval : found.intervals()) {
    EXPECT_LT(interval.begin, interval.end);
    EXPECT_TRUE(first || interval.begin > end) << "intervals that touch or are out of order";
    first = false;
    end = interval.end;
    for (std::int64_t at = interval.begin; at < interval.end; ++at) elements.insert(at);
  }
  EXPECT_EQ(elements, expected);
  EXPECT_EQ(found.size(), expected.size());
  for (std::int64_t at = -3; at < 30; ++at) EXPECT_EQ(found.contains(at), expected.count(at) > 0) << at;
}

/// Runs a property on pairs of random sets, up to the first failure.
template <typename Property>
void for_random_sets(Property property) {
  std::mt19937 random(2025);
  for (int round = 0; round < 400 && !testing::Test::HasFailure(); ++round) {
    const Both a(random);
    const Both b(random);
    property(a, b, random);
  }
}

TEST(RankSet, UnitedHoldsWhatIsInEither) {
  for_random_sets([](const Both& a, const Both& b, std::mt19937&) {
    Set expected = a.plain;
    expected.insert(b.plain.begin(), b.plain.end());
    expect_equal(a.intervals.united(b.intervals), expected);
  });
}

TEST(RankSet, WithoutTakesOutTheOther) {
  for_random_sets([](const Both& a, const Both& b, std::mt19937&) {
    Set expected;
    for (const std::int64_t value : a.plain)
      if (b.plain.count(value) == 0) expected.insert(value);
    expect_equal(a.intervals.without(b.intervals), expected);
  });
}

TEST(RankSet, ShiftedMovesEveryElement) {
  for_random_sets([](const Both& a, const Both&, std::mt19937& random) {
    const std::int64_t by = static_cast<std::int64_t>(random() % 41) - 20;
    Set expected;
    for (const std::int64_t value : a.plain) expected.insert(value + by);
    expect_equal(a.intervals.shifted(by), expected);
  });
}

TEST(RankSet, SweptHoldsACopyPerIteration) {
  for_random_sets([](const Both& a, const Both&, std::mt19937& random) {
    const std::int64_t stride = 1 + static_cast<std::int64_t>(random() % 9);
    const std::uint64_t bound = 1 + random() % 5;
    Set expected;
    for (std::uint64_t i = 0; i < bound; ++i)
      for (const std::int64_t value : a.plain) expected.insert(value + static_cast<std::int64_t>(i) * stride);
    expect_equal(a.intervals.swept(stride, bound), expected);
  });
}

TEST(RankSet, SpreadHoldsACopyPerOffset) {
  for_random_sets([](const Both& a, const Both& b, std::mt19937&) {
    Set expected;
    for (const std::int64_t offset : b.plain)
      for (const std::int64_t value : a.plain) expected.insert(value + offset);
    expect_equal(a.intervals.spread(b.intervals), expected);
  });
}

TEST(RankSet, HullReachesFromTheSmallestToTheLargest) {
  for_random_sets([](const Both& a, const Both&, std::mt19937&) {
    Set expected;
    if (!a.plain.empty())
      for (std::int64_t at = *a.plain.begin(); at <= *a.plain.rbegin(); ++at) expected.insert(at);
    expect_equal(a.intervals.hull(), expected);
  });
}

TEST(RankSet, WordsAreTheProductOfTheRanks) {
  EXPECT_EQ(word_count({}), 1u);
  EXPECT_EQ(word_count({RankSet(0).swept(1, 3), RankSet(7).swept(5, 4)}), 12u);
  EXPECT_EQ(word_count({RankSet(0).swept(1, 3), RankSet()}), 0u);
}

}  // namespace
}  // namespace nestwave
