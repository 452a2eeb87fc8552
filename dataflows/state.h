// SPDX-License-Identifier: Apache-2.0
// The state of the machine as a pass over its parts: written down to be compared, moved ahead, or taken back.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/counts.h"
#include "models/error.h"
#include "models/time.h"

namespace nestwave {

/// What a machine has done so far; it decides nothing.
struct Tally {
  Cycle now = 0;
  std::vector<std::uint64_t> counters;
  std::vector<Cycle> latest;  ///< when something happened last
};

/// Everything that decides what a machine will do, written relative to the present cycle and to an
/// iteration of one temporal loop. Two states with the same words go on alike, as long as the loop does.
struct WrittenState {
  std::vector<std::uint64_t> words;
  Tally tally;
  Cycle ahead = 0;  ///< how far the latest cycle that is spoken of lies in the future
  void clear() {
    words.clear();
    tally.counters.clear();
    tally.latest.clear();
    ahead = 0;
  }
};

/// What happened between two looks at one machine.
struct Passage {
  Cycle cycles = 0;
  std::vector<std::uint64_t> added;          ///< to each counter
  std::vector<std::optional<Cycle>> before;  ///< how long before the end; none: it did not happen

  Passage(const Tally& from, const Tally& to)
      : cycles(to.now - from.now), added(to.counters), before(to.latest.size()) {
    for (std::size_t i = 0; i < added.size(); ++i) added[i] -= from.counters[i];
    for (std::size_t i = 0; i < before.size(); ++i)
      if (to.latest[i] != from.latest[i]) before[i] = to.now - to.latest[i];
  }
};

/// Each part of the machine has one function that shows all of its state to this visitor; it serves for
/// writing the state down and for moving it ahead by whole iterations of the loop, or for putting the machine
/// into a state that was written elsewhere. A machine that is moved shows index(), one that is put into
/// states kept() and relative().
class StateVisitor {
 public:
  static constexpr std::uint64_t kAll = ~std::uint64_t{0};  ///< "all there are": no index that moves

  /// Where the machine stands.
  struct Frame {
    std::size_t loop = 0;         ///< temporal loop of the nest, outermost 0
    std::uint64_t iteration = 0;  ///< of the loop, at which the first PE is
    std::uint64_t steps = 0;      ///< compute steps of one iteration
    Cycle now = 0;
    std::int64_t ticks_per_cycle = 1;
  };
  /// How far to move: by `periods` times the passage.
  struct Jump {
    std::uint64_t iterations = 0;
    Cycle cycles = 0;
    std::uint64_t periods = 0;
    const Passage* passage = nullptr;
  };

  StateVisitor(const Frame& frame, WrittenState& written) : frame_(frame), written_(&written) {
    written.clear();
    written.tally.now = frame.now;
  }
  StateVisitor(const Frame& frame, const Jump& jump) : frame_(frame), jump_(jump) {}
  /// Puts the machine into the state `words`; what has been counted grows by `added`.
  StateVisitor(const Frame& frame, const std::vector<std::uint64_t>& words,
               const std::vector<std::uint64_t>& added)
      : frame_(frame), restored_(&words), added_(&added) {}

  [[nodiscard]] const Frame& frame() const { return frame_; }
  [[nodiscard]] bool writing() const { return written_ != nullptr; }
  [[nodiscard]] bool restoring() const { return restored_ != nullptr; }
  [[nodiscard]] const Jump& jump() const { return jump_; }

  /// Something that does not depend on where the machine stands.
  void plain(std::uint64_t value) {
    if (writing())
      written_->words.push_back(value);
    else if (restoring() && next() != value)
      throw InternalError("a state is taken back by a machine that it does not fit");
  }
  /// The same for something that differs from state to state.
  template <typename Value>
  void kept(Value& value) {
    if (writing())
      written_->words.push_back(static_cast<std::uint64_t>(value));
    else if (restoring())
      value = static_cast<Value>(next());
  }
  /// Something of which only the distance to `anchor` counts; that stays where it is.
  void relative(std::uint64_t& value, std::uint64_t anchor) {
    if (writing())
      written_->words.push_back(value - anchor);
    else if (restoring())
      value = anchor + next();
  }
  /// An index of which one iteration of the loop takes `each`.
  void index(std::uint64_t& value, std::uint64_t each) {
    if (value == kAll)
      plain(kAll);
    else if (writing())
      written_->words.push_back(value - frame_.iteration * each);
    else
      value += jump_.iterations * each;
  }
  /// The same where an index below `floor` means no more than `floor` itself.
  void index_from(std::uint64_t& value, std::uint64_t floor, std::uint64_t each) {
    if (writing())
      plain(std::max(value, floor) - (value == kAll ? 0 : frame_.iteration * each));
    else if (value != kAll)
      value += jump_.iterations * each;
  }
  /// A cycle that may lie in the past or be kNever.
  void cycle(Cycle& value) {
    if (writing())
      write_cycle(value, value);
    else if (restoring())
      restore_cycle(value);
    else if (value != kNever)
      value += jump_.cycles;
  }
  /// A cycle that counts only if it is yet to come: one in the past means no more than now.
  void due(Cycle& value) {
    if (writing())
      write_cycle(value, std::max(value, frame_.now));
    else if (restoring())
      restore_cycle(value);
    else if (value != kNever)
      value += jump_.cycles;
  }
  /// The same in ticks.
  void due_tick(std::int64_t& value) {
    const std::int64_t now = static_cast<std::int64_t>(frame_.now) * frame_.ticks_per_cycle;
    if (writing())
      plain(static_cast<std::uint64_t>(std::max(value, now) - now));
    else if (restoring())
      value = now + static_cast<std::int64_t>(next());
    else
      value += static_cast<std::int64_t>(jump_.cycles) * frame_.ticks_per_cycle;
  }
  /// Something that is only ever added to.
  void counter(std::uint64_t& value) {
    if (writing())
      written_->tally.counters.push_back(value);
    else if (restoring())
      value += (*added_)[next_counter_++];
    else
      value += jump_.periods * jump_.passage->added[next_counter_++];
  }
  void counters(EdgeCounts& edge) {
    for (std::uint64_t* words : {&edge.injected, &edge.delivered, &edge.hops, &edge.reduced}) counter(*words);
  }
  /// The cycle in which something happened last. It counts only if it is yet to come, but is remembered; of a
  /// machine that is moved.
  void latest(Cycle& value) {
    if (writing()) {
      due(value);
      written_->tally.latest.push_back(value);
    } else if (const std::optional<Cycle> before = jump_.passage->before[next_latest_++]) {
      value = frame_.now + jump_.cycles - *before;
    }
  }

 private:
  /// kNever is the distance of the cycle before the present one.
  static constexpr std::uint64_t kNoDistance = std::uint64_t{1} << 63;

  void write_cycle(Cycle value, Cycle at) {
    written_->words.push_back(value == kNever ? kNoDistance : at - frame_.now);
    if (value != kNever && at > frame_.now) written_->ahead = std::max(written_->ahead, at - frame_.now);
  }
  std::uint64_t next() { return (*restored_)[next_word_++]; }
  void restore_cycle(Cycle& value) {
    const std::uint64_t word = next();
    value = word == kNoDistance ? kNever : frame_.now + word;
  }

  Frame frame_;
  WrittenState* written_ = nullptr;
  Jump jump_;
  const std::vector<std::uint64_t>* restored_ = nullptr;
  const std::vector<std::uint64_t>* added_ = nullptr;
  std::size_t next_word_ = 0;
  std::size_t next_counter_ = 0;
  std::size_t next_latest_ = 0;
};

}  // namespace nestwave
