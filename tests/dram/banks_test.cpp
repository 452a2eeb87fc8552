// SPDX-License-Identifier: Apache-2.0
// Each timing by itself: not ready the clock before, ready at the clock.
#include "memory/dram/banks.h"

#include <gtest/gtest.h>

#include "memory/dram/presets.h"

namespace nestwave::dram {
namespace {

constexpr std::size_t kBank = 0;       // group 0
constexpr std::size_t kSameGroup = 1;  // DDR4: four banks in a group
constexpr std::size_t kOtherGroup = 4;

class BanksTest : public ::testing::Test {
 protected:
  void expect_ready_at(Command command, std::size_t bank, Clocks clock) const {
    EXPECT_FALSE(banks.ready(command, bank, clock - 1)) << "one clock too soon";
    EXPECT_TRUE(banks.ready(command, bank, clock));
  }
  void open(std::size_t bank, Clocks clock) { banks.issue(Command::ACT, bank, 5, clock); }

  Banks banks{preset("ddr4_2400")};
};

TEST_F(BanksTest, AreClosedAndReadyAtFirst) {
  EXPECT_EQ(banks.size(), 16u);
  EXPECT_TRUE(banks.all_closed());
  EXPECT_EQ(banks.open_row(kBank), Banks::kClosed);
  EXPECT_TRUE(banks.ready(Command::ACT, kBank, 0));
  EXPECT_TRUE(banks.ready(Command::REF, kBank, 0));
}

TEST_F(BanksTest, KnowTheOpenRow) {
  open(kBank, 100);
  EXPECT_EQ(banks.open_row(kBank), 5);
  EXPECT_EQ(banks.open_row(kSameGroup), Banks::kClosed);
  EXPECT_FALSE(banks.all_closed());
  banks.issue(Command::PRE, kBank, 0, 139);
  EXPECT_TRUE(banks.all_closed());
}

TEST_F(BanksTest, ActivateToColumnIsTrcd) {
  open(kBank, 100);
  expect_ready_at(Command::RD, kBank, 117);
  expect_ready_at(Command::WR, kBank, 117);
}

TEST_F(BanksTest, ActivateToPrechargeIsTras) {
  open(kBank, 100);
  expect_ready_at(Command::PRE, kBank, 139);
  expect_ready_at(Command::PREA, kBank, 139);
}

TEST_F(BanksTest, ActivateToActivateIsTrrdAndTheFifthTfaw) {
  open(0, 100);
  expect_ready_at(Command::ACT, kSameGroup, 106);
  expect_ready_at(Command::ACT, kOtherGroup, 104);
  open(4, 104);
  open(8, 108);
  open(12, 112);
  expect_ready_at(Command::ACT, 9, 126);
}

TEST_F(BanksTest, PrechargeToActivateIsTrp) {
  open(kBank, 100);
  banks.issue(Command::PRE, kBank, 0, 150);
  expect_ready_at(Command::ACT, kBank, 167);
  expect_ready_at(Command::REF, kBank, 167);
}

TEST_F(BanksTest, ReadToReadIsTccd) {
  open(kBank, 100);
  open(kSameGroup, 106);
  open(kOtherGroup, 110);
  banks.issue(Command::RD, kBank, 0, 200);
  expect_ready_at(Command::RD, kBank, 206);
  expect_ready_at(Command::RD, kSameGroup, 206);
  expect_ready_at(Command::RD, kOtherGroup, 204);
}

TEST_F(BanksTest, WriteToWriteIsTccd) {
  open(kBank, 100);
  open(kOtherGroup, 110);
  banks.issue(Command::WR, kBank, 0, 200);
  expect_ready_at(Command::WR, kBank, 206);
  expect_ready_at(Command::WR, kOtherGroup, 204);
}

TEST_F(BanksTest, ReadToWriteLeavesTheBusTimeToTurn) {
  open(kBank, 100);
  open(kOtherGroup, 110);
  banks.issue(Command::RD, kBank, 0, 200);
  expect_ready_at(Command::WR, kBank, 200 + 17 + 4 + 2 - 12);
  expect_ready_at(Command::WR, kOtherGroup, 211);
}

TEST_F(BanksTest, WriteToReadIsTwtrAfterTheData) {
  open(kBank, 100);
  open(kOtherGroup, 110);
  banks.issue(Command::WR, kBank, 0, 200);
  expect_ready_at(Command::RD, kBank, 200 + 12 + 4 + 9);
  expect_ready_at(Command::RD, kOtherGroup, 200 + 12 + 4 + 3);
}

TEST_F(BanksTest, ReadToPrechargeIsTrtpAndWriteTwrAfterTheData) {
  open(kBank, 100);
  banks.issue(Command::RD, kBank, 0, 200);
  expect_ready_at(Command::PRE, kBank, 209);
  banks.issue(Command::WR, kBank, 0, 300);
  expect_ready_at(Command::PRE, kBank, 300 + 12 + 4 + 18);
}

TEST_F(BanksTest, AutoPrechargeClosesAsSoonAsAPrechargeCould) {
  open(kBank, 100);
  banks.issue(Command::RDA, kBank, 0, 117);
  EXPECT_EQ(banks.open_row(kBank), Banks::kClosed);
  expect_ready_at(Command::ACT, kBank, 139 + 17);
  open(kBank, 200);
  banks.issue(Command::WRA, kBank, 0, 300);
  expect_ready_at(Command::ACT, kBank, 300 + 12 + 4 + 18 + 17);
}

TEST_F(BanksTest, PrechargeAllWaitsForEveryOpenBank) {
  open(kBank, 100);
  open(kOtherGroup, 130);
  expect_ready_at(Command::PREA, kBank, 169);
  banks.issue(Command::PREA, 0, 0, 169);
  EXPECT_TRUE(banks.all_closed());
  expect_ready_at(Command::REF, kBank, 186);
}

TEST_F(BanksTest, RefreshKeepsAllBanksForTrfc) {
  banks.issue(Command::REF, 0, 0, 100);
  expect_ready_at(Command::ACT, kBank, 520);
  expect_ready_at(Command::ACT, 15, 520);
}

TEST(Banks, OfLpddr5TakeLongerToPrechargeAllThanOne) {
  Banks banks(preset("lpddr5_6400"));
  banks.issue(Command::ACT, 0, 5, 100);
  banks.issue(Command::PREA, 0, 0, 200);
  EXPECT_FALSE(banks.ready(Command::ACT, 0, 216));
  EXPECT_TRUE(banks.ready(Command::ACT, 0, 217));
}

}  // namespace
}  // namespace nestwave::dram
