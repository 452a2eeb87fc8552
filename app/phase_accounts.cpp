// SPDX-License-Identifier: Apache-2.0
#include "app/phase_accounts.h"

#include <utility>

namespace nestwave {

void PhaseAccounts::look(Cycle until) {
  if (!begun_) {
    first_ = array_.first_access();
    begun_ = ports_.ledgers_at(first_);
  }
  if (!array_.through() || until < array_.after_last_fire()) return;
  stop_ = array_.after_last_fire();
  ports_.settle(stop_);
  ended_ = ports_.ledgers_at(stop_);
}

void PhaseAccounts::close(Cycle cycles) {
  settle(cycles);
  ports_.settle(cycles);
  if (!begun_) {
    first_ = cycles;
    begun_ = ports_.ledgers_at(cycles);
  }
  if (ended_) return;
  stop_ = cycles;
  ended_ = ports_.ledgers_at(cycles);
}

std::vector<Phase> PhaseAccounts::phases(const SimulationResult& run) const {
  const std::uint64_t unmapped = run.cycles > 0 ? run.pes.unmapped / run.cycles : 0;
  PeLedger before = array_.ledger_before_first();
  array_.add_finished(before, 0, first_);
  before.unmapped = unmapped * first_;
  PeLedger after = before;
  after -= before;
  array_.add_finished(after, stop_, run.cycles);
  after.unmapped = unmapped * (run.cycles - stop_);
  PeLedger until = run.pes;
  until -= after;
  return phases_of({first_, std::move(before), *begun_}, {stop_, std::move(until), *ended_},
                   {run.cycles, run.pes, run.ports});
}

}  // namespace nestwave
