// SPDX-License-Identifier: Apache-2.0
#include "pe/systolic/ledger.h"

#include <algorithm>

namespace nestwave {

SystolicLedger::SystolicLedger(const SystolicPlan& plan, int levels)
    : plan_(plan),
      free_(plan.machine.rows * plan.machine.columns, 0),
      used_(plan.machine.rows * plan.machine.columns, false) {
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
  for (std::size_t pe = 0; pe < free_.size(); ++pe)
    (used_[pe] ? ledger_.finished : ledger_.unmapped) += within(free_[pe], cycles);
  return ledger_;
}

Cycle SystolicLedger::within(Cycle from, Cycle to) const {
  const Cycle end = std::min(to, limit_);
  return end > from ? end - from : 0;
}

void SystolicLedger::enter(const FoldJob& job) {
  const std::uint64_t streamed = plan_.streamed.size;
  for (std::uint64_t row = 0; row < plan_.machine.rows; ++row)
    for (std::uint64_t column = 0; column < plan_.machine.columns; ++column) {
      const std::size_t pe = row * plan_.machine.columns + column;
      const Cycle slot = job.times.stream + row + column;
      if (row < job.fold.rows && column < job.fold.columns) {
        enter_gap(job, row, column, free_[pe], slot);
        ledger_.computing += within(slot, slot + streamed);
        used_[pe] = true;
      } else {
        ledger_.unmapped += within(free_[pe], slot + streamed);
      }
      free_[pe] = slot + streamed;
    }
}

void SystolicLedger::enter_gap(const FoldJob& job, std::uint64_t row, std::uint64_t column, Cycle from,
                               Cycle to) {
  if (!used_[row * plan_.machine.columns + column]) {
    ledger_.not_started += within(from, to);
    return;
  }
  const auto wait = [&](int space, Cycle first, Cycle last) {
    ledger_.waiting[space][plan_.machine.buffers[space]] += within(first, last);
  };
  if (!plan_.sums_move()) {
    // Until the fold may begin, sums of the one before still need the way out.
    const Cycle begin = std::clamp(job.times.stream, from, to);
    ledger_.output_room += within(from, begin);
    wait(std::min(plan_.across, plan_.down), begin, to);
    return;
  }
  // The word of the stream is missing all the time, what stays until it has been shifted in: blame the
  // first in problem order.
  const Cycle loaded = std::clamp(job.times.load + column + job.fold.height, from, to);
  wait(std::min(plan_.stationary, plan_.across), from, loaded);
  wait(plan_.across, loaded, to);
}

}  // namespace nestwave
