// SPDX-License-Identifier: Apache-2.0
// Busy and idle cycles of a port that serves whatever is asked of it in a cycle.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "dataflows/state.h"
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

  /// Words pass in `count` cycles from `cycle` on, which is not before the last use began.
  void use(Cycle cycle, Cycle count) {
    const Cycle first = std::max(stop_, cycle);
    stop_ = std::max(stop_, cycle + count);
    ledger_.busy += stop_ - first;
  }
  /// Shows itself to the visitor.
  void visit_state(StateVisitor& state) {
    state.counter(ledger_.busy);
    state.latest(stop_);
  }
  /// The ledger of a run of so many cycles.
  [[nodiscard]] PortLedger close(Cycle cycles) const {
    PortLedger closed = ledger_;
    closed.idle[static_cast<std::size_t>(IdleCause::compute)] = stop_ - ledger_.busy;
    if (cycles >= stop_)
      closed.idle[static_cast<std::size_t>(IdleCause::done)] = cycles - stop_;
    else
      closed.busy -= stop_ - cycles;
    return closed;
  }

 private:
  PortLedger ledger_;
  Cycle stop_ = 0;  ///< the cycle after the last use
};

/// Both directions of one level.
struct LevelPorts {
  PortMeter read;
  PortMeter write;
};

}  // namespace nestwave
