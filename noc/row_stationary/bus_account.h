// SPDX-License-Identifier: Apache-2.0
// The ledger of a network that moves at most one flit in a cycle.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "dataflows/state.h"
#include "memory/recorder.h"
#include "models/ledger.h"
#include "models/time.h"

namespace nestwave {

/// What a network does stays what it does until the next cycle that anyone looks at.
class BusAccount {
 public:
  BusAccount(std::string name, int level) {
    ledger_.name = std::move(name);
    ledger_.level = level;
    ledger_.instances = 1;
  }

  /// From now on observers are told of every entry in the ledger, as port number `index`.
  void report_to(const Recorder& recorder, std::size_t index) {
    recorder_ = &recorder;
    index_ = index;
  }
  /// Enters the cycles before `now`.
  void settle(Cycle now) {
    const Cycle cycles = now - settled_;
    if (busy_)
      ledger_.busy += cycles;
    else
      ledger_.idle[static_cast<std::size_t>(cause_)] += cycles;
    if (recorder_ != nullptr && cycles > 0)
      recorder_->tell(kLedger, &Observer::port_cycles, index_,
                      busy_ ? std::nullopt : std::optional<IdleCause>(cause_), settled_, now,
                      std::uint64_t{1});
    settled_ = now;
  }
  /// The words of the flit that moves in this cycle.
  void carry(std::uint64_t words, Cycle now) {
    ledger_.words += words;
    if (recorder_ != nullptr) recorder_->tell(kLedger, &Observer::port_words, index_, now, now + 1, words);
  }
  void busy() { busy_ = true; }
  void idle(IdleCause cause) {
    busy_ = false;
    cause_ = cause;
  }
  /// Why it was idle last.
  [[nodiscard]] IdleCause last_cause() const { return cause_; }
  /// What it does now, and has done since the last cycle that anyone looked at.
  [[nodiscard]] bool idles_for(IdleCause cause) const { return !busy_ && cause_ == cause; }
  /// Settled cycles in which it was idle for that reason.
  [[nodiscard]] std::uint64_t idle_for(IdleCause cause) const {
    return ledger_.idle[static_cast<std::size_t>(cause)];
  }
  [[nodiscard]] const PortLedger& ledger() const { return ledger_; }
  /// Settled; what comes next is decided anew.
  void visit_state(StateVisitor& state) {
    state.counter(ledger_.busy);
    state.counter(ledger_.words);
    for (std::uint64_t& cycles : ledger_.idle) state.counter(cycles);
    if (state.restoring()) settled_ = state.frame().now;
  }

 private:
  PortLedger ledger_;
  Cycle settled_ = 0;
  bool busy_ = false;
  IdleCause cause_ = IdleCause::source;
  const Recorder* recorder_ = nullptr;  ///< null: nobody wants to know
  std::size_t index_ = 0;
};

}  // namespace nestwave
