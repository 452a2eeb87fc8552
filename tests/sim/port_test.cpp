// SPDX-License-Identifier: Apache-2.0
// Ports in exact rational time.
#include "memory/port.h"

#include <gtest/gtest.h>

#include "models/error.h"

namespace nestwave {
namespace {

TEST(TicksPerCycle, IsTheLeastCommonMultipleOfTheNumerators) {
  EXPECT_EQ(ticks_per_cycle({}), 1);
  EXPECT_EQ(ticks_per_cycle({Rational(1, 7)}), 1);
  EXPECT_EQ(ticks_per_cycle({Rational(3, 4), Rational(2)}), 6);
  EXPECT_EQ(ticks_per_cycle({Rational(4), Rational(6), Rational(6)}), 12);
}

TEST(TicksPerCycle, RefusesABandwidthOfZero) {
  EXPECT_THROW((void)ticks_per_cycle({Rational(0)}), InputError);
  EXPECT_THROW((void)ticks_per_cycle({Rational(-1, 2)}), InputError);
}

TEST(TicksPerCycle, RefusesBandwidthsWithoutACommonStep) {
  EXPECT_EQ(ticks_per_cycle({Rational(1 << 20)}), 1 << 20);
  EXPECT_THROW((void)ticks_per_cycle({Rational((1 << 20) + 1)}), InputError);
  EXPECT_THROW((void)ticks_per_cycle({Rational(1031), Rational(1033)}), InputError);
}

TEST(Port, MovesThreeWordsInFourCyclesAtThreeQuarters) {
  const Tick cycle = ticks_per_cycle({Rational(3, 4)});
  PortBank port("Buffer.read", 0, 1, Rational(3, 4), cycle);
  EXPECT_EQ(port.serve(0, 0, 3), 4 * cycle);
}

TEST(Port, NeverRoundsOnTheWay) {
  const Tick cycle = ticks_per_cycle({Rational(3, 4)});
  PortBank port("Buffer.read", 0, 1, Rational(3, 4), cycle);
  Tick at = 0;
  for (int word = 0; word < 3000; ++word) at = port.serve(0, at, 1);
  EXPECT_EQ(at, 4000 * cycle);
  EXPECT_EQ(port.free(0), 4000 * cycle);
}

TEST(Port, SharesItsCyclesWithThePortsOfOtherBandwidths) {
  const Tick cycle = ticks_per_cycle({Rational(3, 4), Rational(5, 2)});
  PortBank slow("slow", 0, 1, Rational(3, 4), cycle);
  PortBank fast("fast", 0, 1, Rational(5, 2), cycle);
  EXPECT_EQ(slow.duration(3), 4 * cycle);
  EXPECT_EQ(fast.duration(5), 2 * cycle);
}

TEST(Port, TakesNoTimeWithoutABandwidth) {
  PortBank port("Buffer.read", 0, 1, std::nullopt, 6);
  EXPECT_FALSE(port.limited());
  EXPECT_EQ(port.serve(0, 12, 1000), 12);
  EXPECT_EQ(port.free(0), 0);
}

TEST(Port, ServesEveryInstanceOnItsOwn) {
  PortBank port("Buffer.read", 0, 2, Rational(1), 1);
  port.serve(0, 0, 5);
  EXPECT_EQ(port.free(0), 5);
  EXPECT_EQ(port.free(1), 0);
}

TEST(PortLedger, SixteenOneWordTransfersAtSixteenWordsPerCycleShareOneCycle) {
  PortBank port("Memory.read", 0, 1, Rational(16), 16);
  Tick at = 0;
  for (int word = 0; word < 16; ++word) at = port.serve(0, at, 1);
  EXPECT_EQ(at, 16);
  EXPECT_EQ(port.ledger().busy, 1u);
  port.serve(0, at, 1);
  EXPECT_EQ(port.ledger().busy, 2u);
}

TEST(PortLedger, ACycleInWhichAnythingPassesIsBusy) {
  PortBank port("Memory.read", 0, 1, Rational(3, 4), 3);
  port.serve(0, 0, 1);  // ticks 0 to 4 of 3 per cycle: cycles 0 and 1
  EXPECT_EQ(port.ledger().busy, 2u);
  port.serve(0, 4, 1);  // ticks 4 to 8: cycles 1 and 2
  EXPECT_EQ(port.ledger().busy, 3u);
}

TEST(PortLedger, BusyAndIdleAddUpToTheSettledCycles) {
  PortBank port("Memory.read", 0, 2, Rational(1), 1);
  port.settle(0, 3, IdleCause::source);
  port.serve(0, 3, 2);
  port.settle(0, 5, IdleCause::room);  // nothing is left to settle
  port.settle(0, 9, IdleCause::done);
  port.settle(1, 9, IdleCause::compute);
  const PortLedger& ledger = port.ledger();
  EXPECT_EQ(ledger.busy, 2u);
  EXPECT_EQ(ledger.idle[static_cast<std::size_t>(IdleCause::source)], 3u);
  EXPECT_EQ(ledger.idle[static_cast<std::size_t>(IdleCause::room)], 0u);
  EXPECT_EQ(ledger.idle[static_cast<std::size_t>(IdleCause::done)], 4u);
  EXPECT_EQ(ledger.idle[static_cast<std::size_t>(IdleCause::compute)], 9u);
  EXPECT_EQ(ledger.sum(), 2u * 9u);
}

TEST(PortLedger, AnUnlimitedPortIsBusyInTheCycleOfATransfer) {
  PortBank port("Buffer.read", 0, 1, std::nullopt, 4);
  port.serve(0, 8, 100);
  port.serve(0, 8, 100);
  EXPECT_EQ(port.ledger().busy, 1u);
  EXPECT_TRUE(port.settled(0, 3));
  EXPECT_FALSE(port.settled(0, 4));
}

TEST(PortLedger, ClosingTakesOutWhatLiesBeyondTheEnd) {
  PortBank port("Buffer.read", 0, 1, Rational(1), 1);
  port.serve(0, 0, 5);
  port.close(3);
  EXPECT_EQ(port.ledger().busy, 3u);
  EXPECT_EQ(port.ledger().sum(), 3u);
}

TEST(Booking, BeginsWhenTheLastOfItsPortsIsFree) {
  PortBank a("a", 0, 1, Rational(1), 4);
  PortBank b("b", 0, 1, Rational(4), 4);
  a.serve(0, 0, 2);  // to tick 8
  b.serve(0, 0, 9);  // to tick 9
  Booking booking(4);
  booking.add(&a, 0, 1);
  EXPECT_EQ(booking.begin(1), 8);
  booking.add(&b, 0, 1);
  EXPECT_EQ(booking.begin(1), 9);
  EXPECT_EQ(booking.begin(3), 12) << "never before the present cycle";
}

TEST(Booking, BeginsWithinThePresentCycleOrNotAtAll) {
  const Booking booking(4);
  EXPECT_TRUE(booking.within(2, 8));
  EXPECT_TRUE(booking.within(2, 11));
  EXPECT_FALSE(booking.within(2, 12));
}

TEST(Booking, IgnoresPortsThatCarryNothing) {
  PortBank a("a", 0, 1, Rational(1), 4);
  a.serve(0, 0, 3);
  Booking booking(4);
  booking.add(&a, 0, 0);
  booking.add(nullptr, 0, 5);
  EXPECT_EQ(booking.size(), 0u);
  EXPECT_EQ(booking.begin(0), 0);
}

TEST(Booking, UsesAllPortsAtOnceEachForItsOwnTime) {
  PortBank a("a", 0, 1, Rational(1), 4);
  PortBank b("b", 0, 1, Rational(2), 4);
  PortBank c("c", 0, 1, std::nullopt, 4);
  Booking booking(4);
  booking.add(&a, 0, 3);
  booking.add(&b, 0, 3);
  booking.add(&c, 0, 3);
  EXPECT_EQ(booking.end_if(2), 14);
  EXPECT_EQ(booking.commit(2), 14);
  EXPECT_EQ(booking.end(0, 1, 2), 14);
  EXPECT_EQ(booking.end(1, 2, 2), 8);
  EXPECT_EQ(booking.end(2, 3, 2), 2);
  EXPECT_EQ(booking.end(1, 3, 2), 8);
  EXPECT_EQ(a.free(0), 14);
  EXPECT_EQ(b.free(0), 8);
  EXPECT_EQ(c.free(0), 0);
}

TEST(Booking, FindsCyclesOfTicks) {
  const Booking booking(4);
  EXPECT_EQ(booking.floor(7), 1u);
  EXPECT_EQ(booking.floor(8), 2u);
  EXPECT_EQ(booking.ceil(8), 2u);
  EXPECT_EQ(booking.ceil(9), 3u);
}

// Half a word per cycle: two words in cycles 0-3, then from cycle 6 on two more (a link inside a network).
TEST(Port, TellsWhichWordsHavePassedWhenSomeAreOnlyPlanned) {
  const Tick cycle = ticks_per_cycle({Rational(1, 2)});
  PortBank port("Buffer.network", 0, 1, Rational(1, 2), cycle);
  port.serve(0, 0, 2);
  port.serve_later(0, 6 * cycle, 2);
  EXPECT_EQ(port.ledger().words, 4U);
  const std::uint64_t passed[] = {0, 0, 1, 1, 2, 2, 2, 2, 3, 3, 4};
  for (Cycle now = 0; now < std::size(passed); ++now)
    EXPECT_EQ(port.ledger_at(now).words, passed[now]) << "cycle " << now;
}

}  // namespace
}  // namespace nestwave
