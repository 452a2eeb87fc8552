// SPDX-License-Identifier: Apache-2.0
#include "models/against/zero_and_one.h"

#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "models/analytical/model.h"

namespace nestwave {
namespace {

using Loops =
    std::vector<std::pair<int, std::uint64_t>>;  ///< dimension (0: P, 1: R, 2: M), bound; outermost first

/// A one-dimensional convolution on a memory and a buffer; Inputs[P + R], Weights[M][R], Outputs[M][P].
Design convolution(const Loops& outside, const Loops& inside, const char* policy = "timeloop") {
  Problem problem;
  problem.dimensions = {{"P", 1}, {"R", 1}, {"M", 1}};
  for (const Loops* loops : {&outside, &inside})
    for (const auto& [dimension, bound] : *loops) problem.dimensions[dimension].size *= bound;
  problem.data_spaces.resize(3);
  problem.data_spaces[0] = {"Weights", {{{{2, 1}}}, {{{1, 1}}}}, false, {}};
  problem.data_spaces[1] = {"Inputs", {{{{0, 1}, {1, 1}}}}, false, {}};
  problem.data_spaces[2] = {"Outputs", {{{{2, 1}}}, {{{0, 1}}}}, true, {}};
  Architecture architecture;
  architecture.levels.resize(2);
  architecture.levels[0].name = "Memory";
  architecture.levels[1].name = "Buffer";
  architecture.compute.name = "MAC";
  Mapping mapping;
  mapping.levels.resize(2);
  for (int level = 0; level < 2; ++level) {
    for (const auto& [dimension, bound] : level == 0 ? outside : inside)
      mapping.levels[level].temporal.push_back({dimension, bound});
    mapping.levels[level].keep = {true, true, true};
  }
  return {problem, architecture, mapping, *find_policy(policy)};
}

std::uint64_t fills(const Design& design) {
  return against::fills_at_zero_and_one(design, 1, 1);
}

std::uint64_t walked(const Design& design) {
  return analytical::analyze(design).counts.at(1, 1)[Category::writes_fill];
}

/// P=6 outside R=4, one word at a time. The nest: 6 × 4 words, as every new P begins two places back. At 0
/// and 1: the first P takes 1 + 3 × 1; for the five others R stood at 1, and P + 1 is the same place, so they
/// take 3 × 1 each.
TEST(LoopsAtZeroAndOne, SeeANewOuterIterationFromTheInnerIndexOne) {
  const Design design = convolution({{0, 6}, {1, 4}}, {});
  EXPECT_EQ(walked(design), 24u);
  EXPECT_EQ(fills(design), 19u);
}

/// P in two pieces, P1=3 outside P0=3, a window of 4 words that moves by 2 (2 outputs, 3 weights). The nest:
/// the window slides on steadily, 4 + 8 × 2. At 0 and 1: P0 takes 4 + 2 × 2, then P1 moves by 6 − 2 = 4, not
/// 2: 2 × (4 + 2 × 2).
TEST(LoopsAtZeroAndOne, MissAStepThatGoesOnSteadily) {
  const Design design = convolution({{0, 3}, {0, 3}}, {{0, 2}, {1, 3}});
  EXPECT_EQ(walked(design), 20u);
  EXPECT_EQ(fills(design), 24u);
}

TEST(LoopsAtZeroAndOne, AreTheWholeTruthOfLoopsOfTwo) {
  for (const char* policy : {"timeloop", "timeloop_3_0_3"}) {
    const Design design = convolution({{0, 2}, {1, 2}, {2, 2}, {0, 2}, {1, 2}}, {{0, 3}, {1, 3}}, policy);
    EXPECT_EQ(fills(design), walked(design)) << policy;
  }
}

TEST(LoopsAtZeroAndOne, AgreeWithTheNestWhereOneLoopMovesTheRank) {
  for (const char* policy : {"timeloop", "timeloop_3_0_3"})
    for (const Loops& outside : {Loops{{2, 5}, {0, 4}}, Loops{{0, 4}, {2, 5}}, Loops{{2, 3}, {1, 4}}}) {
      const Design design = convolution(outside, {{0, 2}, {1, 2}}, policy);
      EXPECT_EQ(fills(design), walked(design)) << policy;
    }
}

/// The definition, spelt out: every combination of indices 0 and 1 in the order of the nest, each weighing
/// the product of (bound − 1) of the loops at 1.
std::uint64_t spelt_out(const Loops& outside, std::int64_t extent, const std::vector<std::int64_t>& strides,
                        bool remember_zero) {
  std::uint64_t total = 0;
  std::optional<std::int64_t> before;
  std::optional<std::int64_t> remembered;
  for (std::uint64_t indices = 0; indices < std::uint64_t{1} << outside.size(); ++indices) {
    std::int64_t place = 0;
    std::uint64_t weight = 1;
    for (std::size_t j = 0; j < outside.size(); ++j) {
      if ((indices >> (outside.size() - 1 - j)) % 2 == 0) continue;
      place += strides[j];
      weight *= outside[j].second - 1;
    }
    std::int64_t words = extent;
    if (before && place == *before) {
      words = 0;
      if (remember_zero) remembered = 0;
    } else if (before) {
      const std::int64_t step = place - *before;
      if (!remembered || *remembered == step) {
        words = std::min(extent, std::abs(step));
        remembered = step;
      } else {
        remembered.reset();
      }
    }
    before = place;
    total += weight * static_cast<std::uint64_t>(words);
  }
  return total;
}

TEST(LoopsAtZeroAndOne, FollowTheirDefinitionOnRandomNests) {
  for (unsigned seed = 0; seed < 2000; ++seed) {
    std::mt19937 random(seed);
    const auto draw = [&](int least, int most) {
      return std::uniform_int_distribution<int>(least, most)(random);
    };
    Loops outside(static_cast<std::size_t>(draw(1, 5)));
    for (auto& [dimension, bound] : outside) {
      dimension = draw(0, 2);
      bound = static_cast<std::uint64_t>(draw(2, 5));
    }
    const int p = draw(1, 4);
    const int r = draw(1, 4);
    std::vector<std::int64_t> strides(outside.size());
    std::int64_t stride[] = {p, r, 1};
    for (std::size_t j = outside.size(); j-- > 0;) {
      const auto [dimension, bound] = outside[j];
      strides[j] = dimension == 2 ? 0 : stride[dimension];
      stride[dimension] *= static_cast<std::int64_t>(bound);
    }
    const Loops inside = {{0, static_cast<std::uint64_t>(p)}, {1, static_cast<std::uint64_t>(r)}};
    const bool remember_zero = draw(0, 1) == 1;
    const Design design = convolution(outside, inside, remember_zero ? "timeloop_3_0_3" : "timeloop");
    ASSERT_EQ(fills(design), spelt_out(outside, p + r - 1, strides, remember_zero)) << "seed " << seed;
  }
}

}  // namespace
}  // namespace nestwave
