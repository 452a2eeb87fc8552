// SPDX-License-Identifier: Apache-2.0
// Closed forms and recursions against a step-by-step walk of random small designs.
#include "tests/analytical/walk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "models/analytical/checked.h"
#include "models/analytical/model.h"
#include "models/analytical/remainders/tables.h"
#include "tests/analytical/tiny_machine.h"
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

/// What went onto each edge, what came off it, and what was added up in between.
void expect_edges(const Design& design, const std::vector<EdgeCounts>& edges,
                  const test::WalkResult& walked) {
  const CountTable& counts = walked.before.back();
  for (const EdgeCounts& edge : edges) {
    const bool to_macs = edge.to == design.level_count();
    std::uint64_t injected = 0;
    for (const std::vector<std::uint64_t>& instance : walked.injected[edge.from])
      injected += instance[edge.data_space];
    std::uint64_t delivered =
        to_macs ? walked.macs : counts.at(edge.to, edge.data_space)[Category::writes_fill];
    std::uint64_t reduced = 0;
    if (design.problem().data_spaces[edge.data_space].read_write) {
      const std::uint64_t updates = counts.at(edge.from, edge.data_space)[Category::writes_update];
      const std::uint64_t inward = to_macs ? 0 : delivered;
      delivered = inward + updates;
      reduced = injected - inward - updates;
    }
    const std::uint64_t hops = edge.hops;  // the walk knows no networks
    EXPECT_EQ(edge, (EdgeCounts{edge.data_space, edge.from, edge.to, injected, delivered, hops, reduced}));
  }
}

/// Timeloop's cycles on the level whose ports the generator limits: one word per cycle and instance.
std::uint64_t walked_timeloop(const Design& design, const CountTable& counts) {
  std::uint64_t cycles = design.compute_steps();
  for (int l = 0; l < design.level_count(); ++l) {
    if (!design.architecture().levels[l].shared_bandwidth) continue;
    std::uint64_t words = 0;
    for (int d = 0; d < design.data_space_count(); ++d) {
      const Counts& c = counts.at(l, d);
      const bool outermost = design.keepers(d).front() == l;
      if (!design.problem().data_spaces[d].read_write) {
        words += c[Category::reads_operand] + c[Category::reads_fill] + c[Category::writes_fill];
        continue;
      }
      words += 2 * c[Category::writes_update] - c[Category::zero_starts];
      if (outermost) continue;
      words += c[Category::writes_fill] + c[Category::zero_joins];
      if (design.policy().counters == Counters::timeloop_2021) words += c[Category::zero_starts];
    }
    const std::uint64_t instances = design.used_instances(l);
    cycles = std::max(cycles, (words + instances - 1) / instances);
  }
  return cycles;
}

void expect_run(const Design& design, const test::WalkResult& walked) {
  const AnalyticalResult result = analytical::analyze(design);
  expect_equal(design, result.counts, walked.before.back(), design.compute_steps());
  expect_edges(design, result.edges, walked);
  EXPECT_EQ(result.bound, walked_bound(design, walked));
  EXPECT_EQ(result.timeloop, walked_timeloop(design, walked.before.back()));
  EXPECT_EQ(walked.macs, design.problem().macs());
}

class Walk : public testing::TestWithParam<int> {};

TEST_P(Walk, CountsAreEqualBeforeEveryStep) {
  std::mt19937_64 random(static_cast<std::uint64_t>(GetParam()));
  for (int i = 0; i < designs(50) && !HasFailure(); ++i) {
    const Design design = test::random_small_design(random, Factors::perfect);
    SCOPED_TRACE(test::describe(design));
    const test::WalkResult walked = test::walk(design);
    expect_run(design, walked);
    for (std::uint64_t step = 0; step <= design.compute_steps() && !HasFailure(); ++step)
      expect_equal(design, analytical::counts_before(design, step), walked.before[step], step);
  }
}

TEST_P(Walk, ImperfectFactorsCountTheSame) {
  for (int i = 0; i < designs(200) && !HasFailure(); ++i) {
    const auto seed = static_cast<std::uint64_t>(GetParam()) * 1'000'000 + static_cast<std::uint64_t>(i);
    std::mt19937_64 random(seed);
    const Design design = test::random_small_design(random, Factors::imperfect);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + test::describe(design));
    const test::WalkResult walked = test::walk(design);
    ASSERT_EQ(walked.before.size(), design.compute_steps() + 1);
    expect_run(design, walked);
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

/// Children (p, r, m) with windows of two: at the step from P = 0, M = R = 1 to P = 1, M = R = 0 the window
/// moves by 4 − 3 = 1. Child (0, 1, 0) has 56 after 45 and needs the 6; child (1, 0, 1), cut to one word at
/// the end of P = 7, needs its whole tile, also the 6, as in the last round of M = 3 it had no work.
TEST(WalkByDesign, DifferentTilesCanLackTheSameWords) {
  test::TinyMachine machine;
  machine.levels = {{{{"P", 2}, {"M", 2}, {"R", 2}}, {{"P", 2}, {"R", 3}, {"M", 2}}}, {{{"P", 2}}, {}}};
  machine.sizes = {{"P", 7}, {"M", 3}};
  for (const Reuse reuse : kReuses)
    for (const Multicast multicast : kMulticasts) {
      machine.policy.reuse = reuse;
      machine.policy.multicast = multicast;
      const Design design = machine.design();
      SCOPED_TRACE(test::describe(design));
      expect_run(design, test::walk(design));
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Walk, testing::Range(0, kSeeds));

}  // namespace
}  // namespace nestwave
