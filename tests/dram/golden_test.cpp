// SPDX-License-Identifier: Apache-2.0
// Streams of a few bursts on DDR4-2400, worked out by hand from the data sheet: exact commands and clocks.
// CL 17, CWL 12, tRCD 17, tRP 17, tRAS 39, tRTP 9, tWR 18, tCCD 4/6, tRRD 4/6, tWTR 3/9, tFAW 26,
// tRFC 420, tREFI 9360, four clocks of data, two clocks to turn the bus from reading to writing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memory/dram/parameters.h"
#include "memory/dram/presets.h"
#include "tests/dram/trace.h"

namespace nestwave::testing {
namespace {

using dram::Clocks;
using dram::Config;
using ::testing::ElementsAre;

constexpr bool kWrite = true;

Arrival at(Clocks clock, std::uint32_t group, std::uint32_t bank, std::uint32_t row, std::uint32_t column,
           bool write = false) {
  return {clock, {0, group, bank, row, column}, write};
}

Trace ddr4(const std::vector<Arrival>& arrivals) {
  return run_channel(dram::preset("ddr4_2400"), arrivals);
}

std::vector<Clocks> ends(const Trace& trace) {
  std::vector<Clocks> all;
  for (const dram::ReadDone& done : trace.done) all.push_back(done.clock);
  return all;
}

TEST(DramGolden, AReadOpensItsRowFirst) {
  const Trace trace = ddr4({at(10, 1, 2, 7, 3)});
  EXPECT_THAT(lines(trace), ElementsAre("ACT 10 g1 b2 r7", "RD 27 g1 b2 r7 c3"));
  EXPECT_THAT(ends(trace), ElementsAre(27 + 17 + 4));
}

TEST(DramGolden, AnotherRowOfTheBankWaitsForTrasAndTrp) {
  const Trace trace = ddr4({at(10, 0, 0, 7, 0), at(11, 0, 0, 8, 0)});
  EXPECT_THAT(lines(trace), ElementsAre("ACT 10 g0 b0 r7", "RD 27 g0 b0 r7 c0", "PRE 49 g0 b0",
                                        "ACT 66 g0 b0 r8", "RD 83 g0 b0 r8 c0"));
  EXPECT_THAT(ends(trace), ElementsAre(48, 104));
}

TEST(DramGolden, FiveBanksInARowMeetTheActivateWindow) {
  const Trace trace =
      ddr4({at(6, 0, 0, 1, 0), at(7, 1, 0, 1, 0), at(8, 2, 0, 1, 0), at(9, 3, 0, 1, 0), at(10, 0, 1, 1, 0)});
  EXPECT_THAT(lines(trace),
              ElementsAre("ACT 6 g0 b0 r1", "ACT 10 g1 b0 r1", "ACT 14 g2 b0 r1", "ACT 18 g3 b0 r1",
                          "RD 23 g0 b0 r1 c0", "RD 27 g1 b0 r1 c0", "RD 31 g2 b0 r1 c0", "ACT 32 g0 b1 r1",
                          "RD 35 g3 b0 r1 c0", "RD 49 g0 b1 r1 c0"));
}

TEST(DramGolden, HitsOfOneGroupAreSixClocksApartAndOfTwoFour) {
  const Trace one = ddr4({at(10, 0, 0, 1, 0), at(11, 0, 0, 1, 1), at(12, 0, 0, 1, 2)});
  EXPECT_THAT(lines(one),
              ElementsAre("ACT 10 g0 b0 r1", "RD 27 g0 b0 r1 c0", "RD 33 g0 b0 r1 c1", "RD 39 g0 b0 r1 c2"));
  // At 31 the group of the oldest is not ready, the other one is.
  const Trace two = ddr4({at(10, 0, 0, 1, 0), at(11, 0, 0, 1, 1), at(12, 1, 0, 1, 0), at(13, 1, 0, 1, 1)});
  EXPECT_THAT(lines(two), ElementsAre("ACT 10 g0 b0 r1", "ACT 14 g1 b0 r1", "RD 27 g0 b0 r1 c0",
                                      "RD 31 g1 b0 r1 c0", "RD 35 g0 b0 r1 c1", "RD 39 g1 b0 r1 c1"));
}

TEST(DramGolden, AHitOvertakesAnOlderBurstOfAnotherRow) {
  const Trace trace = ddr4({at(10, 0, 0, 1, 0), at(12, 0, 0, 2, 0), at(13, 0, 0, 1, 5)});
  EXPECT_THAT(lines(trace), ElementsAre("ACT 10 g0 b0 r1", "RD 27 g0 b0 r1 c0", "RD 33 g0 b0 r1 c5",
                                        "PRE 49 g0 b0", "ACT 66 g0 b0 r2", "RD 83 g0 b0 r2 c0"));
}

TEST(DramGolden, AReadAfterAWriteWaitsForTwtrOfItsGroup) {
  // The data of the write ends at 27 + 12 + 4 = 43.
  const Trace same = ddr4({at(10, 0, 0, 1, 0, kWrite), at(30, 0, 0, 1, 1)});
  EXPECT_THAT(lines(same), ElementsAre("ACT 10 g0 b0 r1", "WR 27 g0 b0 r1 c0", "RD 52 g0 b0 r1 c1"));
  const Trace other = ddr4({at(10, 0, 0, 1, 0, kWrite), at(28, 1, 0, 1, 1)});
  EXPECT_THAT(lines(other),
              ElementsAre("ACT 10 g0 b0 r1", "WR 27 g0 b0 r1 c0", "ACT 28 g1 b0 r1", "RD 46 g1 b0 r1 c1"));
}

TEST(DramGolden, AWriteAfterAReadLeavesTheBusTimeToTurn) {
  // The data of the read ends at 48; two clocks later that of the write may begin: 50 - 12.
  const Trace trace = ddr4({at(10, 0, 0, 1, 0), at(11, 0, 0, 1, 1, kWrite)});
  EXPECT_THAT(lines(trace), ElementsAre("ACT 10 g0 b0 r1", "RD 27 g0 b0 r1 c0", "WR 38 g0 b0 r1 c1"));
}

TEST(DramGolden, AWrittenRowIsClosedTwrAfterItsData) {
  const Trace trace = ddr4({at(10, 0, 0, 1, 0, kWrite), at(11, 0, 0, 2, 0, kWrite)});
  EXPECT_THAT(lines(trace), ElementsAre("ACT 10 g0 b0 r1", "WR 27 g0 b0 r1 c0", "PRE 61 g0 b0",
                                        "ACT 78 g0 b0 r2", "WR 95 g0 b0 r2 c0"));
}

TEST(DramGolden, ARefreshComesBetweenActivateAndRead) {
  const Trace trace = ddr4({at(9350, 0, 0, 1, 0)});
  EXPECT_THAT(lines(trace), ElementsAre("ACT 9350 g0 b0 r1", "PREA 9389", "REF 9406", "ACT 9826 g0 b0 r1",
                                        "RD 9843 g0 b0 r1 c0"));
}

TEST(DramGolden, AnIdleChannelRefreshesOnTime) {
  const Trace trace = ddr4({at(10, 0, 0, 1, 0), at(20000, 0, 0, 1, 1)});
  EXPECT_THAT(lines(trace), ElementsAre("ACT 10 g0 b0 r1", "RD 27 g0 b0 r1 c0", "PREA 9360", "REF 9377",
                                        "REF 18720", "ACT 20000 g0 b0 r1", "RD 20017 g0 b0 r1 c1"));
}

TEST(DramGolden, ClosedPagesCloseWithTheLastBurstThatNeedsThem) {
  Config config = dram::preset("ddr4_2400");
  dram::set(config, "page_policy", "closed");
  // The second read is a hit still; its bank precharges itself at 49 and can be opened at 66.
  const Trace trace = run_channel(config, {at(10, 0, 0, 1, 0), at(11, 0, 0, 1, 1), at(40, 0, 0, 1, 2)});
  EXPECT_THAT(lines(trace), ElementsAre("ACT 10 g0 b0 r1", "RD 27 g0 b0 r1 c0", "RDA 33 g0 b0 r1 c1",
                                        "ACT 66 g0 b0 r1", "RDA 83 g0 b0 r1 c2"));
}

TEST(DramGolden, BurstsLongerThanTccdKeepTheBusFull) {
  // LPDDR4: sixteen beats take eight clocks; tCCD_S is 4 and tCCD_L 6.
  const Trace trace = run_channel(dram::preset("lpddr4_2400"), {at(10, 0, 0, 1, 0), at(11, 0, 0, 1, 1)});
  EXPECT_THAT(lines(trace), ElementsAre("ACT 10 g0 b0 r1", "RD 25 g0 b0 r1 c0", "RD 33 g0 b0 r1 c1"));
  EXPECT_THAT(ends(trace), ElementsAre(50, 58));
}

}  // namespace
}  // namespace nestwave::testing
