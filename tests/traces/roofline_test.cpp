// SPDX-License-Identifier: Apache-2.0
#include "models/roofline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/traces/small_report.h"
#include "traces/roofline_report.h"

namespace nestwave {
namespace {

using ::testing::HasSubstr;

/// Two PEs, six MACs in twelve cycles; the DRAM reads eight words of operands.
class Roofs : public ::testing::Test {
 protected:
  Roofs() : run_(testing::small_report(design_).simulation) {
    run_.cycles = 12;
    run_.macs = 6;
    run_.counts = CountTable(2, 3);
    run_.counts.at(0, 0)[Category::reads_fill] = 2;
    run_.counts.at(0, 1)[Category::reads_fill] = 6;
    run_.counts.at(1, 2)[Category::writes_update] = 6;
    run_.ports = {{"DRAM.read", 0, 1, 8, {}}, {"DRAM.write", 0, 1, 0, {}}, {"RF.write", 1, 2, 6, {}}};
  }

  Design design_ = testing::small_design();
  SimulationResult run_;
};

TEST_F(Roofs, GiveWordsNeededAndUsedPerInstance) {
  const Roofline found = roofline(design_, run_);
  ASSERT_EQ(found.ports.size(), 3U);
  EXPECT_EQ(found.ports[0].words, 8U);
  EXPECT_DOUBLE_EQ(found.ports[0].needed, 8.0 / 3) << "three compute steps";
  EXPECT_DOUBLE_EQ(found.ports[0].used, 8.0 / 12);
  EXPECT_DOUBLE_EQ(found.ports[0].macs_per_word, 6.0 / 8);
  EXPECT_EQ(found.ports[1].words, 0U);
  EXPECT_FALSE(found.ports[1].roof);
  EXPECT_DOUBLE_EQ(found.ports[2].used, 6.0 / 12 / 2) << "two register files";
}

TEST_F(Roofs, AreAsHighAsWordsPerCycleTimesMacsPerWord) {
  Architecture architecture = design_.architecture();
  architecture.levels[0].read_bandwidth = Rational(1, 2);
  const Design design(design_.problem(), architecture, design_.mapping(), design_.policy());
  const Roofline found = roofline(design, run_);
  ASSERT_TRUE(found.ports[0].roof);
  EXPECT_DOUBLE_EQ(*found.ports[0].roof, 0.375);
  ASSERT_NE(found.lowest_port(), nullptr);
  EXPECT_EQ(found.lowest_port()->name, "DRAM.read");
  EXPECT_DOUBLE_EQ(found.achieved, 0.5);
  EXPECT_THAT(roofline_picture(found, Style{false}),
              HasSubstr("  DRAM.read         0.750         0.50        0.38  ########\n"));
}

TEST_F(Roofs, OfADramCountsWholeBursts) {
  Architecture architecture = design_.architecture();
  architecture.levels[0].timing = MemoryTiming{};
  architecture.levels[0].word_bits = 16;
  const Design design(design_.problem(), architecture, design_.mapping(), design_.policy());
  MemoryUse dram;
  dram.burst_bytes = 8;  // four words
  dram.reads = 5;
  dram.writes = 1;
  dram.bursts_per_cycle = Rational(1, 8);
  run_.memories = {dram};
  run_.ports.push_back({"DRAM.memory", 0, 1, 0, {}});
  const Roofline found = roofline(design, run_);
  ASSERT_EQ(found.ports.size(), 4U);
  EXPECT_EQ(found.ports[3].words, 24U) << "six bursts, whatever of them was wanted";
  EXPECT_EQ(*found.ports[3].limit, Rational(1, 2));
  EXPECT_DOUBLE_EQ(*found.ports[3].roof, 0.5 * 6 / 24);
  EXPECT_EQ(found.lowest_port()->name, "DRAM.memory");
  run_.memories[0].bursts_per_cycle.reset();
  EXPECT_EQ(roofline(design, run_).ports.size(), 3U) << "of a memory that a program binds nothing is known";
}

TEST_F(Roofs, EndAtThePesWherePortsAreUnlimited) {
  const Roofline found = roofline(design_, run_);
  EXPECT_EQ(found.lowest_port(), nullptr);
  EXPECT_DOUBLE_EQ(found.lowest(), 2);
  EXPECT_EQ(roofline_picture(found, Style{false}),
            "  roof          MACs/word  words/cycle  MACs/cycle\n"
            "  2 PEs mapped                                2.00  ########################################\n"
            "  this run                                    0.50  ##########\n"
            "  25.0 % of the lowest roof, the mapped PEs\n");
}

}  // namespace
}  // namespace nestwave
