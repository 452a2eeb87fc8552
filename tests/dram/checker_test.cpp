// SPDX-License-Identifier: Apache-2.0
// The checker itself: a good trace passes, and every rule has a trace that breaks it.
#include "tests/dram/checker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memory/dram/presets.h"
#include "tests/dram/trace.h"

namespace nestwave::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Line {
  std::int64_t clock;
  std::string name;
  std::int64_t group = 0, bank = 0, row = 0;
};

std::vector<std::string> check(const std::vector<Line>& lines) {
  Checker checker(data_sheet(dram::preset("ddr4_2400")));
  for (const Line& line : lines) checker.see(line.clock, line.name, line.group, line.bank, line.row);
  return checker.violations();
}

TEST(DramChecker, AcceptsATraceAtItsLimits) {
  EXPECT_THAT(check({{0, "ACT", 0, 0, 1},
                     {4, "ACT", 1, 0, 1},
                     {17, "RD", 0, 0, 1},
                     {21, "RD", 1, 0, 1},
                     {32, "WR", 1, 0, 1},
                     {39, "PRE", 0, 0},
                     {51, "RD", 1, 0, 1} /* too soon by tWTR_L: see below */}),
              Contains(HasSubstr("tWTR_L")));
  EXPECT_THAT(check({{0, "ACT", 0, 0, 1},
                     {4, "ACT", 1, 0, 1},
                     {17, "RD", 0, 0, 1},
                     {21, "RD", 1, 0, 1},
                     {32, "WR", 1, 0, 1},
                     {39, "PRE", 0, 0},
                     {57, "RD", 1, 0, 1},
                     {66, "PREA"},
                     {83, "REF"},
                     {503, "ACT", 0, 0, 1}}),
              IsEmpty());
}

struct Broken {
  std::string rule;
  std::vector<Line> lines;
};

class BrokenTrace : public ::testing::TestWithParam<Broken> {};

TEST_P(BrokenTrace, IsFound) {
  EXPECT_THAT(check(GetParam().lines), Contains(HasSubstr(GetParam().rule)));
}

INSTANTIATE_TEST_SUITE_P(
    Rules, BrokenTrace,
    ::testing::Values(
        Broken{"one command per clock", {{0, "ACT"}, {17, "RD"}, {17, "RD"}}},
        Broken{"tRC:", {{0, "ACT"}, {38, "PRE"}, {55, "ACT"}}},
        Broken{"tRRD_L", {{0, "ACT"}, {5, "ACT", 0, 1}}}, Broken{"tRRD_S", {{0, "ACT"}, {3, "ACT", 1, 0}}},
        Broken{"tFAW", {{0, "ACT"}, {4, "ACT", 1}, {8, "ACT", 2}, {12, "ACT", 3}, {25, "ACT", 0, 1}}},
        Broken{"tRCD", {{0, "ACT"}, {16, "RD"}}}, Broken{"tRCD", {{0, "ACT"}, {16, "WR"}}},
        Broken{"tRAS", {{0, "ACT"}, {38, "PRE"}}}, Broken{"tRAS", {{0, "ACT"}, {38, "PREA"}}},
        Broken{"tRP:", {{0, "ACT"}, {60, "PRE"}, {76, "ACT"}}},
        Broken{"tRP:", {{0, "ACT"}, {60, "PRE"}, {76, "REF"}}},
        Broken{"tRPab", {{0, "ACT"}, {60, "PREA"}, {76, "REF"}}},
        Broken{"tRTP", {{0, "ACT"}, {60, "RD"}, {68, "PRE"}}},
        Broken{"tWR:", {{0, "ACT"}, {60, "WR"}, {93, "PRE"}}},
        Broken{"tRTP + tRP", {{0, "ACT"}, {60, "RDA"}, {85, "ACT"}}},
        Broken{"tWR + tRP", {{0, "ACT"}, {60, "WRA"}, {110, "ACT"}}},
        Broken{"tCCD_L", {{0, "ACT"}, {60, "RD"}, {65, "RD"}}},
        Broken{"tCCD_S", {{0, "ACT"}, {9, "ACT", 1}, {60, "WR"}, {63, "WR", 1}}},
        Broken{"tWTR_L", {{0, "ACT"}, {60, "WR"}, {84, "RD"}}},
        Broken{"tWTR_S", {{0, "ACT"}, {9, "ACT", 1}, {60, "WR"}, {78, "RD", 1}}},
        Broken{"turnaround", {{0, "ACT"}, {60, "RD"}, {70, "WR"}}},
        Broken{"data bus", {{0, "ACT"}, {9, "ACT", 1}, {60, "RD"}, {63, "RD", 1}}},
        Broken{"tRFC", {{0, "REF"}, {419, "ACT"}}}, Broken{"that is open", {{0, "ACT"}, {60, "ACT"}}},
        Broken{"that is closed", {{0, "PRE"}}}, Broken{"row is not open", {{0, "RD"}}},
        Broken{"row is not open", {{0, "ACT", 0, 0, 1}, {60, "RD", 0, 0, 2}}},
        Broken{"while a row is open", {{0, "ACT"}, {100, "REF"}}},
        Broken{"no such row", {{0, "ACT", 0, 0, 65536}}}, Broken{"overdue", {{9360 * 10, "REF"}}}));

TEST(DramChecker, MissesNoRefreshAtTheEnd) {
  Checker checker(data_sheet(dram::preset("ddr4_2400")));
  checker.finish(9360 * 9 + 1);
  EXPECT_THAT(checker.violations(), Contains(HasSubstr("overdue")));
}

}  // namespace
}  // namespace nestwave::testing
