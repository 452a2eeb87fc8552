// SPDX-License-Identifier: Apache-2.0
// Busy and idle cycles of a port that serves whatever is asked of it in a cycle.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dataflows/state.h"
#include "memory/recorder.h"
#include "models/ledger.h"

namespace nestwave {

/// A cycle is busy if at least one word passes. The other ones before the last use waited for the array.
class PortMeter {
 public:
  PortMeter(std::string name, int level) {
    ledger_.name = std::move(name);
    ledger_.level = level;
    ledger_.instances = 1;
  }

  /// From now on observers are told of every entry in the ledger, as port number `index` that is used for the
  /// last time just before cycle `last_use`: what a port idles for depends on whether it is used again.
  void report_to(const Recorder& recorder, std::size_t index, Cycle last_use) {
    recorder_ = &recorder;
    index_ = index;
    last_use_ = last_use;
  }
  /// `words` pass in `count` cycles from `cycle` on, which is not before the last use began.
  void use(Cycle cycle, Cycle count, std::uint64_t words) {
    const Cycle first = std::max(stop_, cycle);
    if (recorder_ != nullptr) report_use(first, cycle, count, words);
    stop_ = std::max(stop_, cycle + count);
    ledger_.busy += stop_ - first;
    ledger_.words += words;
  }
  /// Tells observers of idle cycles before `now`, in which it is not used.
  void settle(Cycle now) {
    if (recorder_ == nullptr) return;
    const auto tell = [this](IdleCause cause, Cycle until) {
      if (until <= settled_) return;
      recorder_->tell(kLedger, &Observer::port_cycles, index_, std::optional(cause), settled_, until,
                      std::uint64_t{1});
      settled_ = until;
    };
    tell(IdleCause::compute, std::min(now, last_use_));
    tell(IdleCause::done, now);
  }
  /// Shows itself to the visitor.
  void visit_state(StateVisitor& state) {
    state.counter(ledger_.busy);
    state.counter(ledger_.words);
    state.latest(stop_);
  }
  /// The cycle after the last use so far.
  [[nodiscard]] Cycle last_use() const { return stop_; }
  /// Busy cycles and words so far; no cause for the others.
  [[nodiscard]] const PortLedger& used() const { return ledger_; }
  /// The ledger of a run of so many cycles.
  [[nodiscard]] PortLedger close(Cycle cycles) const {
    PortLedger closed = ledger_;
    if (cycles < stop_) closed.busy -= stop_ - cycles;
    return at(cycles, closed);
  }
  /// The same at the beginning of an earlier cycle of the run, given what it was used until then.
  [[nodiscard]] PortLedger at(Cycle cycle, PortLedger used) const {
    const Cycle before_last = std::min(cycle, stop_);
    used.idle[static_cast<std::size_t>(IdleCause::compute)] = before_last - used.busy;
    used.idle[static_cast<std::size_t>(IdleCause::done)] = cycle - before_last;
    return used;
  }

 private:
  void report_use(Cycle first, Cycle cycle, Cycle count, std::uint64_t words) {
    settle(first);
    settled_ = std::max(first, cycle + count);
    if (settled_ > first)
      recorder_->tell(kLedger, &Observer::port_cycles, index_, std::optional<IdleCause>(), first, settled_,
                      std::uint64_t{1});
    recorder_->tell(kLedger, &Observer::port_words, index_, cycle, cycle + count, words);
  }

  PortLedger ledger_;
  Cycle stop_ = 0;                      ///< the cycle after the last use
  const Recorder* recorder_ = nullptr;  ///< null: nobody wants to know
  std::size_t index_ = 0;
  Cycle last_use_ = 0;
  Cycle settled_ = 0;  ///< observers know of the cycles before this one
};

/// Both directions of one level.
struct LevelPorts {
  PortMeter read;
  PortMeter write;
};

}  // namespace nestwave
