// SPDX-License-Identifier: Apache-2.0
// Busy and idle cycles of a port that serves whatever is asked of it in a cycle.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "models/ledger.h"

namespace nestwave {

/// A cycle is busy if at least one word passes. Cycles before a use that are not accounted for yet waited
/// for the array.
class PortMeter {
 public:
  PortMeter(std::string name, int level) {
    ledger_.name = std::move(name);
    ledger_.level = level;
    ledger_.instances = 1;
  }

  /// Words pass in `count` cycles from `cycle` on, which is not before the last use began.
  void use(Cycle cycle, Cycle count) {
    if (cycle > settled_) {
      ledger_.idle[static_cast<std::size_t>(IdleCause::compute)] += cycle - settled_;
      settled_ = cycle;
    }
    const Cycle stop = std::max(settled_, cycle + count);
    ledger_.busy += stop - settled_;
    settled_ = stop;
  }
  /// The ledger of a run of so many cycles.
  [[nodiscard]] PortLedger close(Cycle cycles) const {
    PortLedger closed = ledger_;
    if (cycles >= settled_)
      closed.idle[static_cast<std::size_t>(IdleCause::done)] += cycles - settled_;
    else
      closed.busy -= settled_ - cycles;
    return closed;
  }

 private:
  PortLedger ledger_;
  Cycle settled_ = 0;
};

/// Both directions of one level.
struct LevelPorts {
  PortMeter read;
  PortMeter write;
};

}  // namespace nestwave
