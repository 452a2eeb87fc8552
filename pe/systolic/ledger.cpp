// SPDX-License-Identifier: Apache-2.0
#include "pe/systolic/ledger.h"

#include <algorithm>

namespace nestwave {

SystolicLedger::SystolicLedger(const SystolicPlan& plan, int levels)
    : plan_(plan), used_(plan.machine.rows, 0) {
  ledger_.waiting.assign(3, std::vector<std::uint64_t>(static_cast<std::size_t>(levels), 0));
}

void SystolicLedger::add(const FoldJob& job) {
  jobs_.push_back(job);
}

void SystolicLedger::settle(Cycle now) {
  const Cycle skew = plan_.machine.rows + plan_.machine.columns;
  // A PE without work in a fold may be passed over later than the run ends.
  while (!jobs_.empty() &&
         jobs_.front().times.stream + plan_.streamed.size + skew <= std::min(now, jobs_.back().times.end)) {
    enter(jobs_.front());
    jobs_.pop_front();
  }
}

PeLedger SystolicLedger::close(Cycle cycles) {
  limit_ = cycles;
  while (!jobs_.empty()) {
    enter(jobs_.front());
    jobs_.pop_front();
  }
  for (std::uint64_t row = 0; row < plan_.machine.rows; ++row)
    for (std::uint64_t column = 0; column < plan_.machine.columns; ++column) {
      const Cycle last = begun_ ? free_ + row + column : 0;
      (column < used_[row] ? ledger_.finished : ledger_.unmapped) += within(last, cycles);
    }
  return ledger_;
}

Cycle SystolicLedger::within(Cycle from, Cycle to) const {
  const Cycle end = std::min(to, limit_);
  return end > from ? end - from : 0;
}

Cycle SystolicLedger::within(Cycle from, Cycle to, std::uint64_t first, std::uint64_t stop) const {
  if (to <= from || stop <= first) return 0;
  if (limit_ == kNever) return (to - from) * (stop - first);
  Cycle cycles = 0;
  for (std::uint64_t column = first; column < stop; ++column) cycles += within(from + column, to + column);
  return cycles;
}

void SystolicLedger::enter(const FoldJob& job) {
  if (!begun_) enter_start(job.fold);
  begun_ = true;
  const std::uint64_t all = plan_.machine.columns;
  const Cycle streamed = plan_.streamed.size;
  for (std::uint64_t row = 0; row < plan_.machine.rows; ++row) {
    const std::uint64_t columns = row < job.fold.rows ? job.fold.columns : 0;
    const Cycle free = free_ + row;
    const Cycle slot = job.times.stream + row;
    enter_gap(job, row, std::min(columns, used_[row]));
    ledger_.not_started += within(free, slot, used_[row], columns);
    ledger_.computing += within(slot, slot + streamed, 0, columns);
    ledger_.unmapped += within(free, slot + streamed, columns, all);
    used_[row] = std::max(used_[row], columns);
  }
  free_ = job.times.stream + streamed;
}

/// Before the first fold reaches a PE.
void SystolicLedger::enter_start(const Fold& fold) {
  for (std::uint64_t row = 0; row < plan_.machine.rows; ++row)
    for (std::uint64_t column = 0; column < plan_.machine.columns; ++column)
      (row < fold.rows && column < fold.columns ? ledger_.not_started : ledger_.unmapped) +=
          within(0, row + column);
}

void SystolicLedger::enter_gap(const FoldJob& job, std::uint64_t row, std::uint64_t columns) {
  const Cycle from = free_ + row;
  const Cycle to = job.times.stream + row;
  const auto waiting = [&](int space) -> std::uint64_t& {
    return ledger_.waiting[space][plan_.machine.buffers[space]];
  };
  if (!plan_.sums_move()) {
    // Until the fold may begin, sums of the one before still need the way out.
    for (std::uint64_t column = 0; column < columns; ++column) {
      const Cycle begin = std::clamp(job.times.stream, from + column, to + column);
      ledger_.output_room += within(from + column, begin);
      waiting(std::min(plan_.across, plan_.down)) += within(begin, to + column);
    }
    return;
  }
  // The word of the stream is missing all the time, what stays until it has been shifted in: blame the
  // first in problem order.
  const Cycle loaded = std::clamp(job.times.load + job.fold.height, from, to);
  waiting(std::min(plan_.stationary, plan_.across)) += within(from, loaded, 0, columns);
  waiting(plan_.across) += within(loaded, to, 0, columns);
}

}  // namespace nestwave
