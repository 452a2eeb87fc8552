// SPDX-License-Identifier: Apache-2.0
// Where a network ends in every PE: a scratchpad that is filled in order and emptied in order.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "dataflows/state.h"
#include "models/time.h"

namespace nestwave {

/// One scratchpad in each PE, as counts of words that have come and gone. What a cycle changes is seen in
/// the next one: a network is granted room by what was released before its cycle.
class Inlets {
 public:
  Inlets(std::uint64_t pes, std::uint64_t capacity)
      : capacity_(capacity), in_(pes, 0), gone_(pes, 0), from_(pes, 0), going_(pes, 0) {}

  [[nodiscard]] std::uint64_t capacity() const { return capacity_; }
  [[nodiscard]] bool has_room(std::uint64_t pe, std::uint64_t words, Cycle now) const {
    return in_[pe] + words <= capacity_ + gone(pe, now);
  }
  /// Words that have come to the PE so far.
  [[nodiscard]] std::uint64_t in(std::uint64_t pe) const { return in_[pe]; }
  void deliver(std::uint64_t pe, std::uint64_t words) { in_[pe] += words; }
  /// `words` are used for the last time, one in each cycle from `first` on; earlier ones are gone.
  void release(std::uint64_t pe, Cycle first, std::uint32_t words) {
    gone_[pe] += going_[pe];
    from_[pe] = first;
    going_[pe] = words;
  }

  /// Enters what has gone before `now`.
  void settle(Cycle now) {
    for (std::uint64_t pe = 0; pe < gone_.size(); ++pe) {
      if (now <= from_[pe]) continue;
      const auto words = static_cast<std::uint32_t>(std::min<Cycle>(going_[pe], now - from_[pe]));
      gone_[pe] += words;
      going_[pe] -= words;
      from_[pe] = now;
    }
  }
  /// What the words of the PE can be told relative to, once settled.
  [[nodiscard]] std::uint64_t anchor(std::uint64_t pe) const { return gone_[pe]; }
  /// Settled.
  void visit_state(StateVisitor& state) {
    for (std::uint64_t pe = 0; pe < gone_.size(); ++pe) {
      state.relative(in_[pe], gone_[pe]);
      state.due(from_[pe]);
      state.kept(going_[pe]);
    }
  }

 private:
  /// Words whose last use was before `now`.
  [[nodiscard]] std::uint64_t gone(std::uint64_t pe, Cycle now) const {
    return gone_[pe] + (now <= from_[pe] ? 0 : std::min<std::uint64_t>(going_[pe], now - from_[pe]));
  }

  std::uint64_t capacity_;
  std::vector<std::uint64_t> in_;
  std::vector<std::uint64_t> gone_;
  std::vector<Cycle> from_;
  std::vector<std::uint32_t> going_;
};

}  // namespace nestwave
