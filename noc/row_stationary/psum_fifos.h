// SPDX-License-Identifier: Apache-2.0
// FIFOs of psums: one at the foot of every PE, one at the exit of every column.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "dataflows/state.h"
#include "models/time.h"

namespace nestwave {

/// Each word carries the cycle from which it can be taken. Within a cycle pushing and taking may come in
/// any order: a word pushed is ready in a later cycle, and the room of a word that a PE takes is seen in
/// the next.
class PsumFifos {
 public:
  static constexpr std::uint64_t kLinkWords = 4;  ///< room at the foot of a PE that another PE feeds

  PsumFifos(std::uint64_t count, std::uint64_t most_words)
      : slots_(std::bit_ceil(most_words)),
        ready_(count * slots_, 0),
        pushed_(count, 0),
        taken_(count, 0),
        last_taken_(count, kNever) {}

  /// Words in it at the beginning of the cycle, for someone who pushes while a PE takes one by one.
  [[nodiscard]] std::uint64_t words(std::uint64_t fifo, Cycle now) const {
    return pushed_[fifo] - taken_[fifo] + (last_taken_[fifo] == now ? 1 : 0);
  }
  /// When the next word can be taken; kNever: there is none.
  [[nodiscard]] Cycle front(std::uint64_t fifo) const {
    return pushed_[fifo] == taken_[fifo] ? kNever : ready_[slot(fifo, taken_[fifo])];
  }
  /// How many words, at most `most`, can be taken now.
  [[nodiscard]] std::uint64_t ready(std::uint64_t fifo, Cycle now, std::uint64_t most) const {
    std::uint64_t words = 0;
    while (words < most && taken_[fifo] + words < pushed_[fifo] &&
           ready_[slot(fifo, taken_[fifo] + words)] <= now)
      ++words;
    return words;
  }
  void push(std::uint64_t fifo, Cycle ready) {
    ready_[slot(fifo, pushed_[fifo]++)] = ready;
    ++words_;
  }
  /// Nothing is in any of them.
  [[nodiscard]] bool all_empty() const { return words_ == 0; }
  void take(std::uint64_t fifo, std::uint64_t words, Cycle now) {
    taken_[fifo] += words;
    last_taken_[fifo] = now;
    words_ -= words;
  }
  /// Words ever pushed and taken.
  [[nodiscard]] std::uint64_t pushed(std::uint64_t fifo) const { return pushed_[fifo]; }
  [[nodiscard]] std::uint64_t taken(std::uint64_t fifo) const { return taken_[fifo]; }
  /// Where the word of that number stands among the slots of all FIFOs.
  [[nodiscard]] std::uint64_t slot(std::uint64_t fifo, std::uint64_t word) const {
    return fifo * slots_ + (word & (slots_ - 1));
  }
  /// Whose words are told apart by their distance to the word `anchor`. At the beginning of a cycle: in which
  /// one the last was taken is forgotten.
  void visit_state(StateVisitor& state, std::uint64_t fifo, std::uint64_t anchor) {
    words_ -= pushed_[fifo] - taken_[fifo];
    state.relative(taken_[fifo], anchor);
    state.relative(pushed_[fifo], anchor);
    words_ += pushed_[fifo] - taken_[fifo];
    for (std::uint64_t word = taken_[fifo]; word < pushed_[fifo]; ++word) state.due(ready_[slot(fifo, word)]);
  }
  [[nodiscard]] std::uint64_t slots() const { return ready_.size(); }

 private:
  std::uint64_t slots_;  ///< of one FIFO, a power of two
  std::vector<Cycle> ready_;
  std::vector<std::uint64_t> pushed_;
  std::vector<std::uint64_t> taken_;
  std::vector<Cycle> last_taken_;
  std::uint64_t words_ = 0;  ///< in all of them
};

}  // namespace nestwave
