// SPDX-License-Identifier: Apache-2.0
// FIFOs of psums: one at the foot of every PE, one at the exit of every column.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

#include "dataflows/state.h"
#include "models/time.h"

namespace nestwave {

/// Each word carries the cycle from which it can be taken. Within a cycle pushing and taking may come in
/// any order: a word pushed is ready in a later cycle, and the room of a word that a PE takes is seen in
/// the next. PEs push and take words of successive cycles in one go.
class PsumFifos {
 public:
  static constexpr std::uint64_t kLinkWords = 4;  ///< room at the foot of a PE that another PE feeds

  /// So many more with room for `most_words` each.
  void add(std::uint64_t count, std::uint64_t most_words) {
    const std::uint64_t size = std::bit_ceil(most_words);
    for (std::uint64_t i = 0; i < count; ++i) {
      Fifo fifo;
      fifo.first_slot = ready_.size();
      fifo.mask = size - 1;
      fifos_.push_back(fifo);
      ready_.resize(ready_.size() + size, 0);
    }
  }

  /// Words in it at the beginning of the cycle, for its only pusher.
  [[nodiscard]] std::uint64_t words(std::uint64_t fifo, Cycle now) const {
    const Fifo& of = fifos_[fifo];
    return of.pushed - of.taken + of.leaving(now);
  }
  /// When the next word can be taken; kNever: there is none.
  [[nodiscard]] Cycle front(std::uint64_t fifo) const {
    const Fifo& of = fifos_[fifo];
    return of.pushed == of.taken ? kNever : ready_[of.slot(of.taken)];
  }
  /// How many words, at most `most`, can be taken now.
  [[nodiscard]] std::uint64_t ready(std::uint64_t fifo, Cycle now, std::uint64_t most) const {
    const Fifo& of = fifos_[fifo];
    std::uint64_t words = 0;
    while (words < most && of.taken + words < of.pushed && ready_[of.slot(of.taken + words)] <= now) ++words;
    return words;
  }
  /// The same if one is taken in each cycle from `now` on.
  [[nodiscard]] std::uint64_t ready_in_turn(std::uint64_t fifo, Cycle now, std::uint64_t most) const {
    const Fifo& of = fifos_[fifo];
    const std::uint64_t all = std::min(most, of.pushed - of.taken);
    std::uint64_t words = 0;
    while (words < all && ready_[of.slot(of.taken + words)] <= now + words) ++words;
    return words;
  }
  /// Words that are ready one by one from that cycle on.
  void push(std::uint64_t fifo, Cycle ready, std::uint64_t words) {
    Fifo& of = fifos_[fifo];
    for (std::uint64_t word = 0; word < words; ++word) ready_[of.slot(of.pushed++)] = ready + word;
    words_ += words;
  }
  /// Nothing is in any of them.
  [[nodiscard]] bool all_empty() const { return words_ == 0; }
  /// Takes words in one cycle.
  void take(std::uint64_t fifo, std::uint64_t words) {
    fifos_[fifo].taken += words;
    words_ -= words;
  }
  /// Takes a word in each cycle from `now` on.
  void take_in_turn(std::uint64_t fifo, Cycle now, std::uint64_t words) {
    Fifo& of = fifos_[fifo];
    of.taken += words;
    of.all_taken = now + words;
    words_ -= words;
  }
  /// Words ever pushed and taken.
  [[nodiscard]] std::uint64_t pushed(std::uint64_t fifo) const { return fifos_[fifo].pushed; }
  [[nodiscard]] std::uint64_t taken(std::uint64_t fifo) const { return fifos_[fifo].taken; }
  /// Where the word of that number stands among the slots of all FIFOs.
  [[nodiscard]] std::uint64_t slot(std::uint64_t fifo, std::uint64_t word) const {
    return fifos_[fifo].slot(word);
  }
  /// Whose words are told apart by their distance to the word `anchor`. At the beginning of a cycle.
  void visit_state(StateVisitor& state, std::uint64_t fifo, std::uint64_t anchor) {
    Fifo& of = fifos_[fifo];
    words_ -= of.pushed - of.taken;
    state.relative(of.taken, anchor);
    state.relative(of.pushed, anchor);
    words_ += of.pushed - of.taken;
    state.due(of.all_taken);
    for (std::uint64_t word = of.taken; word < of.pushed; ++word) state.due(ready_[of.slot(word)]);
  }
  [[nodiscard]] std::uint64_t slots() const { return ready_.size(); }

 private:
  /// A ring, whose size is a power of two.
  struct Fifo {
    std::uint64_t pushed = 0;
    std::uint64_t taken = 0;
    Cycle all_taken = 0;  ///< words leave one by one in the cycles before this one
    std::uint64_t first_slot = 0;
    std::uint64_t mask = 0;
    /// Words counted as taken that leave in this cycle or later.
    [[nodiscard]] std::uint64_t leaving(Cycle now) const { return all_taken > now ? all_taken - now : 0; }
    [[nodiscard]] std::uint64_t slot(std::uint64_t word) const { return first_slot + (word & mask); }
  };

  std::vector<Fifo> fifos_;
  std::vector<Cycle> ready_;  ///< by slot
  std::uint64_t words_ = 0;   ///< in all of them
};

}  // namespace nestwave
