// SPDX-License-Identifier: Apache-2.0
#include "dataflows/state_memory.h"

#include <utility>

namespace nestwave {

namespace {

std::uint64_t hash_of(const StateMemory::Words& words) {
  std::uint64_t hash = words.size();
  for (const std::uint64_t word : words) hash = (hash ^ word) * 0x9e3779b97f4a7c15U + (hash >> 29U);
  return hash;
}

}  // namespace

StateMemory::Id StateMemory::number(const Words& words) {
  const std::uint64_t hash = hash_of(words);
  const auto [begin, end] = by_hash_.equal_range(hash);
  for (auto it = begin; it != end; ++it)
    if (states_[it->second].words == words) return it->second;
  const auto id = static_cast<Id>(states_.size());
  states_.push_back({words, {}});
  by_hash_.emplace(hash, id);
  kept_ += words.size();
  return id;
}

void StateMemory::remember(Id from, Outcome outcome) {
  kept_ += outcome.given.size() + outcome.passage.added.size() + outcome.passage.before.size();
  states_[from].outcomes.push_back(std::move(outcome));
}

bool StateMemory::forget_if_full() {
  if (kept_ <= most_words_) return false;
  states_.clear();
  by_hash_.clear();
  kept_ = 0;
  return true;
}

}  // namespace nestwave
