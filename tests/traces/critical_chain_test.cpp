// SPDX-License-Identifier: Apache-2.0
#include "traces/critical_chain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/traces/small_report.h"
#include "traces/chain_report.h"

namespace nestwave {
namespace {

using ::testing::HasSubstr;

Transfer with_ports_until(Cycle passed, Transfer transfer) {
  transfer.passed = passed;
  return transfer;
}

Transfer fill(int data_space, Cycle first, Cycle passed, Cycle last) {
  return with_ports_until(
      passed, testing::transfer_of(TransferKind::fill, data_space, 0, 0, 1, 0, 2, 2, first, last));
}

Transfer mac(std::uint64_t pe, std::uint64_t step, Cycle first, Cycle last) {
  return with_ports_until(last,
                          testing::transfer_of(TransferKind::mac, -1, 1, pe, 2, step, 3, 1, first, last));
}

/// Two weights that take four cycles and two of latency, inputs behind them on the same port, two MACs,
/// and a drain of the sums.
class SmallChain : public ::testing::Test {
 protected:
  SmallChain() {
    observer_.transfer(fill(0, 0, 4, 6));
    observer_.transfer(fill(1, 4, 5, 7));
    observer_.transfer(mac(0, 0, 7, 7));
    observer_.transfer(mac(1, 0, 7, 7));
    observer_.transfer(mac(0, 1, 8, 8));
    observer_.transfer(
        with_ports_until(13, testing::transfer_of(TransferKind::drain, 2, 0, 0, 1, 1, 2, 2, 11, 13)));
    observer_.finished(13);
    report_.chain = observer_.chain();
    report_.simulation.cycles = 13;
  }

  Design design_ = testing::small_design();
  ChainObserver observer_{design_};
  RunReport report_ = testing::small_report(design_);
};

TEST_F(SmallChain, GoesAlongPortsAndArrivals) {
  const CriticalChain& chain = observer_.chain();
  ASSERT_EQ(chain.links, 5U) << "weights, inputs, two MACs of one PE, drain";
  EXPECT_EQ(chain.waiting, 2U) << "between the last MAC and the drain";
  ASSERT_EQ(chain.first.size(), 5U);
  EXPECT_EQ(chain.first[0].data_space, 0);
  EXPECT_EQ(chain.first[0].stop, 4U) << "when the port is free, not when the weights have arrived";
  EXPECT_EQ(chain.first[1].data_space, 1);
  EXPECT_EQ(chain.first[1].stop, 7U) << "when the inputs have arrived";
  EXPECT_EQ(chain.first[3].stop, 9U);
  EXPECT_EQ(chain.first[4].kind, TransferKind::drain);
  std::uint64_t cycles = chain.waiting;
  for (const ChainPart& part : chain.parts) cycles += part.cycles;
  EXPECT_EQ(cycles, 13U);
}

TEST_F(SmallChain, IsShownPartByPart) {
  const std::string text = chain_table(report_, Style{false});
  EXPECT_THAT(text, HasSubstr("  fill of Weights, DRAM to RF       1       4  30.8 %\n"));
  EXPECT_THAT(text, HasSubstr("  between links                             2  15.4 %\n"));
  EXPECT_THAT(text, HasSubstr("    11     13  drain of Outputs, RF to DRAM      2\n"));
  const auto json = chain_json(report_);
  EXPECT_EQ(json["links"], 5);
  EXPECT_EQ(json["first"][4]["from"], "RF");
  EXPECT_EQ(json["last"].size(), 0U);
}

/// Two fills by a memory with a clock of its own: the second begins while the first is under way, and a
/// MAC while both are. They are told of when they are over.
TEST(Chain, CountsWhatAMemoryEndsOneBehindTheOther) {
  const Design design = testing::small_design();
  ChainObserver observer(design);
  observer.memory_transfer_begins(true, 0, 0, 1, 0, 0);
  observer.memory_transfer_begins(true, 1, 0, 1, 0, 6);
  observer.transfer(fill(0, 0, 10, 10));
  observer.transfer(mac(0, 0, 11, 11));
  observer.transfer(fill(1, 6, 18, 18));
  observer.transfer(mac(0, 0, 18, 18));
  observer.finished(19);
  const CriticalChain& chain = observer.chain();
  ASSERT_EQ(chain.links, 3U) << "two fills and the last MAC";
  EXPECT_EQ(chain.waiting, 0U);
  std::uint64_t cycles = 0;
  for (const ChainPart& part : chain.parts) {
    if (part.like.kind == TransferKind::fill) {
      EXPECT_EQ(part.cycles, part.like.data_space == 0 ? 10U : 8U) << "from the end of the one before on";
    }
    cycles += part.cycles;
  }
  EXPECT_EQ(cycles, 19U);
}

TEST(Chain, HoldsWhatIsUnderWayOnly) {
  const Design design = testing::small_design();
  ChainObserver observer(design);
  for (Cycle cycle = 0; cycle < 20'000; ++cycle) observer.transfer(mac(0, cycle, cycle, cycle));
  observer.finished(20'000);
  EXPECT_EQ(observer.chain().links, 20'000U);
  EXPECT_EQ(observer.chain().waiting, 0U);
  ASSERT_EQ(observer.chain().last.size(), 6U);
  EXPECT_EQ(observer.chain().last.back().stop, 20'000U);
}

}  // namespace
}  // namespace nestwave
