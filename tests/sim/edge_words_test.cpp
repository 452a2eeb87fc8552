// SPDX-License-Identifier: Apache-2.0
// Which words cross an edge, and the bursts that hold them, worked out by hand.
#include "dataflows/edge_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memory/layout.h"
#include "tests/sim/machines.h"

namespace nestwave {
namespace {

using test::kInputs;
using test::kOutputs;
using test::kWeights;
using test::TinyMachine;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Memory [P = 2, R = 3] over a buffer [M = 2, P = 2]: Weights[2][1][3], Inputs[1][6], Outputs[2][4].
TinyMachine sliding() {
  TinyMachine machine;
  machine.level("Memory", "WIO", {{"P", 2}, {"R", 3}}).level("Buffer", "WIO", {{"M", 2}, {"P", 2}});
  return machine;
}

EdgeWords words_of(const Design& design, int data_space, int outer, int inner) {
  return {design, std::make_shared<Nest>(design), data_space, outer, inner};
}

TEST(EdgeWords, AreRangesOfTheRowMajorTensor) {
  const Design design = sliding().design();
  // At step 0 P = 0 and R = 0: one weight of either filter; a step of R takes four compute steps.
  EXPECT_THAT(words_of(design, kWeights, 0, 1).of_children(0, 0, {}),
              ElementsAre(WordRange{0, 1}, WordRange{3, 4}));
  EXPECT_THAT(words_of(design, kWeights, 0, 1).of_children(0, 8, {}),
              ElementsAre(WordRange{2, 3}, WordRange{5, 6}));
  EXPECT_THAT(words_of(design, kInputs, 0, 1).of_children(0, 4, {}), ElementsAre(WordRange{1, 3}));
  EXPECT_THAT(words_of(design, kOutputs, 0, 1).of_children(0, 12, {}),
              ElementsAre(WordRange{2, 4}, WordRange{6, 8}));
}

TEST(EdgeWords, LeaveOutWhatIsThere) {
  const Design design = sliding().design();
  const EdgeWords inputs = words_of(design, kInputs, 0, 1);
  EXPECT_THAT(inputs.of_children(0, 4, 0), ElementsAre(WordRange{2, 3}));
  EXPECT_THAT(inputs.of_children(0, 4, 4), IsEmpty());
  // From R = 2 (words 2, 3) to R = 0 of the next P, where the window begins at 2.
  EXPECT_THAT(inputs.of_children(0, 12, 8), IsEmpty());
}

TEST(EdgeWords, RanksThatAreThereAsAWholeMakeOneRange) {
  TinyMachine machine;
  machine.level("Memory", "WIO", {{"M", 2}}).level("Buffer", "WIO", {{"C", 2}, {"R", 3}});
  const Design design = machine.design();
  EXPECT_THAT(words_of(design, kWeights, 0, 1).of_children(0, 6, {}), ElementsAre(WordRange{6, 12}));
}

TEST(EdgeWords, OfAllChildrenAreUnitedAndOfOneAreItsOwn) {
  TinyMachine machine;
  machine.level("Memory", "WIO", {{"R", 2}}, {{"P", 3}}).level("Register", "WIO");
  const Design design = machine.design();
  const EdgeWords inputs = words_of(design, kInputs, 0, 1);
  EXPECT_THAT(inputs.of_children(0, 0, {}), ElementsAre(WordRange{0, 3}));
  EXPECT_THAT(inputs.of_child(2, 1, {}), ElementsAre(WordRange{3, 4}));
  EXPECT_THAT(words_of(design, kWeights, 0, 1).of_children(0, 1, {}), ElementsAre(WordRange{1, 2}));
}

TEST(EdgeWords, EndWhereTheDimensionEnds) {
  TinyMachine machine;
  machine.level("Memory", "WIO", {{"P", 2}}).level("Buffer", "WIO", {{"P", 4}});
  machine.sizes = {{"P", 7}};
  const Design design = machine.design();
  EXPECT_THAT(words_of(design, kOutputs, 0, 1).of_children(0, 4, {}), ElementsAre(WordRange{4, 7}));
}

TEST(EdgeWords, LieFartherBackAfterEachIteration) {
  const Design design = sliding().design();
  // P in the memory goes in steps of two outputs, R in steps of one weight.
  EXPECT_EQ(words_of(design, kInputs, 0, 1).shift(0), 2u);
  EXPECT_EQ(words_of(design, kInputs, 0, 1).shift(1), 1u);
  EXPECT_EQ(words_of(design, kWeights, 0, 1).shift(0), 0u);
  EXPECT_EQ(words_of(design, kWeights, 0, 1).shift(1), 1u);
  // M is the first of two ranks of the weights, three words apart, and inside what the buffer holds.
  EXPECT_EQ(words_of(design, kWeights, 0, 1).shift(2), 0u);
  EXPECT_EQ(words_of(design, kWeights, 1, 2).shift(2), 3u);
}

TEST(Layout, PutsTensorsOneAfterAnotherEachInBurstsOfItsOwn) {
  TinyMachine machine = sliding();
  machine[0].word_bits = 8;
  const Design design = machine.design();
  const Layout layout(design, 0, 4);
  // 6 weights in bursts 0 and 1, 6 inputs in 2 and 3, 8 outputs in 4 and 5.
  EXPECT_EQ(layout.bytes(), 24u);
  EXPECT_THAT(layout.bursts(kWeights, {{3, 5}}), ElementsAre(0, 1));
  EXPECT_THAT(layout.bursts(kInputs, {{0, 1}, {2, 3}, {5, 6}}), ElementsAre(2, 3));
  EXPECT_THAT(layout.bursts(kOutputs, {{4, 8}}), ElementsAre(5));
}

TEST(Layout, PacksWordsOfAnyWidth) {
  TinyMachine machine = sliding();
  machine[0].word_bits = 12;
  const Layout narrow(machine.design(), 0, 4);
  // Word 2 of the weights is bits 24 to 35: it lies in two bursts.
  EXPECT_THAT(narrow.bursts(kWeights, {{2, 3}}), ElementsAre(0, 1));
  machine[0].word_bits = 64;
  const Layout wide(machine.design(), 0, 4);
  EXPECT_THAT(wide.bursts(kWeights, {{1, 2}}), ElementsAre(2, 3));
}

TEST(Layout, LeavesOutTensorsThatTheLevelDoesNotKeep) {
  TinyMachine machine = test::weight_stream(4);
  machine[0].word_bits = 8;
  EXPECT_EQ(Layout(machine.design(), 0, 4).bytes(), 4u);
}

}  // namespace
}  // namespace nestwave
