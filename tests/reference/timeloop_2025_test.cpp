// SPDX-License-Identifier: Apache-2.0
// The analytical model against every figure of the Timeloop runs.
#include <gtest/gtest.h>

#include "models/analytical/model.h"
#include "tests/reference/reference_cases.h"

namespace nestwave {
namespace {

using reference::ReferenceCase;

class Timeloop2025 : public testing::TestWithParam<ReferenceCase> {};

TEST_P(Timeloop2025, CountersAndCyclesAreEqual) {
  const ReferenceCase& reference = GetParam();
  const Design design = reference.design(*find_policy("timeloop"));
  const AnalyticalResult result = analytical::analyze(design);

  EXPECT_EQ(result.compute_steps, reference.compute_cycles);
  EXPECT_EQ(result.timeloop, reference.cycles);
  EXPECT_GE(result.bound, result.compute_steps);
  for (const auto& [level, data_space, expected] : reference.expected) {
    const TimeloopCounters totals = timeloop_counters(
        result.counts.at(level, data_space), design.problem().data_spaces[data_space].read_write,
        design.keepers(data_space).front() == level, design.policy().counters);
    const std::uint64_t instances = design.used_instances(level);
    SCOPED_TRACE(design.architecture().levels[level].name + " " +
                 design.problem().data_spaces[data_space].name);
    EXPECT_EQ(totals.reads, expected.reads * instances);
    EXPECT_EQ(totals.fills, expected.fills * instances);
    EXPECT_EQ(totals.updates, expected.updates * instances);
  }
}

TEST_P(Timeloop2025, RefillsUnderEveryRuleOfReuseAreEqual) {
  const ReferenceCase& reference = GetParam();
  for (const Reuse reuse : {Reuse::timeloop, Reuse::resident, Reuse::none}) {
    Policy policy = *find_policy("timeloop");
    policy.reuse = reuse;
    const Design design = reference.design(policy);
    const AnalyticalResult result = analytical::analyze(design);
    for (const auto& [level, data_space, words] : reference.refills) {
      SCOPED_TRACE(std::string(to_string(reuse)) + " " + design.architecture().levels[level].name + " " +
                   design.problem().data_spaces[data_space].name);
      EXPECT_EQ(result.counts.at(level, data_space)[Category::writes_fill],
                words.at(reuse) * design.used_instances(level));
    }
  }
}

/// Every prefix is defined, and the last one is the whole.
TEST_P(Timeloop2025, PrefixesGrowUpToTheTotal) {
  for (const Policy& policy : policies()) {
    const Design design = GetParam().design(policy);
    const std::uint64_t steps = design.compute_steps();
    CountTable before(design.level_count(), design.data_space_count());
    EXPECT_EQ(analytical::counts_before(design, 0), before);
    for (std::uint64_t step = 1; step < steps; step += 1 + steps / 23) {
      const CountTable now = analytical::counts_before(design, step);
      for (int l = 0; l < design.level_count(); ++l)
        for (int d = 0; d < design.data_space_count(); ++d)
          for (std::size_t c = 0; c < kCategories; ++c)
            EXPECT_GE(now.at(l, d).value[c], before.at(l, d).value[c]) << "step " << step;
      before = now;
    }
    EXPECT_EQ(analytical::counts_before(design, steps), analytical::analyze(design).counts);
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, Timeloop2025, testing::ValuesIn(reference::timeloop_2025()),
                         [](const auto& test) { return test.param.name; });

TEST(Timeloop2025Table, HasAllCases) {
  EXPECT_EQ(reference::timeloop_2025().size(), 39u);
}

}  // namespace
}  // namespace nestwave
