// SPDX-License-Identifier: Apache-2.0
// Queues, turning the bus, age, and sleep.
#include "memory/dram/channel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memory/dram/presets.h"
#include "tests/dram/trace.h"

namespace nestwave::testing {
namespace {

using dram::Channel;
using dram::Clocks;
using dram::Command;
using dram::Config;
using dram::Place;
using ::testing::IsEmpty;

TEST(DramChannel, SleepsUntilItsNextCommand) {
  Channel channel(dram::preset("ddr4_2400"));
  EXPECT_EQ(channel.next(), dram::kNever);
  channel.accept({}, false, 0, 10);
  EXPECT_EQ(channel.next(), 10u);
  channel.run(10);
  EXPECT_EQ(channel.next(), 27u);
  channel.run(26);
  EXPECT_EQ(channel.next(), 27u);
  channel.run(27);
  EXPECT_EQ(channel.next(), dram::kNever) << "refreshes alone do not wake it";
}

TEST(DramChannel, HasAsMuchRoomAsItsQueues) {
  Config config = dram::preset("ddr4_2400");
  config.read_queue = 2;
  Channel channel(config);
  channel.accept({0, 0, 0, 1, 0}, false, 0, 10);
  EXPECT_TRUE(channel.has_room(false));
  channel.accept({0, 0, 0, 1, 1}, false, 1, 11);
  EXPECT_FALSE(channel.has_room(false));
  EXPECT_TRUE(channel.has_room(true));
  channel.run(26);
  EXPECT_FALSE(channel.has_room(false));
  channel.run(27);  // the first read is issued
  EXPECT_TRUE(channel.has_room(false));
}

TEST(DramChannel, ReadsOfAWaitingWriteAreAnsweredByIt) {
  Channel channel(dram::preset("ddr4_2400"));
  channel.accept({0, 0, 0, 1, 5}, true, 0, 10);
  channel.accept({0, 0, 0, 1, 5}, false, 7, 12);
  const auto done = channel.take_done();
  ASSERT_EQ(done.size(), 1u);
  EXPECT_EQ(done[0].id, 7u);
  EXPECT_EQ(done[0].clock, 13u);
  channel.accept({0, 0, 0, 1, 5}, true, 0, 13);
  EXPECT_EQ(channel.counts().forwarded_reads, 1u);
  EXPECT_EQ(channel.counts().merged_writes, 1u);
  channel.run(1000);
  EXPECT_EQ(channel.counts().commands[static_cast<std::size_t>(Command::WR)], 1u);
}

/// Bursts of one row: a read in every clock from 100 on, and writes as told.
std::vector<Arrival> reads_with_writes(std::size_t reads, std::size_t writes) {
  std::vector<Arrival> arrivals;
  for (std::uint32_t i = 0; i < reads; ++i) {
    arrivals.push_back({100, {0, i % 4, 0, 1, i / 4 % 128}, false});
    if (i < writes) arrivals.push_back({100, {0, i % 4, 0, 1, i / 4 % 128}, true});
  }
  return arrivals;
}

TEST(DramChannel, WritesWaitForTheHighWatermarkWhileReadsCome) {
  const Config config = dram::preset("ddr4_2400");
  const auto writes_before_the_last_read = [&](std::size_t writes) {
    const Trace trace = run_channel(config, reads_with_writes(400, writes));
    std::size_t early = 0;
    std::size_t seen = 0;
    for (const dram::Issued& issued : trace.commands) {
      seen += is_write(issued.command) ? 1 : 0;
      if (is_read(issued.command)) early = seen;
    }
    return early;
  };
  EXPECT_EQ(writes_before_the_last_read(27), 0u) << "one short of the watermark";
  EXPECT_EQ(writes_before_the_last_read(28), 24u) << "from 28 down to 4";
}

TEST(DramChannel, RowsOpenedForReadsAreUsedBeforeTheBusTurns) {
  Config config = dram::preset("ddr4_2400");
  config.write_high = 2;
  config.write_low = 0;
  // The row of the read is being opened when the second write turns the bus.
  const Trace trace = run_channel(
      config, {{10, {0, 0, 0, 1, 0}, false}, {12, {0, 0, 0, 9, 0}, true}, {13, {0, 1, 0, 9, 0}, true}});
  EXPECT_THAT(lines(trace), ::testing::ElementsAre("ACT 10 g0 b0 r1", "ACT 14 g1 b0 r9", "RD 27 g0 b0 r1 c0",
                                                   "WR 38 g1 b0 r9 c0", "PRE 49 g0 b0", "ACT 66 g0 b0 r9",
                                                   "WR 83 g0 b0 r9 c0"));
  EXPECT_EQ(trace.counts.turns, 1u);
}

TEST(DramChannel, AnOldBurstIsNotOvertakenForever) {
  Config config = dram::preset("ddr4_2400");
  // Hits of row 1 without end, and one burst of row 2 in the same bank.
  std::vector<Arrival> arrivals = {{10, {0, 0, 0, 1, 0}, false}, {11, {0, 0, 0, 2, 0}, false}};
  for (std::uint32_t i = 0; i < 1000; ++i) arrivals.push_back({12, {0, 0, 0, 1, i % 128}, false});
  const auto served_at = [&](std::uint64_t limit) {
    config.age_limit = limit;
    for (const dram::Issued& issued : run_channel(config, arrivals).commands)
      if (is_read(issued.command) && issued.row == 2) return issued.clock;
    return Clocks{0};
  };
  EXPECT_GT(served_at(100'000), 6000u) << "after all the others";
  EXPECT_GT(served_at(500), 500u);
  EXPECT_LT(served_at(500), 500u + 100u);
}

TEST(DramChannel, RefreshesKeepUpWithTime) {
  const Config config = dram::preset("ddr4_2400");
  const Trace trace = run_channel(config, {{10, {}, false}, {100 * config.tREFI + 5000, {}, false}});
  EXPECT_EQ(trace.counts.commands[static_cast<std::size_t>(Command::REF)], 100u);
  EXPECT_THAT(violations(config, trace), IsEmpty());
}

}  // namespace
}  // namespace nestwave::testing
