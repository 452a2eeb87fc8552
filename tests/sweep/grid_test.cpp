// SPDX-License-Identifier: Apache-2.0
#include "app/grid.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/error.h"

namespace nestwave {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(SweepGrid, RunsFastestAlongTheLastAxis) {
  const SweepGrid grid({"Buffer.depth=8,16", "DRAM.nestwave.latency=0,1,2"}, {});
  ASSERT_EQ(grid.size(), 6U);
  EXPECT_THAT(grid.settings(0), ElementsAre("Buffer.depth=8", "DRAM.nestwave.latency=0"));
  EXPECT_THAT(grid.settings(1), ElementsAre("Buffer.depth=8", "DRAM.nestwave.latency=1"));
  EXPECT_THAT(grid.values(5), ElementsAre("16", "2"));
}

TEST(SweepGrid, TakesASingleValueForAnAxis) {
  EXPECT_EQ(SweepGrid({"Buffer.depth=8"}, {}).size(), 1U);
}

std::string refusal(const std::vector<std::string>& sweeps, const std::vector<std::string>& sets = {}) {
  try {
    (void)SweepGrid(sweeps, sets);
  } catch (const InputError& error) {
    return error.formatted();
  }
  return "accepted";
}

TEST(SweepGrid, RefusesWhatMakesNoSense) {
  EXPECT_THAT(refusal({"Buffer.depth"}), HasSubstr("--sweep Buffer.depth: error: a sweep is written"));
  EXPECT_THAT(refusal({"=1,2"}), HasSubstr("a sweep is written"));
  EXPECT_THAT(refusal({"a.b="}), HasSubstr("empty value"));
  EXPECT_THAT(refusal({"a.b=1,,2"}), HasSubstr("empty value"));
  EXPECT_THAT(refusal({"a.b=1,2,1"}), HasSubstr("the value '1' twice"));
  EXPECT_THAT(refusal({"a.b=1", "a.b=2"}), HasSubstr("a.b is swept twice"));
  EXPECT_THAT(refusal({"a.b=1,2"}, {"a.b=4"}), HasSubstr("a.b is also set, by --set a.b=4"));
  EXPECT_EQ(refusal({"a.b=1,2"}, {"a.bc=4"}), "accepted");
}

TEST(SweepGrid, RefusesAGridBeyondAnyPatience) {
  std::string thousand = "=0";
  for (int i = 1; i < 1000; ++i) thousand += "," + std::to_string(i);
  EXPECT_EQ(refusal({"a.b" + thousand, "a.c=1,2"}), "accepted");
  EXPECT_THAT(refusal({"a.b" + thousand, "a.c" + thousand, "a.d" + thousand}), HasSubstr("more than"));
}

}  // namespace
}  // namespace nestwave
