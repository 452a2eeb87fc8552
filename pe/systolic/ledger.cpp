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
  while (!jobs_.empty() && jobs_.back().fold.index + 1 < plan_.folds() &&
         jobs_.front().times.stream + plan_.streamed.size + skew <= now) {
    enter(jobs_.front());
    jobs_.pop_front();
  }
}

PeLedger SystolicLedger::until(Cycle cycle) const {
  SystolicLedger closed = *this;
  closed.limit_ = cycle;
  for (const FoldJob& job : jobs_) closed.enter(job);
  closed.enter_rest(cycle);
  return closed.ledger_;
}

Cycle SystolicLedger::within(Cycle from, Cycle to) const {
  const Cycle end = std::min(to, limit_);
  return end > from ? end - from : 0;
}

std::uint64_t& SystolicLedger::entry(PeState state, int space) {
  switch (state) {
    case PeState::computing: return ledger_.computing;
    case PeState::adding: return ledger_.adding;
    case PeState::waiting: return ledger_.waiting[space][plan_.machine.buffers[space]];
    case PeState::output_room: return ledger_.output_room;
    case PeState::unmapped: return ledger_.unmapped;
    case PeState::not_started: return ledger_.not_started;
    case PeState::finished: break;
  }
  return ledger_.finished;
}

void SystolicLedger::spend(PeState state, int space, Cycle from, Cycle to) {
  if (to <= from) return;
  if (tells_)
    note(state, space, from, to);
  else
    entry(state, space) += within(from, to);
}

void SystolicLedger::spend(PeState state, int space, Cycle from, Cycle to, std::uint64_t first,
                           std::uint64_t stop) {
  if (to <= from || stop <= first) return;
  if (!tells_ && limit_ == kNever) {
    entry(state, space) += (to - from) * (stop - first);
    return;
  }
  for (std::uint64_t column = first; column < stop; ++column) spend(state, space, from + column, to + column);
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
    spend(PeState::not_started, free, slot, used_[row], columns);
    spend(PeState::computing, slot, slot + streamed, 0, columns);
    spend(PeState::unmapped, free, slot + streamed, columns, all);
    used_[row] = std::max(used_[row], columns);
  }
  free_ = job.times.stream + streamed;
}

/// Before the first fold reaches a PE.
void SystolicLedger::enter_start(const Fold& fold) {
  for (std::uint64_t row = 0; row < plan_.machine.rows; ++row)
    for (std::uint64_t column = 0; column < plan_.machine.columns; ++column)
      spend(row < fold.rows && column < fold.columns ? PeState::not_started : PeState::unmapped, 0, 0,
            row + column);
}

void SystolicLedger::enter_gap(const FoldJob& job, std::uint64_t row, std::uint64_t columns) {
  const Cycle from = free_ + row;
  const Cycle to = job.times.stream + row;
  if (!plan_.sums_move()) {
    // Until the fold may begin, sums of the one before still need the way out.
    for (std::uint64_t column = 0; column < columns; ++column) {
      const Cycle begin = std::clamp(job.times.stream, from + column, to + column);
      spend(PeState::output_room, 0, from + column, begin);
      spend(PeState::waiting, std::min(plan_.across, plan_.down), begin, to + column);
    }
    return;
  }
  // The word of the stream is missing all the time, what stays until it has been shifted in: blame the
  // first in problem order.
  const Cycle loaded = std::clamp(job.times.load + job.fold.height, from, to);
  spend(PeState::waiting, std::min(plan_.stationary, plan_.across), from, loaded, 0, columns);
  spend(PeState::waiting, plan_.across, loaded, to, 0, columns);
}

void SystolicLedger::enter_rest(Cycle until) {
  for (std::uint64_t row = 0; row < plan_.machine.rows; ++row)
    for (std::uint64_t column = 0; column < plan_.machine.columns; ++column)
      spend(column < used_[row] ? PeState::finished : PeState::unmapped, 0, begun_ ? free_ + row + column : 0,
            until);
}

void SystolicLedger::tell(const FoldJob& job, const Recorder& recorder) {
  tells_ = true;
  enter(job);
  if (job.fold.index + 1 == plan_.folds()) enter_rest(kNever);
  tell_noted(recorder);
}

void SystolicLedger::note(PeState state, int space, Cycle from, Cycle to) {
  const auto known = std::find_if(told_.begin(), told_.end(), [&](const Told& told) {
    return told.state == state && told.data_space == space;
  });
  Told& told = known != told_.end() ? *known : told_.emplace_back(Told{state, space, {}});
  told.changes.emplace_back(from, 1);
  told.changes.emplace_back(to, -1);
}

void SystolicLedger::tell_noted(const Recorder& recorder) {
  for (Told& told : told_) {
    std::sort(told.changes.begin(), told.changes.end());
    std::int64_t pes = 0;
    for (std::size_t i = 0; i + 1 < told.changes.size(); ++i) {
      pes += told.changes[i].second;
      const Cycle from = told.changes[i].first;
      const Cycle to = told.changes[i + 1].first;
      if (pes > 0 && to > from)
        recorder.tell(kLedger, &Observer::pe_cycles, told.state, told.data_space,
                      plan_.machine.buffers[told.data_space], from, to, static_cast<std::uint64_t>(pes));
    }
    told.changes.clear();
  }
}

}  // namespace nestwave
