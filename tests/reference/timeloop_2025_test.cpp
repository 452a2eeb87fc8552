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
  EXPECT_EQ(difference(reference, design, result.counts), "");
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

/// Figures of another Timeloop under the policy named after it.
void expect_figures(const ReferenceCase& reference, const char* policy) {
  const Design design = reference.design(*find_policy(policy));
  const AnalyticalResult result = analytical::analyze(design);
  EXPECT_EQ(difference(reference, design, result.counts), "");
  EXPECT_EQ(result.compute_steps, reference.compute_cycles);
  EXPECT_EQ(result.timeloop, reference.cycles);
}

class Timeloop2021 : public testing::TestWithParam<ReferenceCase> {};
TEST_P(Timeloop2021, CountersAndCyclesAreEqual) {
  expect_figures(GetParam(), "timeloop_2021");
}
INSTANTIATE_TEST_SUITE_P(Cases, Timeloop2021, testing::ValuesIn(reference::timeloop_2021()),
                         [](const auto& test) { return test.param.name; });

class Timeloop303 : public testing::TestWithParam<ReferenceCase> {};
TEST_P(Timeloop303, CountersAndCyclesAreEqual) {
  expect_figures(GetParam(), "timeloop_3_0_3");
}
INSTANTIATE_TEST_SUITE_P(Cases, Timeloop303, testing::ValuesIn(reference::timeloop_3_0_3()),
                         [](const auto& test) { return test.param.name; });

TEST(ReferenceTables, HaveAllCases) {
  EXPECT_EQ(reference::timeloop_2025().size(), 39u);
  EXPECT_EQ(reference::timeloop_2021().size(), 105u);
  EXPECT_EQ(reference::timeloop_3_0_3().size(), 6u);
}

}  // namespace
}  // namespace nestwave
