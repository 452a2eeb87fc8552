// SPDX-License-Identifier: Apache-2.0
#include "pe/systolic/fold_memory.h"

namespace nestwave {

namespace {

/// 32 MB: what is beyond is not remembered.
constexpr std::uint64_t kMostWords = std::uint64_t{1} << 22;

}  // namespace

const Passage* FoldMemory::recall(const WrittenState& state, const std::vector<std::uint64_t>& given) {
  if (watching_ && state.words == before_.words && words_ < kMostWords) {
    const auto [known, fresh] = known_.try_emplace(watched_, before_, state);
    words_ += known->first.size() + known->second.added.size();
  }
  watching_ = false;
  key_.assign(state.words.begin(), state.words.end());
  key_.insert(key_.end(), given.begin(), given.end());
  const auto known = known_.find(key_);
  if (known != known_.end()) return &known->second;
  watching_ = true;
  before_ = state;
  watched_.swap(key_);
  return nullptr;
}

std::size_t FoldMemory::Hash::operator()(const Key& key) const {
  std::uint64_t hash = key.size();
  for (const std::uint64_t word : key) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15U;
    hash ^= hash >> 32U;
  }
  return hash;
}

}  // namespace nestwave
