// SPDX-License-Identifier: Apache-2.0
// Imperfect factors, and instances that stand for others: numbering, work, shares and weights, each
// case small enough to be counted by hand.
#include <gtest/gtest.h>

#include <memory>

#include "dataflows/activity.h"
#include "dataflows/stream.h"
#include "dataflows/symmetry.h"
#include "models/steps.h"
#include "tests/sim/machines.h"

namespace nestwave {
namespace {

using test::kInputs;
using test::kOutputs;
using test::kWeights;
using test::TinyMachine;

/// P in 3 rounds of 4, of which the last has 2: indices 0 ... 9.
Design short_round() {
  TinyMachine machine;
  machine.level("Memory", "WIO", {{"P", 3}, {"M", 2}}).level("Buffer", "WIO", {{"P", 4}});
  machine.sizes = {{"P", 10}};
  return machine.design();
}

/// PE 0 has the indices 0, 1, 4, 5 of P, PE 1 has 2, 3 and 6; index 7 is beyond the problem.
Design split_round() {
  TinyMachine machine;
  machine.level("Memory", "WIO", {{"P", 2}}, {{"P", 2}}).level("Buffer", "WIO", {{"P", 2}});
  machine.sizes = {{"P", 7}};
  return machine.design();
}

TEST(Steps, AreNumberedThroughShortRounds) {
  const Design design = short_round();
  const Steps steps(design);
  EXPECT_TRUE(design.imperfect());
  EXPECT_EQ(design.compute_steps(), 20u);
  ASSERT_EQ(steps.count(), 20u);
  Steps::Digits digits;
  for (std::uint64_t step = 0; step < steps.count(); ++step) {
    steps.digits(step, digits);
    EXPECT_EQ(steps.step_of(digits), step);
  }
  // Two rounds of P with 2 x 4 steps, then M = 0 of the last with two steps.
  steps.digits(18, digits);
  EXPECT_EQ(digits, (Steps::Digits{2, 1, 0}));
  EXPECT_EQ(steps.inside({0, 0, 0}, 1), 8u);
  EXPECT_EQ(steps.inside({2, 0, 0}, 1), 4u);
  EXPECT_EQ(steps.inside({2, 1, 0}, 2), 2u);
}

TEST(Steps, AdvanceToTheNextLegalIndices) {
  const Steps steps(short_round());
  Steps::Digits digits = {1, 1, 3};
  EXPECT_EQ(steps.advance(digits, 3), 0u);
  EXPECT_EQ(digits, (Steps::Digits{2, 0, 0}));
  digits = {2, 0, 1};
  EXPECT_EQ(steps.advance(digits, 3), 1u) << "the last round of P has two positions";
  digits = {2, 1, 1};
  EXPECT_EQ(steps.advance(digits, 3), Steps::kEnd);
  digits = {1, 0, 2};
  EXPECT_EQ(steps.advance(digits, 1), 0u);
  EXPECT_EQ(digits, (Steps::Digits{2, 0, 0})) << "loops inside go back to 0";
}

TEST(Activity, PassesOverStepsWithoutWork) {
  const Design design = split_round();
  ASSERT_EQ(design.compute_steps(), 4u);
  Activity activity(design, std::make_shared<Nest>(design));
  EXPECT_EQ(activity.next(0, 3), 3u);
  EXPECT_EQ(activity.works_until(0, 0, 4), 4u);
  EXPECT_EQ(activity.next(1, 2), 2u);
  EXPECT_EQ(activity.next(1, 3), 4u) << "index 7 is no work";
  EXPECT_EQ(activity.works_until(1, 0, 4), 2u) << "what is certain without a look at the last round";
  EXPECT_EQ(activity.works_until(1, 2, 4), 3u);
}

TEST(Activity, MayNeverBegin) {
  TinyMachine machine;
  machine.level("Memory", "WIO", {}, {{"P", 2}}).level("Middle", "", {}, {{"P", 4}}).level("RF", "WIO");
  machine.sizes = {{"P", 7}};
  const Design design = machine.design();
  Activity activity(design, std::make_shared<Nest>(design));
  EXPECT_EQ(activity.next(6, 0), 0u);
  EXPECT_EQ(activity.next(7, 0), design.compute_steps());
}

TEST(Stream, TellsWhatEachInstanceHasOfATile) {
  const Design design = split_round();
  Stream inputs(design, std::make_shared<Nest>(design), kInputs, 0, 1);
  EXPECT_TRUE(inputs.uneven());
  EXPECT_EQ(inputs.words(0, 0), 2u);
  EXPECT_EQ(inputs.words(0, 1), 2u);
  EXPECT_EQ(inputs.sent(0, 0), 4u);
  ASSERT_TRUE(inputs.has(1));
  EXPECT_EQ(inputs.words(1, 0), 2u);
  EXPECT_EQ(inputs.words(1, 1), 1u) << "the tile is cut at the end of the dimension";
  EXPECT_EQ(inputs.delivered(1, 0), 3u);
  EXPECT_FALSE(inputs.has(2));
}

TEST(Stream, AnInstanceWithoutWorkHoldsNothing) {
  TinyMachine machine;
  machine.level("Memory", "WIO", {{"C", 2}}, {{"C", 2}}).level("RF", "WIO", {{"P", 3}});
  machine.sizes = {{"C", 3}};
  const Design design = machine.design();
  Stream outputs(design, std::make_shared<Nest>(design), kOutputs, 0, 1);
  EXPECT_EQ(outputs.words(0, 0), 3u);
  EXPECT_EQ(outputs.words(0, 1), 3u);
  EXPECT_EQ(outputs.drained(0, 0), 6u);
  EXPECT_EQ(outputs.sums(0, 0), 3u);
  Stream weights(design, std::make_shared<Nest>(design), kWeights, 0, 1);
  EXPECT_EQ(weights.words(1, 0), 1u);
  EXPECT_EQ(weights.words(1, 1), 0u) << "there is no fourth channel";
  EXPECT_EQ(weights.sent(1, 0), 1u);
}

TEST(Symmetry, OneInstanceOfEachKindIsSimulated) {
  TinyMachine machine;
  machine.level("Memory", "WIO", {}, {{"M", 2}, {"C", 3}}).level("RF", "WIO", {{"P", 4}});
  const Design design = machine.design();
  const Nest nest(design);
  const Symmetry merged(design, nest, false);
  ASSERT_EQ(merged.instances(1), 2u);
  EXPECT_EQ(merged.weight(1, 0), 2u) << "C = 0 of both M";
  EXPECT_EQ(merged.weight(1, 1), 4u) << "C = 1, 2 of both M";
  EXPECT_TRUE(merged.lowest(0, 1, 0));
  EXPECT_FALSE(merged.lowest(0, 1, 1));
  const Symmetry apart(design, nest, true);
  ASSERT_EQ(apart.instances(1), 6u);
  EXPECT_EQ(apart.weight(1, 5), 1u);
  EXPECT_TRUE(apart.lowest(0, 1, 3)) << "M = 1, C = 0";
  EXPECT_FALSE(apart.lowest(0, 1, 4));
}

TEST(Symmetry, InstancesOfAnUnevenNestDiffer) {
  const Design design = split_round();
  EXPECT_EQ(Symmetry(design, Nest(design), false).instances(1), 2u);
}

}  // namespace
}  // namespace nestwave
