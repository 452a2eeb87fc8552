// SPDX-License-Identifier: Apache-2.0
#include "noc/row_stationary/psum_bus.h"

#include <algorithm>
#include <utility>

namespace nestwave {

PsumBus::PsumBus(sc_core::sc_module_name name, const Wiring& wiring, BusAccount account, EdgeCounts& edge)
    : sc_module(name),
      wiring_(wiring),
      account_(std::move(account)),
      edge_(edge),
      lead_(wiring.grid.stacks, 0) {
  enter_pass(0);
  height_changes_ = false;
}

void PsumBus::enter_pass(std::uint64_t index) {
  const std::uint64_t height = pass_.channel_sets;
  if (index == wiring_.passes.count()) {
    pass_.index = index;
    return;
  }
  pass_ = wiring_.passes.at(index);
  height_changes_ = pass_.channel_sets != height;
  measure();
}

/// What follows from the pass and the position in it.
void PsumBus::measure() {
  for (std::uint64_t stack = 0; stack < lead_.size(); ++stack)
    lead_[stack] =
        pass_.images * wiring_.passes.shape().out_columns * wiring_.passes.filters_of_block(pass_, stack);
  lanes_ = wiring_.passes.filters_of(pass_, stack_);
}

void PsumBus::visit_state(StateVisitor& state) {
  account_.visit_state(state);
  state.relative(pass_.index, state.frame().iteration);
  state.kept(height_changes_);
  for (std::uint64_t* at : {&image_, &position_, &stack_, &column_, &lane_}) state.kept(*at);
  if (!state.restoring()) return;
  pass_ = wiring_.passes.at_or_over(pass_.index);
  measure();
}

/// Every sum that went in has come out.
bool PsumBus::columns_empty() const {
  for (std::uint64_t stack = 0; stack < wiring_.grid.stacks; ++stack)
    for (std::uint64_t column = 0; column < wiring_.grid.width; ++column)
      if (wiring_.feet.pushed(wiring_.grid.pe(stack, 0, column)) !=
          wiring_.exits.taken(stack * wiring_.grid.width + column))
        return false;
  return true;
}

void PsumBus::decide(Cycle now) {
  account_.settle(now);
  flit_ = 0;
  if (over()) return account_.idle(IdleCause::done);
  // Sums of two passes must not meet where the column of one ends and that of the other goes on.
  if (height_changes_) {
    if (!columns_empty()) return account_.idle(IdleCause::other_port);
    height_changes_ = false;
  }
  const std::uint64_t words = std::min(wiring_.widths.psums, lanes_ - lane_);
  const std::uint64_t before = wiring_.feet.pushed(foot());
  if (pass_.adds_to_old && wiring_.exits.taken(exit()) + lead_[stack_] < before + words)
    return account_.idle(IdleCause::source);
  if (wiring_.feet.words(foot(), now) + words > wiring_.passes.cut().p) return account_.idle(IdleCause::room);
  flit_ = words;
  account_.busy();
}

void PsumBus::commit(Cycle now) {
  if (flit_ == 0) return;
  account_.carry(flit_, now);
  if (wiring_.works != nullptr) follow(now);
  const RowStationaryPlan& plan = wiring_.passes.plan();
  const int outputs = plan.shape.places.outputs;
  const std::uint64_t pe = foot();
  for (std::uint64_t i = 0; i < flit_; ++i) {
    if (wiring_.values != nullptr) {
      const OutputPlace place = {pass_.first_image + image_, pass_.group,
                                 pass_.first_filter + stack_ * plan.parameters.p + lane_ + i,
                                 pass_.first_row + column_, position_};
      wiring_.values->foot(wiring_.feet.slot(pe, wiring_.feet.pushed(pe))) =
          pass_.adds_to_old ? wiring_.values->source().old_sum(place) : 0;
    }
    wiring_.feet.push(pe, now + 1, 1);
  }
  wiring_.waiting.came(pe, Wait::psum);
  if (pass_.adds_to_old) {
    wiring_.recorder.add(plan.machine.buffer, outputs, Category::reads_fill, flit_, 0, now);
    wiring_.recorder.add(plan.machine.psum_spad, outputs, Category::writes_fill, flit_, 0, now);
    edge_.injected += flit_;
    edge_.delivered += flit_;
    edge_.hops += 2 * flit_;
  } else {
    wiring_.recorder.add(plan.machine.buffer, outputs, Category::zero_starts, flit_, 0, now);
  }
  wiring_.recorder.count_event();
  advance();
}

/// Tells what it waited for: room at the foot, or sums that have to come out first.
void PsumBus::follow(Cycle now) const {
  RowStationaryWorks& works = *wiring_.works;
  const bool room = account_.last_cause() == IdleCause::room;
  works.carries(RowStationaryWorks::kPsumBus, room ? foot() : works.part(RowStationaryWorks::kOutputBus), now,
                flit_);
}

void PsumBus::advance() {
  lane_ += flit_;
  if (lane_ < lanes_) return;
  lane_ = 0;
  if (++column_ < pass_.rows) return;
  column_ = 0;
  if (++stack_ < pass_.filter_sets) {
    lanes_ = wiring_.passes.filters_of(pass_, stack_);
    return;
  }
  stack_ = 0;
  lanes_ = wiring_.passes.filters_of(pass_, 0);
  if (++position_ < wiring_.passes.shape().out_columns) return;
  position_ = 0;
  if (++image_ < pass_.images) return;
  image_ = 0;
  enter_pass(pass_.index + 1);
}

}  // namespace nestwave
