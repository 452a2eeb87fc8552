// SPDX-License-Identifier: Apache-2.0
// Remembers what came of folds, so that equal ones need not be executed again.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "dataflows/state.h"

namespace nestwave {

/// Asked at the beginning of every fold, with the state of the machine and all that is given to it until the
/// next one begins. A fold that left the machine in the state in which it found it will do so again, and
/// count the same, whenever both are the same, word for word.
class FoldMemory {
 public:
  /// What will happen up to the beginning of the next fold; null: it is not known, has to be executed,
  /// and is watched.
  [[nodiscard]] const Passage* recall(const WrittenState& state, const std::vector<std::uint64_t>& given);

 private:
  using Key = std::vector<std::uint64_t>;
  struct Hash {
    std::size_t operator()(const Key& key) const;
  };

  std::unordered_map<Key, Passage, Hash> known_;
  std::uint64_t words_ = 0;  ///< kept
  bool watching_ = false;
  WrittenState before_;  ///< state in which the fold that is watched found the machine
  Key watched_;          ///< that and what was given
  Key key_;              ///< reused
};

}  // namespace nestwave
