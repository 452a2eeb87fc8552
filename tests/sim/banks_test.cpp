// SPDX-License-Identifier: Apache-2.0
// Levels made of banks: where words lie, and who waits for whom, worked out by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/simulate.h"
#include "memory/buffer_banks.h"
#include "models/error.h"
#include "tests/sim/machines.h"
#include "tests/support/complaint.h"
#include "tests/support/same_run.h"

namespace nestwave {
namespace {

using test::complaint;
using test::kInputs;
using test::kWeights;
using test::TinyMachine;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Banks, TakeTurnsWithTheWordsOfATensor) {
  EXPECT_EQ(words_in_bank({{0, 10}}, 0, 4, 1), 3u);
  EXPECT_EQ(words_in_bank({{0, 10}}, 2, 4, 1), 2u);
  EXPECT_EQ(words_in_bank({{1, 2}, {5, 7}}, 1, 4, 1), 2u);
  // Two neighbours in a bank: 0 1 | 2 3 | 4 5 | 0 1 …
  EXPECT_EQ(words_in_bank({{1, 8}}, 0, 3, 2), 3u);
  EXPECT_EQ(words_in_bank({{1, 8}}, 1, 3, 2), 2u);
}

/// Four weights and four inputs are brought to the buffer and used one after the other.
TinyMachine banked(const BankSpec& banks) {
  TinyMachine machine;
  machine.level("Memory", "WI").level("Buffer", "WI", {{"P", 4}, {"M", 4}}).level("Register", "O");
  machine[1].banks = banks;
  return machine;
}

BankSpec spec(std::uint64_t count, std::uint64_t ports = 1, std::uint64_t interleave = 1) {
  BankSpec banks;
  banks.count = count;
  banks.ports = ports;
  banks.interleave = interleave;
  return banks;
}

TEST(Banks, TheFullestOneTellsHowLongATransferTakes) {
  const auto weights_at = [](const BankSpec& banks) {
    return test::run(banked(banks)).log.arrivals(TransferKind::fill, kWeights).at(0);
  };
  EXPECT_EQ(weights_at(spec(4)), 1u);
  EXPECT_EQ(weights_at(spec(2)), 2u);
  EXPECT_EQ(weights_at(spec(1)), 4u);
  EXPECT_EQ(weights_at(spec(1, 4)), 1u);
  EXPECT_EQ(weights_at(spec(4, 1, 4)), 4u) << "all four are neighbours in one bank";
}

TEST(Banks, ThatAreSharedMakeTheLaterTransferWait) {
  const test::Outcome run = test::run(banked(spec(2)));
  EXPECT_THAT(run.log.arrivals(TransferKind::fill, kWeights), ElementsAre(2));
  // In cycle 2 the first weight is read before them: the same step, but the data space comes first.
  EXPECT_THAT(run.log.begins(TransferKind::fill, kInputs), ElementsAre(3));
  EXPECT_THAT(run.log.arrivals(TransferKind::fill, kInputs), ElementsAre(5));
}

TEST(Banks, OfItsOwnKeepADataSpaceFromWaiting) {
  BankSpec banks = spec(2);
  banks.own = {{"Weights", 1}, {"Inputs", 1}};
  const test::Outcome run = test::run(banked(banks));
  EXPECT_THAT(run.log.arrivals(TransferKind::fill, kWeights), ElementsAre(4));
  EXPECT_THAT(run.log.arrivals(TransferKind::fill, kInputs), ElementsAre(4));
  EXPECT_EQ(run.port("Buffer.banks.Weights").busy, 4u + 16u) << "written once, read at every step";
}

TEST(Banks, MakeIterationsAlikeOnlyEveryRound) {
  // At every M four weights for four PEs, three neighbours to a bank: the fullest of the two banks has 3, 2,
  // 3 of them, and so on. The four inputs are read too, always the same, in three cycles.
  TinyMachine machine;
  machine.level("Memory", "WIO").level("Buffer", "WI", {{"M", 90}}, {{"R", 4}});
  machine[1].banks = spec(2, 1, 3);
  constexpr Cycle kRound = (3 + 3) + (2 + 3) + (3 + 3);
  const Design design = machine.design();
  SimulationOptions every_cycle;
  every_cycle.fast_forward = false;
  const SimulationResult run = simulate(design);
  EXPECT_GE(run.cycles, 30 * kRound);
  test::expect_same_run(simulate(design, every_cycle), run);
  EXPECT_GT(run.fast_forwarded, 0u);
  EXPECT_EQ(run.fast_forwarded % kRound, 0u) << "whole rounds are skipped";
}

TEST(Banks, MustHoldWhatIsInThem) {
  BankSpec banks = spec(4);
  banks.own = {{"Weights", 1}};
  TinyMachine machine = banked(banks);
  machine[1].capacity_words = 12;
  EXPECT_EQ(complaint([&] { (void)machine.design(); }),
            "the tiles of Weights at Buffer take 4 words, their banks have room for 3");
  machine[1].banks->own = {{"Weights", 4}};
  EXPECT_EQ(complaint([&] { (void)machine.design(); }), "Buffer has no bank for Inputs");
  machine[1].banks->own = {{"Weights", 3}, {"Inputs", 2}};
  EXPECT_THAT(complaint([&] { (void)machine.design(); }), HasSubstr("Buffer has 4 banks"));
}

}  // namespace
}  // namespace nestwave
