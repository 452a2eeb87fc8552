// SPDX-License-Identifier: Apache-2.0
#include "noc/row_stationary/filter_bus.h"

#include <algorithm>
#include <utility>

namespace nestwave {

FilterBus::FilterBus(sc_core::sc_module_name name, const Wiring& wiring, BusAccount account, EdgeCounts& edge)
    : sc_module(name),
      wiring_(wiring),
      account_(std::move(account)),
      edge_(edge),
      source_(wiring.passes.plan().machine.filter_buffer >= 0 ? wiring.passes.plan().machine.filter_buffer
                                                              : wiring.passes.plan().machine.memory),
      sending_(wiring.passes) {
  levels_ = sending_.channel_sets() * wiring_.grid.rows;
  lanes_ = wiring_.passes.filters_of(sending_.pass(), stack_);
}

void FilterBus::decide(Cycle now) {
  account_.settle(now);
  flit_ = 0;
  if (sending_.over()) return account_.idle(IdleCause::done);
  if (wiring_.off_chip.filter_units() <= unit_) return account_.idle(IdleCause::source);
  const std::uint64_t words = std::min(wiring_.widths.filters, lanes_ - lane_);
  const std::uint64_t first = wiring_.grid.pe(stack_, level_, 0);
  const std::uint64_t columns = sending_.pass().rows;
  // Whoever had no room is asked first.
  const auto full = [&](std::uint64_t column) {
    if (wiring_.filters.has_room(first + column, words, now)) return false;
    blocker_ = column;
    account_.idle(IdleCause::room);
    return true;
  };
  if (blocker_ < columns && full(blocker_)) return;
  for (std::uint64_t column = 0; column < columns; ++column)
    if (full(column)) return;
  flit_ = words;
  account_.busy();
}

void FilterBus::commit(Cycle now) {
  if (flit_ == 0) return;
  account_.carry(flit_, now);
  if (wiring_.works != nullptr) follow(now);
  const std::uint64_t first = wiring_.grid.pe(stack_, level_, 0);
  const std::uint64_t columns = sending_.pass().rows;
  if (wiring_.values != nullptr) carry_values();
  for (std::uint64_t pe = first; pe < first + columns; ++pe) {
    wiring_.filters.deliver(pe, flit_);
    wiring_.waiting.came(pe, Wait::filter);
  }
  const RowStationaryPlan& plan = wiring_.passes.plan();
  if (plan.machine.filter_buffer >= 0)
    wiring_.recorder.add(source_, plan.shape.places.weights, Category::reads_fill, flit_, 0, now);
  wiring_.recorder.add(plan.machine.filter_spad, plan.shape.places.weights, Category::writes_fill,
                       flit_ * columns, 0, now);
  edge_.injected += flit_;
  edge_.delivered += flit_ * columns;
  edge_.hops += 2 * flit_ * columns;
  wiring_.recorder.count_event();
  const std::uint64_t left = flit_;
  advance();
  wiring_.off_chip.filters_left(left, passes_sent());
}

/// Who moves words tells what it waited for.
void FilterBus::follow(Cycle now) const {
  RowStationaryWorks& works = *wiring_.works;
  const bool room = account_.last_cause() == IdleCause::room;
  works.carries(RowStationaryWorks::kFilterBus,
                room ? wiring_.grid.pe(stack_, level_, 0) + blocker_ : works.part(RowStationaryWorks::kReads),
                now, flit_);
}

void FilterBus::advance() {
  lane_ += flit_;
  if (lane_ < lanes_) return;
  lane_ = 0;
  if (++stack_ == sending_.pass().filter_sets) {
    stack_ = 0;
    if (++level_ == levels_) {
      level_ = 0;
      ++unit_;
      sending_.advance();
      if (sending_.over()) return;
      levels_ = sending_.channel_sets() * wiring_.grid.rows;
    }
  }
  lanes_ = wiring_.passes.filters_of(sending_.pass(), stack_);
}

/// Who is asked for room first makes no difference.
void FilterBus::visit_state(StateVisitor& state) {
  account_.visit_state(state);
  sending_.visit_state(state);
  state.kept(level_);
  state.kept(stack_);
  state.kept(lane_);
  if (!state.restoring()) return;
  levels_ = sending_.channel_sets() * wiring_.grid.rows;
  lanes_ = wiring_.passes.filters_of(sending_.pass(), stack_);
}

void FilterBus::carry_values() const {
  const Pass& pass = sending_.pass();
  const RowStationaryParameters& cut = wiring_.passes.cut();
  const std::uint64_t channel =
      pass.first_channel + wiring_.grid.channel_set(level_) * cut.q + sending_.channel();
  for (std::uint64_t i = 0; i < flit_; ++i) {
    const Value value = wiring_.values->source().filter_word(
        pass.group, pass.first_filter + stack_ * cut.p + lane_ + i, channel, wiring_.grid.filter_row(level_),
        sending_.filter_column());
    for (std::uint64_t column = 0; column < pass.rows; ++column) {
      const std::uint64_t pe = wiring_.grid.pe(stack_, level_, column);
      wiring_.values->put_filter(pe, wiring_.filters.in(pe) + i, value);
    }
  }
}

}  // namespace nestwave
