// SPDX-License-Identifier: Apache-2.0
#include "dataflows/state_memory.h"

#include <gtest/gtest.h>

namespace nestwave {
namespace {

using Words = StateMemory::Words;

Passage passage(Cycle cycles, std::uint64_t counted) {
  const Tally from{10, {5}, {3}};
  const Tally to{10 + cycles, {5 + counted}, {9 + cycles}};
  return {from, to};
}

const StateMemory::Outcome* recall(const StateMemory& memory, StateMemory::Id state, const Words& given) {
  return memory.recall(state, [&](const Words& known) { return known == given; });
}

TEST(StateMemory, NumbersStatesByTheirWords) {
  StateMemory memory(100);
  const StateMemory::Id first = memory.number({1, 2});
  EXPECT_EQ(memory.number({1, 2}), first);
  EXPECT_NE(memory.number({2, 1}), first);
  EXPECT_NE(memory.number({1, 2, 0}), first);
  EXPECT_EQ(memory.words(first), Words({1, 2}));
}

TEST(StateMemory, RecallsWhatCameOfAStateOnlyIfTheSameIsAhead) {
  StateMemory memory(100);
  const StateMemory::Id from = memory.number({1});
  const StateMemory::Id to = memory.number({2});
  EXPECT_EQ(recall(memory, from, {7}), nullptr);
  memory.remember(from, {{7}, passage(20, 4), to});
  memory.remember(from, {{8}, passage(30, 6), from});
  ASSERT_NE(recall(memory, from, {7}), nullptr);
  EXPECT_EQ(recall(memory, from, {7})->passage.cycles, 20u);
  EXPECT_EQ(recall(memory, from, {7})->passage.added, std::vector<std::uint64_t>{4});
  EXPECT_EQ(recall(memory, from, {7})->end, to);
  EXPECT_EQ(recall(memory, from, {8})->end, from);
  EXPECT_EQ(recall(memory, from, {9}), nullptr);
  EXPECT_EQ(recall(memory, to, {7}), nullptr);
}

TEST(StateMemory, ForgetsEverythingOnceItIsFull) {
  StateMemory memory(5);
  (void)memory.number({1, 2, 3});
  EXPECT_FALSE(memory.forget_if_full());
  const StateMemory::Id from = memory.number({4, 5});
  EXPECT_FALSE(memory.forget_if_full());
  memory.remember(from, {{7}, passage(20, 4), from});  // the words of what is ahead and of what is counted
  EXPECT_TRUE(memory.forget_if_full());
  EXPECT_FALSE(memory.forget_if_full());
  EXPECT_EQ(recall(memory, memory.number({4, 5}), {7}), nullptr);
}

TEST(Passage, SaysWhatWasCountedAndHowLongBeforeTheEndThingsHappened) {
  const Tally from{100, {5, 7}, {90, 95}};
  const Tally to{150, {5, 17}, {90, 140}};
  const Passage between(from, to);
  EXPECT_EQ(between.cycles, 50u);
  EXPECT_EQ(between.added, (std::vector<std::uint64_t>{0, 10}));
  EXPECT_EQ(between.before[0], std::nullopt);
  EXPECT_EQ(between.before[1], 10u);
}

}  // namespace
}  // namespace nestwave
