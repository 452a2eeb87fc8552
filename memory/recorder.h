// SPDX-License-Identifier: Apache-2.0
// Where the simulation's counters live; every access bumps its own.
#pragma once

#include <utility>
#include <vector>

#include "dataflows/state.h"
#include "models/counts.h"
#include "models/observer.h"

namespace nestwave {

/// The counters of one run and the observers that watch it.
class Recorder {
 public:
  Recorder(int levels, int data_spaces, std::vector<Observer*> observers)
      : counts_(levels, data_spaces), observers_(std::move(observers)) {
    for (const Observer* observer : observers_) {
      const unsigned interests = observer->interests();
      interests_ |= interests;
      every_instance_ |= (interests & (kTransfers | kTiles)) != 0 && (interests & kRepresentatives) == 0;
    }
  }

  void add(int level, int data_space, Category category, std::uint64_t words, std::uint64_t step,
           Cycle cycle) {
    counts_.at(level, data_space)[category] += words;
    if (wants(kCounts)) tell(kCounts, &Observer::count, level, data_space, category, words, step, cycle);
  }
  void count_event() { ++events_; }
  /// Whether anybody wants to be told of this kind of event.
  [[nodiscard]] bool wants(Interest interest) const { return (interests_ & interest) != 0; }
  /// Calls one member function of every observer that is interested.
  template <typename Member, typename... Arguments>
  void tell(Interest interest, Member member, const Arguments&... arguments) const {
    for (Observer* observer : observers_)
      if ((observer->interests() & interest) != 0) (observer->*member)(arguments...);
  }

  /// Whether somebody wants to be told of each instance, also of those that do the same.
  [[nodiscard]] bool every_instance() const { return every_instance_; }
  /// Whether all that observers want to be told are the ends of cycles, and how far the run is.
  [[nodiscard]] bool may_skip() const { return (interests_ & ~static_cast<unsigned>(kCycles | kSteps)) == 0; }
  void visit_state(StateVisitor& state) {
    for (int level = 0; level < counts_.levels(); ++level)
      for (int d = 0; d < counts_.data_spaces(); ++d)
        for (std::uint64_t& words : counts_.at(level, d).value) state.counter(words);
    state.counter(events_);
  }

  [[nodiscard]] const CountTable& counts() const { return counts_; }
  [[nodiscard]] std::uint64_t events() const { return events_; }

 private:
  CountTable counts_;
  std::vector<Observer*> observers_;
  unsigned interests_ = 0;
  bool every_instance_ = false;
  std::uint64_t events_ = 0;
};

}  // namespace nestwave
