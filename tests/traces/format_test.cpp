// SPDX-License-Identifier: Apache-2.0
#include "traces/format.h"

#include <gtest/gtest.h>

#include "traces/text_table.h"

namespace nestwave {
namespace {

TEST(Format, GroupsDigitsByThousands) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(18446744073709551615U), "18,446,744,073,709,551,615");
  EXPECT_EQ(fixed(-1234567.891, 2), "-1,234,567.89");
  EXPECT_EQ(fixed(12.0, 0), "12");
}

TEST(Format, GivesPartsInPercent) {
  EXPECT_EQ(percent(1, 3), "33.3 %");
  EXPECT_EQ(percent(1, 0), "-");
}

TEST(Format, ChoosesTheUnitOfEnergy) {
  EXPECT_EQ(energy_text(0), "0.000 pJ");
  EXPECT_EQ(energy_text(999), "999.000 pJ");
  EXPECT_EQ(energy_text(1e3), "1.000 nJ");
  EXPECT_EQ(energy_text(2.5e6), "2.500 uJ");
  EXPECT_EQ(energy_text(1e12), "1.000 J");
}

TEST(Format, CountsColumnsNotBytes) {
  EXPECT_EQ(display_width("≠ 1"), 3U);
  EXPECT_EQ(pad_left("≠", 3), "  ≠");
  EXPECT_EQ(pad_right("≠", 3), "≠  ");
}

TEST(TextTable, AlignsColumnsAndLeavesNoBlanksAtLineEnds) {
  TextTable table({TextTable::Align::left, TextTable::Align::right, TextTable::Align::left});
  table.add({"a", "1", "x"});
  table.add({"long", "1,000", ""});
  EXPECT_EQ(table.text(1), " a         1  x\n long  1,000\n");
  EXPECT_EQ(table.width(), 14U);
}

}  // namespace
}  // namespace nestwave
