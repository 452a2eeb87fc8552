// SPDX-License-Identifier: Apache-2.0
// The epochs of single edges, worked out by hand.
#include "dataflows/stream.h"

#include <gtest/gtest.h>

#include "tests/sim/machines.h"

namespace nestwave {
namespace {

using test::kInputs;
using test::kOutputs;
using test::kWeights;
using test::TinyMachine;
using Numbers = std::vector<std::uint64_t>;

/// A stream and the design it refers to.
struct Edge {
  Edge(const TinyMachine& machine, int data_space, int outer, int inner)
      : design(machine.design()), stream(design, std::make_shared<Nest>(design), data_space, outer, inner) {}

  /// One field of every epoch.
  template <typename Field>
  Numbers all(Field Epoch::*field) {
    Numbers values;
    for (std::uint64_t e = 0; stream.has(e); ++e) values.push_back(stream.at(e).*field);
    return values;
  }
  Numbers all_first_visits(unsigned keeper) {
    Numbers values;
    for (std::uint64_t e = 0; stream.has(e); ++e) values.push_back(stream.at(e).first_visits >> keeper & 1U);
    return values;
  }
  Numbers old_sums(std::uint64_t parent) {
    Numbers values;
    for (std::uint64_t e = 0; stream.has(e); ++e)
      values.push_back(stream.brings_old_sums(parent, stream.at(e)) ? 1 : 0);
    return values;
  }

  Design design;
  Stream stream;
};

Policy policy_with(Reuse reuse, Multicast multicast = Multicast::overlap) {
  Policy policy;
  policy.reuse = reuse;
  policy.multicast = multicast;
  return policy;
}

/// Inputs slide along P, over a window of five, twice: M wraps P round.
TinyMachine sliding_window(Reuse reuse) {
  TinyMachine machine;
  machine.level("Memory", "WIO", {{"M", 2}, {"P", 4}}).level("Buffer", "WIO", {{"R", 5}});
  machine.policy = policy_with(reuse);
  return machine;
}

// Epochs.

TEST(Stream, AnEpochLastsWhileTheTileStays) {
  TinyMachine machine;
  machine.level("Memory", "WIO", {{"M", 3}, {"P", 2}}).level("Buffer", "WIO", {{"R", 4}});
  Edge edge(machine, kWeights, 0, 1);
  EXPECT_EQ(edge.all(&Epoch::first_step), Numbers({0, 8, 16}));
  EXPECT_EQ(edge.all(&Epoch::end_step), Numbers({8, 16, 24}));
  EXPECT_EQ(edge.all(&Epoch::words), Numbers({4, 4, 4}));
  EXPECT_EQ(edge.all(&Epoch::fresh), Numbers({4, 4, 4}));
}

TEST(Stream, TheOutermostKeeperHasASingleEpoch) {
  Edge edge(sliding_window(Reuse::none), kInputs, -1, 0);
  ASSERT_TRUE(edge.stream.has(0));
  EXPECT_FALSE(edge.stream.has(1));
  EXPECT_EQ(edge.stream.at(0).first_step, 0u);
  EXPECT_EQ(edge.stream.at(0).end_step, 40u);
  EXPECT_EQ(edge.stream.at(0).words, 8u) << "P 4 and R 5 reach eight inputs";
}

TEST(Stream, TheOutermostKeeperHoldsAllEvenUnderLoopsFurtherOut) {
  TinyMachine machine;
  machine.level("Memory", "W", {{"P", 4}}).level("Buffer", "WIO", {{"R", 2}});
  Edge edge(machine, kInputs, -1, 1);
  EXPECT_EQ(edge.all(&Epoch::words), Numbers({5}));
  EXPECT_EQ(edge.all(&Epoch::end_step), Numbers({8}));
}

TEST(Stream, AnEdgeIntoTheMacsHasOneEpochPerStep) {
  TinyMachine machine;
  machine.level("Memory", "WIO", {{"M", 2}}).level("Buffer", "WIO", {{"P", 3}});
  Edge edge(machine, kWeights, 1, 2);
  EXPECT_EQ(edge.all(&Epoch::first_step), Numbers({0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(edge.all(&Epoch::end_step), Numbers({1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(edge.all(&Epoch::fresh), Numbers({1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(edge.all(&Epoch::outer_epoch), Numbers({0, 0, 0, 1, 1, 1}));
}

TEST(Stream, ATileKnowsTheTileOfItsParent) {
  TinyMachine machine;
  machine.level("Memory", "WIO", {{"P", 2}})
      .level("Buffer", "WIO", {{"M", 2}, {"P", 2}})
      .level("Register", "WIO", {{"R", 2}});
  Edge edge(machine, kInputs, 1, 2);
  // (P, M, p): the register moves on every p, the buffer on every P only.
  EXPECT_EQ(edge.all(&Epoch::first_step), Numbers({0, 2, 4, 6, 8, 10, 12, 14}));
  EXPECT_EQ(edge.all(&Epoch::outer_epoch), Numbers({0, 0, 0, 0, 1, 1, 1, 1}));
}

// Rules of reuse.

TEST(Stream, ResidentFetchesTheWordsThatAreNotThere) {
  Edge edge(sliding_window(Reuse::resident), kInputs, 0, 1);
  // [0,5) [1,6) [2,7) [3,8), and back to [0,5), of which 3 and 4 are there.
  EXPECT_EQ(edge.all(&Epoch::fresh), Numbers({5, 1, 1, 1, 3, 1, 1, 1}));
  EXPECT_EQ(edge.all(&Epoch::sent), Numbers({5, 1, 1, 1, 3, 1, 1, 1}));
  EXPECT_EQ(edge.stream.kept(4, 0), 2u);
}

TEST(Stream, TimeloopFetchesTheWholeTileWhenTheStepChanges) {
  Edge edge(sliding_window(Reuse::timeloop), kInputs, 0, 1);
  EXPECT_EQ(edge.all(&Epoch::fresh), Numbers({5, 1, 1, 1, 5, 1, 1, 1}));
}

TEST(Stream, TimeloopDoesNotRememberTheStepThatCostAWholeTile) {
  // R moves a window of four by one, P by four less the one that R takes back.
  TinyMachine machine;
  machine.level("Memory", "WIO", {{"P", 3}, {"R", 2}}).level("Buffer", "WIO", {{"P", 4}});
  machine.policy = policy_with(Reuse::timeloop);
  EXPECT_EQ(Edge(machine, kInputs, 0, 1).all(&Epoch::fresh), Numbers({4, 1, 4, 1, 4, 1}));
  machine.policy = policy_with(Reuse::resident);
  EXPECT_EQ(Edge(machine, kInputs, 0, 1).all(&Epoch::fresh), Numbers({4, 1, 3, 1, 3, 1}));
}

TEST(Stream, TimeloopCreditsEqualStepsOfDifferentLoops) {
  // R moves a window of two by one, and so does P: by two less one.
  TinyMachine machine;
  machine.level("Memory", "WIO", {{"P", 3}, {"R", 2}}).level("Buffer", "WIO", {{"P", 2}});
  machine.policy = policy_with(Reuse::timeloop);
  EXPECT_EQ(Edge(machine, kInputs, 0, 1).all(&Epoch::fresh), Numbers({2, 1, 1, 1, 1, 1}));
}

TEST(Stream, NoneFetchesTheWholeTileAlways) {
  Edge edge(sliding_window(Reuse::none), kInputs, 0, 1);
  EXPECT_EQ(edge.all(&Epoch::fresh), Numbers({5, 5, 5, 5, 5, 5, 5, 5}));
}

TEST(Stream, TouchedTilesHaveHolesAndBoundingBoxesHaveNone) {
  TinyMachine machine;
  machine.level("Memory", "WIO", {{"M", 2}}).level("Buffer", "WIO", {{"P", 3}});
  machine.stride = 2;
  EXPECT_EQ(Edge(machine, kInputs, 0, 1).stream.shape().tile_words, 3u);
  machine.policy.footprint = Footprint::bounding_box;
  EXPECT_EQ(Edge(machine, kInputs, 0, 1).stream.shape().tile_words, 5u);
  EXPECT_EQ(Edge(machine, kOutputs, 0, 1).stream.shape().tile_words, 3u);
}

// Multicast.

/// Two children hold windows of three that overlap in two words; each step moves both by two.
TinyMachine overlapping_children(Multicast multicast) {
  TinyMachine machine;
  machine.level("Memory", "WIO", {{"P", 2}}, {{"P", 2}}).level("Buffer", "WIO", {{"R", 3}});
  machine.policy = policy_with(Reuse::resident, multicast);
  return machine;
}

TEST(Stream, OverlapReadsAWordOnceForAllChildren) {
  // [0,3) [1,4): four words. Then {3,4} and {4,5} are fresh: three words.
  EXPECT_EQ(Edge(overlapping_children(Multicast::overlap), kInputs, 0, 1).all(&Epoch::sent), Numbers({4, 3}));
}

TEST(Stream, IdenticalSharesOnlyWholeTiles) {
  EXPECT_EQ(Edge(overlapping_children(Multicast::identical), kInputs, 0, 1).all(&Epoch::sent),
            Numbers({6, 4}));
  EXPECT_EQ(Edge(overlapping_children(Multicast::identical), kWeights, 0, 1).all(&Epoch::sent), Numbers({3}))
      << "both children hold the same weights";
}

TEST(Stream, WithoutMulticastEveryChildHasAReadOfItsOwn) {
  EXPECT_EQ(Edge(overlapping_children(Multicast::none), kInputs, 0, 1).all(&Epoch::sent), Numbers({6, 4}));
  EXPECT_EQ(Edge(overlapping_children(Multicast::none), kWeights, 0, 1).all(&Epoch::sent), Numbers({6}));
}

TEST(Stream, AnEdgeKnowsHowManyChildrenHoldDifferentTiles) {
  TinyMachine machine;
  machine.level("Memory", "WIO", {}, {{"M", 3}, {"C", 2}}).level("Buffer", "WIO");
  const EdgeShape outputs = Edge(machine, kOutputs, 0, 1).stream.shape();
  EXPECT_EQ(outputs.children, 6u);
  EXPECT_EQ(outputs.distinct_tiles, 3u);
  const EdgeShape inputs = Edge(machine, kInputs, 0, 1).stream.shape();
  EXPECT_EQ(inputs.distinct_tiles, 2u);
}

// Sums.

TEST(Stream, ATileOfSumsKnowsItsVisitBefore) {
  Edge edge(test::revisited_sums(), kOutputs, 0, 1);
  EXPECT_EQ(edge.all_first_visits(1), Numbers({1, 1, 0, 0}));
  EXPECT_TRUE(edge.stream.at(1).first_ever);
  EXPECT_FALSE(edge.stream.at(2).first_ever);
  EXPECT_EQ(edge.stream.at(2).previous, 0u);
  EXPECT_EQ(edge.stream.at(3).previous, 1u);
  EXPECT_EQ(edge.old_sums(0), Numbers({0, 0, 1, 1}));
}

TEST(Stream, TheVisitBeforeMayBeSeveralLoopsBack) {
  // Steps (C, M, R, P): the word is M and P. R comes back after 2 tiles, C after 8, from the last R.
  TinyMachine machine;
  machine.level("Memory", "O", {{"C", 2}, {"M", 2}, {"R", 2}, {"P", 2}}).level("Register", "WIO");
  Edge edge(machine, kOutputs, 0, 1);
  EXPECT_EQ(edge.all_first_visits(1), Numbers({1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(edge.stream.at(2).previous, 0u);
  EXPECT_EQ(edge.stream.at(7).previous, 5u);
  EXPECT_EQ(edge.stream.at(8).previous, 2u);
  EXPECT_EQ(edge.stream.at(11).previous, 9u);
  EXPECT_EQ(edge.stream.at(13).previous, 7u);
}

TEST(Stream, FirstVisitsAreToldKeeperByKeeper) {
  // Steps (C, M, R, P): the buffer holds two words of one M, the register one.
  TinyMachine machine;
  machine.level("Memory", "O", {{"C", 2}, {"M", 2}})
      .level("Buffer", "O", {{"R", 2}, {"P", 2}})
      .level("Register", "WIO");
  Edge edge(machine, kOutputs, 1, 2);
  EXPECT_EQ(edge.all(&Epoch::outer_epoch), Numbers({0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3}));
  EXPECT_EQ(edge.all_first_visits(1), Numbers({1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(edge.all_first_visits(2), Numbers({1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0}));
  EXPECT_EQ(edge.old_sums(0), Numbers({0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(edge.stream.at(6).previous, 4u);
  EXPECT_EQ(edge.stream.at(15).previous, 13u);
  Numbers ever;
  for (std::uint64_t e = 0; edge.stream.has(e); ++e) ever.push_back(edge.stream.at(e).first_ever ? 1 : 0);
  EXPECT_EQ(ever, Numbers({1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
}

TEST(Stream, TheLowestMemberOfAGroupTakesOldSums) {
  TinyMachine machine;
  machine.level("Memory", "O", {{"R", 2}, {"P", 2}}, {{"C", 2}, {"M", 2}}).level("Register", "WIO");
  Edge edge(machine, kOutputs, 0, 1);
  // Instances (C, M): 0 and 1 are the lowest of the groups of M = 0 and M = 1.
  EXPECT_TRUE(edge.stream.takes_old_sums(0));
  EXPECT_TRUE(edge.stream.takes_old_sums(1));
  EXPECT_FALSE(edge.stream.takes_old_sums(2));
  EXPECT_FALSE(edge.stream.takes_old_sums(3));
}

TEST(Stream, AParentThatJoinedAtZeroHasNoOldSumToSend) {
  // Buffers 0 and 1 add up C in space; R comes back to the memory, r within the buffer.
  TinyMachine machine;
  machine.level("Memory", "O", {{"R", 2}, {"M", 2}}, {{"C", 2}})
      .level("Buffer", "O", {{"R", 2}, {"P", 2}})
      .level("Register", "WIO");
  Edge edge(machine, kOutputs, 1, 2);
  EXPECT_EQ(edge.old_sums(0), Numbers({0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(edge.old_sums(1), Numbers({0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1}));
}

// The window.

TEST(Stream, HoldsOnlyWhatIsNotReleased) {
  Edge edge(sliding_window(Reuse::resident), kInputs, 0, 1);
  ASSERT_TRUE(edge.stream.has(5));
  EXPECT_EQ(edge.stream.held(), 6u);
  edge.stream.release_before(4);
  EXPECT_EQ(edge.stream.held(), 2u);
  EXPECT_EQ(edge.stream.at(4).fresh, 3u) << "indices do not change";
  EXPECT_THROW((void)edge.stream.at(3), InternalError);
  EXPECT_EQ(edge.stream.at(7).first_step, 35u);
}

TEST(Stream, KeepsTheLastEpochWhateverIsReleased) {
  Edge edge(sliding_window(Reuse::resident), kInputs, 0, 1);
  ASSERT_TRUE(edge.stream.has(2));
  edge.stream.release_before(100);
  EXPECT_EQ(edge.stream.held(), 1u);
  EXPECT_EQ(edge.stream.at(2).first_step, 10u);
}

TEST(Stream, HasNoEpochAfterTheLast) {
  Edge edge(sliding_window(Reuse::resident), kInputs, 0, 1);
  EXPECT_TRUE(edge.stream.has(7));
  EXPECT_FALSE(edge.stream.has(8));
  EXPECT_THROW((void)edge.stream.at(8), InternalError);
}

}  // namespace
}  // namespace nestwave
