// SPDX-License-Identifier: Apache-2.0
#include "dataflows/keep_rule.h"

#include <gtest/gtest.h>

#include "tests/dataflows/machines.h"

namespace nestwave {
namespace {

using test::level;
using test::machine;

constexpr int kWeights = 0;
constexpr int kOutputs = 2;

/// One word per level: the initials of what it keeps, "-" for nothing.
std::string kept(std::vector<StorageLevel> levels, int stationary) {
  const Problem problem = test::pointwise(2, 2, 2);
  std::string text;
  for (const auto& row : choose_keepers(problem, machine(std::move(levels)), stationary)) {
    std::string initials;
    for (std::size_t s = 0; s < row.size(); ++s)
      if (row[s]) initials += problem.data_spaces[s].name[0];
    text += (text.empty() ? "" : " ") + (initials.empty() ? std::string("-") : initials);
  }
  return text;
}

TEST(KeepRule, EveryLevelWithRoomKeepsEverything) {
  EXPECT_EQ(kept({level("DRAM"), level("GLB", 64), level("spad", 3)}, kWeights), "WIO WIO WIO");
}

TEST(KeepRule, ConsecutiveRegistersShareTheDataSpacesStationaryOneFirst) {
  const std::vector<StorageLevel> chain = {level("DRAM"), level("a", 1), level("b", 1), level("c", 1)};
  EXPECT_EQ(kept(chain, kWeights), "WIO W I O");
  EXPECT_EQ(kept(chain, kOutputs), "WIO O W I");
}

TEST(KeepRule, ALoneRegisterKeepsTheStationaryOne) {
  EXPECT_EQ(kept({level("DRAM"), level("r", 1)}, kOutputs), "WIO O");
  EXPECT_EQ(kept({level("DRAM"), level("r", 1), level("spad", 9), level("s", 2)}, kOutputs), "WIO O WIO O");
}

TEST(KeepRule, ARunLongerThanTheDataSpacesStartsAgain) {
  EXPECT_EQ(kept({level("DRAM"), level("a", 1), level("b", 1), level("c", 1), level("d", 1)}, kWeights),
            "WIO W I O W");
}

TEST(KeepRule, MultipleBufferingCountsAgainstTheRoom) {
  StorageLevel doubled = level("r", 5);
  doubled.multiple_buffering = 2;
  EXPECT_EQ(kept({level("DRAM"), doubled}, kWeights), "WIO W");
  doubled.capacity_words = 1;
  EXPECT_EQ(kept({level("DRAM"), doubled, level("r", 1)}, kWeights), "WIO - W");
}

TEST(KeepRule, ANameThatSpeaksOfDataSpacesDecides) {
  EXPECT_EQ(kept({level("DRAM"), level("ifmap_spad", 12), level("weights_spad", 192), level("psum_spad", 16)},
                 kOutputs),
            "WIO I W O");
  EXPECT_EQ(
      kept({level("InputWeightBuffer", 0), level("InputWeightBuffer", 64), level("outputReg", 1)}, kWeights),
      "WIO WI O");
  EXPECT_EQ(kept({level("DRAM"), level("weight_reg", 1), level("b", 1), level("c", 1)}, kWeights),
            "WIO W I O");
  EXPECT_EQ(
      kept({level("DRAM"), level("PEInputBuffer", 64), level("PEWeightRegs", 1), level("GLB", 64)}, kWeights),
      "WIO I W WIO");
}

StorageLevel constrained(StorageLevel from, std::vector<std::string> keeps,
                         std::vector<std::string> bypasses) {
  from.keeps = std::move(keeps);
  from.bypasses = std::move(bypasses);
  return from;
}

TEST(KeepRule, ConstraintsComeBeforeNames) {
  EXPECT_EQ(kept({level("DRAM"), constrained(level("weights_spad", 64), {"Inputs"}, {}),
                  constrained(level("buffer", 64), {"Inputs", "Outputs"}, {"Weights"})},
                 kWeights),
            "WIO I IO");
}

TEST(KeepRule, BypassedDataSpacesLeaveTheOthersToTheUsualRules) {
  EXPECT_EQ(kept({level("DRAM"), constrained(level("buffer", 64), {}, {"Weights"})}, kWeights), "WIO IO");
  // Room for one word, and the stationary one may not have it.
  EXPECT_EQ(kept({level("DRAM"), constrained(level("a", 1), {}, {"Weights"}), level("b", 1), level("c", 1)},
                 kWeights),
            "WIO I W O");
  EXPECT_EQ(kept({level("DRAM"), constrained(level("weights", 64), {}, {"Weights"})}, kWeights), "WIO IO");
}

TEST(KeepRule, ALevelThatBypassesEverythingKeepsNothingAndIsNoPartOfARun) {
  const StorageLevel dummy = constrained(level("dummy", 16), {}, {"Weights", "Inputs", "Outputs"});
  EXPECT_EQ(kept({level("DRAM"), level("a", 1), dummy, level("b", 1), level("c", 1)}, kWeights),
            "WIO W - I O");
}

TEST(KeepRule, ConstraintsDoNotMakeRoom) {
  EXPECT_EQ(kept({level("DRAM"), constrained(level("r", 1), {"Inputs", "Weights"}, {})}, kWeights), "WIO W");
}

TEST(KeepRule, RefusesConstraintsThatNoMappingCanMeet) {
  EXPECT_THROW(kept({level("DRAM"), constrained(level("r", 4), {"Weihgts"}, {})}, kWeights), InputError);
  EXPECT_THROW(kept({constrained(level("DRAM"), {}, {"Weights"}), level("r", 4)}, kWeights), InputError);
  EXPECT_THROW(kept({constrained(level("DRAM"), {"Weights"}, {}), level("r", 4)}, kWeights), InputError);
}

}  // namespace
}  // namespace nestwave
