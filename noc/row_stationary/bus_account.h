// SPDX-License-Identifier: Apache-2.0
// The ledger of a network that moves at most one flit in a cycle.
#pragma once

#include <string>
#include <utility>

#include "dataflows/state.h"
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

  /// Enters the cycles before `now`.
  void settle(Cycle now) {
    const Cycle cycles = now - settled_;
    if (busy_)
      ledger_.busy += cycles;
    else
      ledger_.idle[static_cast<std::size_t>(cause_)] += cycles;
    settled_ = now;
  }
  void busy() { busy_ = true; }
  void idle(IdleCause cause) {
    busy_ = false;
    cause_ = cause;
  }
  [[nodiscard]] bool is_busy() const { return busy_; }
  /// Settled cycles in which it was idle for that reason.
  [[nodiscard]] std::uint64_t idle_for(IdleCause cause) const {
    return ledger_.idle[static_cast<std::size_t>(cause)];
  }
  [[nodiscard]] const PortLedger& ledger() const { return ledger_; }
  /// Settled; what comes next is decided anew.
  void visit_state(StateVisitor& state) {
    state.counter(ledger_.busy);
    for (std::uint64_t& cycles : ledger_.idle) state.counter(cycles);
    if (state.restoring()) settled_ = state.frame().now;
  }

 private:
  PortLedger ledger_;
  Cycle settled_ = 0;
  bool busy_ = false;
  IdleCause cause_ = IdleCause::source;
};

}  // namespace nestwave
