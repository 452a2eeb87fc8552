// SPDX-License-Identifier: Apache-2.0
#include "traces/profile.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "models/error.h"
#include "tests/traces/small_report.h"
#include "traces/interval_sums.h"

namespace nestwave {
namespace {

TEST(IntervalSums, CutsAnEntryAtTheEndsOfIntervals) {
  IntervalSums sums(1, 10);
  sums.add_rate(0, 4, 23, 3);
  std::vector<std::uint64_t> found;
  for (int interval = 0; interval < 4; ++interval) {
    sums.fold(sums.stop());
    found.push_back(sums.sum(0));
    sums.advance();
  }
  EXPECT_EQ(found, (std::vector<std::uint64_t>{18, 30, 9, 0}));
}

TEST(IntervalSums, SpreadsATotalAndLosesNothing) {
  for (const std::uint64_t total : {1ULL, 7ULL, 100ULL, 12345678901234ULL}) {
    IntervalSums sums(1, 10);
    sums.add_total(0, 3, 100, total);
    std::uint64_t all = 0;
    for (int interval = 0; interval < 10; ++interval) {
      sums.fold(sums.stop());
      const double share = static_cast<double>(total) * (interval == 0 ? 7 : 10) / 97;
      EXPECT_NEAR(static_cast<double>(sums.sum(0)), share, 1) << total << " in interval " << interval;
      all += sums.sum(0);
      sums.advance();
    }
    EXPECT_EQ(all, total);
  }
}

TEST(IntervalSums, TakesTheLargestRateAsThePeak) {
  IntervalSums sums(1, 10);
  sums.add_rate(0, 0, 4, 3);
  sums.add_rate(0, 4, 5, 8);
  sums.add_rate(0, 5, 30, 2);
  sums.fold(10);
  EXPECT_EQ(sums.peak(0), 8U);
  sums.advance();
  sums.fold(20);
  EXPECT_EQ(sums.peak(0), 2U);
}

TEST(IntervalSums, HoldsNothingThatIsOver) {
  IntervalSums sums(2, 100);
  for (Cycle cycle = 0; cycle < 100'000; ++cycle) {
    sums.add_rate(0, cycle, cycle + 1, cycle % 7 + 1);
    sums.add_total(1, cycle, cycle + 150, 5);
    if (cycle + 1 < sums.stop()) continue;
    sums.fold(sums.stop());
    sums.advance();
    ASSERT_LE(sums.held(), 150U);
  }
}

/// Two PEs and one port for ten cycles, in intervals of four.
class SmallProfile : public ::testing::Test {
 protected:
  SmallProfile() {
    profile_.ledger_opens({"DRAM.read"}, {1});
    profile_.pe_cycles(PeState::unmapped, 0, 0, 0, kNever, 1);
    profile_.pe_cycles(PeState::waiting, 0, 0, 0, 5, 1);
    profile_.port_cycles(0, std::nullopt, 0, 5, 1);
    profile_.port_words(0, 0, 5, 10);
    profile_.room_used(1, 6, 2);
    profile_.end_of_cycle(4);
    profile_.pe_cycles(PeState::computing, 0, 0, 5, 9, 1);
    profile_.port_cycles(0, IdleCause::done, 5, 10, 1);
    profile_.room_used(1, -4, 5);
    profile_.end_of_cycle(5);
    profile_.pe_cycles(PeState::finished, 0, 0, 9, kNever, 1);
    profile_.port_words(0, 10, 11, 1);
    profile_.port_cycles(0, std::nullopt, 10, 11, 1);
    profile_.finished(10);
  }

  [[nodiscard]] static SimulationResult ledger() {
    SimulationResult run;
    run.pes.waiting.assign(3, {0, 0});
    run.pes.waiting[0][0] = 5;
    run.pes.computing = 4;
    run.pes.finished = 1;
    run.pes.unmapped = 10;
    run.ports = {{"DRAM.read", 0, 1, 5, {0, 0, 0, 0, 5}}};
    return run;
  }

  Design design_ = testing::small_design();
  std::string path_ = testing::temporary_directory() + "profile.csv";
  Profile profile_{design_, path_, 4};
};

TEST_F(SmallProfile, WritesOneLinePerIntervalAndTheRest) {
  EXPECT_FALSE(std::filesystem::exists(path_));
  profile_.commit(ledger());
  EXPECT_EQ(testing::read_text(path_),
            "first_cycle,cycles,pe.computing,pe.adding,pe.waiting.Weights@DRAM,pe.waiting.Weights@RF,"
            "pe.waiting.Inputs@DRAM,pe.waiting.Inputs@RF,pe.waiting.Outputs@DRAM,pe.waiting.Outputs@RF,"
            "pe.output_room,pe.unmapped,pe.not_started,pe.finished,DRAM.read.words,DRAM.read.busy,"
            "DRAM.read.idle.source,DRAM.read.idle.room,DRAM.read.idle.other_port,DRAM.read.idle.compute,"
            "DRAM.read.idle.done,RF.occupancy.mean,RF.occupancy.peak\n"
            "0,4,0,0,4,0,0,0,0,0,0,4,0,0,8,4,0,0,0,0,0,3.000,6\n"
            "4,4,3,0,1,0,0,0,0,0,0,4,0,0,2,1,0,0,0,0,3,3.000,6\n"
            "8,2,1,0,0,0,0,0,0,0,0,2,0,1,1,0,0,0,0,0,2,2.000,2\n");
}

TEST_F(SmallProfile, IsRefusedWhereItDoesNotAddUpToTheLedger) {
  SimulationResult run = ledger();
  run.ports[0].busy = 6;
  EXPECT_THROW(profile_.commit(run), InternalError);
  EXPECT_FALSE(std::filesystem::exists(path_));
}

}  // namespace
}  // namespace nestwave
