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

Work work(std::size_t by, std::size_t after, Cycle first, Cycle stop) {
  return {by, after, {TransferKind::fill, static_cast<int>(by), 0, 1, first, stop, stop - first}};
}

CriticalChain chain_of(const std::vector<Work>& works, Cycle cycles) {
  const Design design = testing::small_design();
  ChainObserver observer(design);
  for (const Work& one : works) observer.work(one);
  observer.finished(cycles);
  return observer.chain();
}

/// Data space, beginning and end of each link.
std::vector<std::vector<Cycle>> links_of(const CriticalChain& chain) {
  std::vector<std::vector<Cycle>> links;
  for (const ChainLink& link : chain.first)
    links.push_back({static_cast<Cycle>(link.data_space), link.first, link.stop});
  return links;
}

using Links = std::vector<std::vector<Cycle>>;

TEST(Works, FollowWhatTheyWaitedFor) {
  // 1 waits for 0 and goes on by itself; 0 does not know of 1.
  const CriticalChain chain =
      chain_of({work(0, 0, 0, 4), work(0, 0, 4, 6), work(1, 0, 6, 7), work(1, 1, 9, 11)}, 12);
  EXPECT_EQ(links_of(chain), (Links{{0, 0, 6}, {1, 6, 7}, {1, 9, 11}}));
  EXPECT_EQ(chain.first[0].words, 6U) << "without a break it is one link";
  EXPECT_EQ(chain.waiting, 3U);
}

TEST(Works, FollowTheLastToBeThrough) {
  EXPECT_EQ(links_of(chain_of({work(0, 0, 0, 3), work(1, 1, 0, 5), work(1, 0, 5, 6)}, 6)),
            (Links{{1, 0, 6}}));
  EXPECT_EQ(links_of(chain_of({work(0, 0, 0, 5), work(1, 1, 0, 3), work(1, 0, 5, 6)}, 6)),
            (Links{{0, 0, 5}, {1, 5, 6}}));
}

TEST(Works, AreCutWhereAnotherFollows) {
  // 0 is under way until 8; 1 needs no more of it than the first five cycles. Later 0 goes on.
  const std::vector<Work> works = {work(0, 0, 0, 8), work(1, 0, 5, 9), work(0, 0, 8, 20), work(1, 0, 12, 30)};
  const CriticalChain cut = chain_of({works[0], works[1]}, 9);
  EXPECT_EQ(links_of(cut), (Links{{0, 0, 5}, {1, 5, 9}}));
  EXPECT_EQ(cut.first[0].words, 5U);
  EXPECT_EQ(links_of(chain_of(works, 30)), (Links{{0, 0, 12}, {1, 12, 30}}));
}

TEST(Works, DoNotFollowWhatBeginsWithThem) {
  // What 0 does from 4 on is no cause of what 1 does from 4 on.
  EXPECT_EQ(links_of(chain_of({work(0, 0, 0, 2), work(0, 0, 4, 6), work(1, 0, 4, 9)}, 9)),
            (Links{{0, 0, 2}, {1, 4, 9}}));
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
