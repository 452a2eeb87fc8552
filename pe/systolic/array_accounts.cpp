// SPDX-License-Identifier: Apache-2.0
// Ledgers of a systolic array: what observers are told of, and the phases of a run.
#include <algorithm>
#include <utility>

#include "pe/systolic/array.h"

namespace nestwave {

void SystolicArray::account_fold(const FoldJob& job) {
  ledger_.add(job);
  if (told_) told_->tell(job, recorder_);
  if (first_slot_ == kNever) {
    first_slot_ = job.times.stream;
    first_pes_ = job.fold.rows * job.fold.columns;
  }
  slots_end_ =
      std::max(slots_end_, job.times.stream + plan_.streamed.size + job.fold.rows + job.fold.columns - 2);
  all_posted_ = job.fold.index + 1 == plan_.folds();
}

void SystolicArray::settle_ports(Cycle now) {
  for (LevelPorts* level : ports_)
    for (PortMeter* meter : {&level->read, &level->write}) meter->settle(now);
}

std::vector<PortLedger> SystolicArray::port_uses() const {
  std::vector<PortLedger> uses;
  for (const LevelPorts* level : ports_)
    for (const PortMeter* meter : {&level->read, &level->write}) uses.push_back(meter->used());
  return uses;
}

/// No use of a port reaches beyond the cycles that have been executed.
void SystolicArray::look_at_phase(Cycle now) {
  if (!before_macs_ && now >= first_slot_) before_macs_ = port_uses();
  if (!before_drain_ && all_posted_ && now >= slots_end_) before_drain_ = port_uses();
}

std::vector<PortLedger> SystolicArray::ports_at(Cycle cycle, std::vector<PortLedger> uses) const {
  std::size_t port = 0;
  for (const LevelPorts* level : ports_)
    for (const PortMeter* meter : {&level->read, &level->write}) {
      uses[port] = meter->at(cycle, std::move(uses[port]));
      ++port;
    }
  return uses;
}

std::vector<Phase> SystolicArray::phases(const SimulationResult& run) const {
  const LedgerMoment end = {run.cycles, run.pes, run.ports};
  LedgerMoment first_mac = end;
  if (before_macs_) {
    // Nobody has begun: PEs either have a part in the first fold or are not used in it.
    const std::uint64_t pes = plan_.machine.rows * plan_.machine.columns;
    PeLedger before = run.pes;
    before -= run.pes;
    before.not_started = first_pes_ * first_slot_;
    before.unmapped = (pes - first_pes_) * first_slot_;
    first_mac = {first_slot_, std::move(before), ports_at(first_slot_, *before_macs_)};
  }
  LedgerMoment after_last_mac = end;
  if (all_posted_ && slots_end_ <= run.cycles)
    after_last_mac = {slots_end_, ledger_.until(slots_end_),
                      ports_at(slots_end_, before_drain_ ? *before_drain_ : port_uses())};
  return phases_of(first_mac, after_last_mac, end);
}

}  // namespace nestwave
