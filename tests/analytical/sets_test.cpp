// SPDX-License-Identifier: Apache-2.0
// Sets of coordinates, against ordinary sets of integers.
#include "models/analytical/sets.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "models/error.h"

namespace nestwave::analytical {
namespace {

std::set<std::int64_t> sums(const std::vector<Comb>& combs) {
  std::set<std::int64_t> reached = {0};
  for (const Comb& comb : combs) {
    std::set<std::int64_t> next;
    for (const std::int64_t base : reached)
      for (std::uint64_t i = 0; i < comb.bound; ++i)
        next.insert(base + comb.stride * static_cast<std::int64_t>(i));
    reached = next;
  }
  return reached;
}

TEST(CoordinateSet, TouchedAndBoundingBoxDifferInTheHoles) {
  const std::vector<Comb> stride_three = {{3, 4}};
  EXPECT_EQ(CoordinateSet(stride_three, Footprint::touched).size(), 4u);        // 0 3 6 9
  EXPECT_EQ(CoordinateSet(stride_three, Footprint::bounding_box).size(), 10u);  // 0 … 9
}

TEST(CoordinateSet, ASmallStrideFillsTheHolesOfALargerOne) {
  EXPECT_EQ(CoordinateSet({{2, 5}, {1, 2}}, Footprint::touched).size(), 10u);
  EXPECT_EQ(CoordinateSet({{3, 2}, {2, 2}}, Footprint::touched).size(), 4u);  // 0 2 3 5
}

TEST(CoordinateSet, ADenseRankOfAnyLengthIsCheap) {
  const std::uint64_t long_bound = std::uint64_t{1} << 31;
  const CoordinateSet dense({{1, long_bound}}, Footprint::touched);
  EXPECT_EQ(dense.size(), long_bound);
  EXPECT_EQ(dense.without(dense.shifted(-7)).size(), 7u);
}

TEST(CoordinateSet, AHopelesslyScatteredRankIsRefused) {
  EXPECT_THROW(CoordinateSet({{2, std::uint64_t{1} << 30}}, Footprint::touched), InputError);
}

TEST(CoordinateSet, EqualsEnumeratedSums) {
  std::mt19937_64 random(7);
  const auto pick = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  const auto combs = [&] {
    std::vector<Comb> some(static_cast<std::size_t>(pick(0, 3)));
    for (Comb& comb : some) comb = {pick(1, 6), static_cast<std::uint64_t>(pick(1, 4))};
    return some;
  };
  for (int i = 0; i < 2000; ++i) {
    const std::vector<Comb> inner = combs();
    const std::vector<Comb> outer = combs();
    const std::int64_t shift = pick(-8, 8);
    const CoordinateSet tile(inner, Footprint::touched);
    const CoordinateSet fresh = tile.without(tile.shifted(shift));

    const std::set<std::int64_t> words = sums(inner);
    std::set<std::int64_t> new_words;
    for (const std::int64_t word : words)
      if (words.count(word - shift) == 0) new_words.insert(word);
    std::set<std::int64_t> spread;
    for (const std::int64_t offset : sums(outer))
      for (const std::int64_t word : new_words) spread.insert(word + offset);

    ASSERT_EQ(tile.size(), words.size());
    ASSERT_EQ(fresh.size(), new_words.size());
    ASSERT_EQ(fresh.spread(outer).size(), spread.size());
  }
}

}  // namespace
}  // namespace nestwave::analytical
