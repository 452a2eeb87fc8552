// SPDX-License-Identifier: Apache-2.0
// Published figures as CSV against runs under every policy: nothing may stay unexplained.
#include <gtest/gtest.h>

#include <map>

#include "tests/against/support.h"

namespace nestwave {
namespace {

using reference::ReferenceCase;

/// theirs = ours + shares, exactly, in every figure.
void expect_sums(const AgainstResult& result) {
  for (const Comparison& comparison : result.explained) {
    Amount sum = comparison.ours;
    for (const Share& share : comparison.shares) sum += share.amount;
    EXPECT_EQ(sum, comparison.theirs);
    EXPECT_FALSE(comparison.shares.empty());
  }
}

void expect_explained(const ReferenceCase& reference, const std::string& counted_as) {
  const std::string csv = test::csv_of(reference);
  for (const Policy& policy : policies()) {
    SCOPED_TRACE("run under " + policy.name);
    const Design design = reference.design(policy);
    const AgainstResult result = test::against(design, csv);
    EXPECT_EQ(result.compared, 3 * reference.expected.size() + 3);
    EXPECT_TRUE(result.unexplained.empty()) << test::summary(design, result);
    expect_sums(result);
    if (policy.name == counted_as) {
      EXPECT_EQ(result.equal, result.compared) << test::summary(design, result);
      EXPECT_EQ(result.counted_as, counted_as);
    }
  }
}

class AgainstTimeloop2025 : public testing::TestWithParam<ReferenceCase> {};

TEST_P(AgainstTimeloop2025, EveryDifferenceIsExplained) {
  expect_explained(GetParam(), "timeloop");
}

INSTANTIATE_TEST_SUITE_P(Cases, AgainstTimeloop2025, testing::ValuesIn(reference::timeloop_2025()),
                         [](const auto& test) { return test.param.name; });

class AgainstTimeloop2021 : public testing::TestWithParam<ReferenceCase> {};

TEST_P(AgainstTimeloop2021, EveryDifferenceIsExplained) {
  expect_explained(GetParam(), "timeloop_2021");
}

INSTANTIATE_TEST_SUITE_P(Cases, AgainstTimeloop2021, testing::ValuesIn(reference::timeloop_2021()),
                         [](const auto& test) { return std::to_string(test.index); });

/// Timeloop 3.0.3 on six of the cases: what a buffer takes in of the Inputs. All else is as in 2025.
const std::map<std::string, std::uint64_t> kInputs303 = {
    {"a_m4p16r3_os_tiled2", 24},    {"a_m4p16r3_os_untiled2", 48}, {"b_m8p32r5_os_tiled2", 48},
    {"b_m8p32r5_os_untiled2", 160}, {"q1_m32p16r3_os_tiled2", 20}, {"q1_m32p16r3_os_untiled2", 48}};

TEST(AgainstTimeloop303, EveryDifferenceIsExplained) {
  for (const auto& [name, words] : kInputs303) {
    SCOPED_TRACE(name);
    ReferenceCase reference = reference::timeloop_2025(name);
    const int inputs = reference.problem.find_data_space("Inputs");
    for (auto& expected : reference.expected) {
      if (expected.data_space != inputs) continue;
      (expected.level == 0 ? expected.counters.reads : expected.counters.fills) = words;
    }
    expect_explained(reference, "timeloop_3_0_3");
  }
}

/// The name of the Timeloop is found from the figures alone.
TEST(AgainstTimeloop303, IsToldFromThatOf2025) {
  ReferenceCase reference = reference::timeloop_2025("q1_m32p16r3_os_tiled2");
  const Design design = reference.design(*find_policy("resident"));
  EXPECT_EQ(test::against(design, test::csv_of(reference)).counted_as, "timeloop");
  const int inputs = reference.problem.find_data_space("Inputs");
  for (auto& expected : reference.expected)
    if (expected.data_space == inputs)
      (expected.level == 0 ? expected.counters.reads : expected.counters.fills) = 20;
  const AgainstResult result = test::against(design, test::csv_of(reference));
  EXPECT_EQ(result.counted_as, "timeloop_3_0_3");
  EXPECT_EQ(test::summary(design, result),
            "MainMemory Inputs reads: 18 -> 20 = 18 + 2 halo credit\n"
            "Buffer Inputs fills: 18 -> 20 = 18 + 2 halo credit\n"
            "Buffer Outputs reads: 1536 -> 1024 = 1536 + -512 drain reads\n");
}

}  // namespace
}  // namespace nestwave
