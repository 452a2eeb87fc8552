// SPDX-License-Identifier: Apache-2.0
// Cuts the ledgers of a run in three: before the first MAC, while there are MACs, after the last one.
#pragma once

#include <optional>
#include <vector>

#include "app/port_accounts.h"
#include "memory/clock.h"
#include "models/result.h"
#include "pe/array.h"

namespace nestwave {

/// Watches for the two moments and keeps the port ledgers as they stood. Must be settled before the
/// ledgers are: what is entered after a moment, but in the same stretch of time, is then only words on
/// their way, which can be told apart.
class PhaseAccounts : public Settler {
 public:
  PhaseAccounts(const PeArray& array, PortAccounts& ports) : array_(array), ports_(ports) {}

  void settle(Cycle until) override {
    if (!ended_ && array_.macs() > 0) look(until);
  }
  /// The run is `cycles` long; before the port ledgers are closed.
  void close(Cycle cycles);
  /// The phases of a closed run, whose totals are in `run`; their ledgers add up to them.
  [[nodiscard]] std::vector<Phase> phases(const SimulationResult& run) const;

 private:
  void look(Cycle until);

  const PeArray& array_;
  PortAccounts& ports_;
  Cycle first_ = 0;  ///< in which the operands of the first MAC are read; the end of a run without any
  Cycle stop_ = 0;   ///< after the last MAC
  std::optional<std::vector<PortLedger>> begun_;
  std::optional<std::vector<PortLedger>> ended_;
};

}  // namespace nestwave
