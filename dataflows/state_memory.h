// SPDX-License-Identifier: Apache-2.0
// What a machine has done before, so that it need not be made to do it again.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "dataflows/state.h"

namespace nestwave {

/// States that a machine has been in, and what came of them. A state decides what happens next together with
/// what is given to the machine in the meantime (shapes of passes or folds ahead); when both come again, word
/// for word, so does the rest. The memory is limited: when it is full, everything is forgotten.
class StateMemory {
 public:
  using Id = std::uint32_t;
  using Words = std::vector<std::uint64_t>;

  /// What happened from one look at the machine to the next.
  struct Outcome {
    Words given;  ///< what was met on the way
    Passage passage;
    Id end = 0;  ///< state at the end
  };

  /// `most_words`: of 8 bytes, kept at a time.
  explicit StateMemory(std::size_t most_words) : most_words_(most_words) {}

  /// The number of a state; words are compared, a hash only finds them.
  [[nodiscard]] Id number(const Words& words);
  [[nodiscard]] const Words& words(Id state) const { return states_[state].words; }
  void remember(Id from, Outcome outcome);
  /// The outcome known of a state whose `given` fits what is ahead now; null: none is.
  template <typename Fits>
  [[nodiscard]] const Outcome* recall(Id state, Fits fits) const {
    for (const Outcome& outcome : states_[state].outcomes)
      if (fits(outcome.given)) return &outcome;
    return nullptr;
  }
  /// No number given out so far is good any more if it is full. Returns whether it was.
  bool forget_if_full();

 private:
  struct State {
    Words words;
    std::vector<Outcome> outcomes;
  };

  std::size_t most_words_;
  std::size_t kept_ = 0;  ///< words
  std::vector<State> states_;
  std::unordered_multimap<std::uint64_t, Id> by_hash_;
};

}  // namespace nestwave
