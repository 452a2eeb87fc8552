// SPDX-License-Identifier: Apache-2.0
#include "noc/row_stationary/output_bus.h"

#include <algorithm>
#include <utility>

namespace nestwave {

OutputBus::OutputBus(sc_core::sc_module_name name, const Wiring& wiring, BusAccount account, EdgeCounts& edge)
    : sc_module(name),
      wiring_(wiring),
      account_(std::move(account)),
      edge_(edge),
      columns_(wiring.grid.columns()) {
  for (std::uint64_t column = 0; column < columns_.size(); ++column) enter_pass(column, 0);
  enter_block(0);
}

void OutputBus::enter_pass(std::uint64_t index, std::uint64_t pass_index) {
  Column& column = columns_[index];
  const std::uint64_t stack = index / wiring_.grid.width;
  const std::uint64_t row = index % wiring_.grid.width;
  for (column.pass = pass_index; column.pass < wiring_.passes.count(); ++column.pass) {
    const Pass pass = wiring_.passes.at(column.pass);
    if (stack >= pass.filter_sets || row >= pass.rows) continue;
    column = {column.pass,
              pass.first_image,
              pass.images,
              pass.group,
              pass.first_filter + stack * wiring_.passes.cut().p,
              pass.first_row + row,
              0,
              0,
              0,
              wiring_.passes.filters_of(pass, stack)};
    return;
  }
}

void OutputBus::enter_block(std::uint64_t pass) {
  if (pass == wiring_.passes.count()) return;
  block_ = wiring_.passes.at(pass);
  block_left_ = block_.images * block_.block_filters * block_.rows * wiring_.passes.shape().out_columns *
                block_.channel_rounds;
}

void OutputBus::decide(Cycle now) {
  account_.settle(now);
  flit_ = 0;
  coming_ = false;
  if (wiring_.off_chip.over()) return account_.idle(IdleCause::done);
  if (wiring_.exits.all_empty()) return account_.idle(IdleCause::compute);
  for (std::uint64_t i = 0; i < columns_.size(); ++i) {
    const std::uint64_t column = turn_ + i < columns_.size() ? turn_ + i : turn_ + i - columns_.size();
    const Cycle ready = wiring_.exits.front(column);
    coming_ = coming_ || ready != kNever;
    if (ready > now) continue;
    chosen_ = column;
    const Column& from = columns_[column];
    flit_ = wiring_.exits.ready(column, now, std::min(wiring_.widths.psums, from.lanes - from.lane));
    return account_.busy();
  }
  account_.idle(IdleCause::compute);
}

void OutputBus::wake_top(std::uint64_t column) {
  const RowStationaryGrid& grid = wiring_.grid;
  for (std::uint64_t top = grid.rows - 1; top < grid.height; top += grid.rows)
    wiring_.waiting.came(grid.pe(column / grid.width, top, column % grid.width), Wait::room);
}

void OutputBus::commit(Cycle now) {
  if (flit_ == 0) return;
  account_.carry(flit_, now);
  if (wiring_.works != nullptr) follow(now);
  const Column& from = columns_[chosen_];
  if (wiring_.values != nullptr)
    for (std::uint64_t i = 0; i < flit_; ++i)
      wiring_.values->source().put_sum(
          {from.first_image + from.image, from.group, from.first_filter + from.lane + i, from.row,
           from.position},
          wiring_.values->exit(wiring_.exits.slot(chosen_, wiring_.exits.taken(chosen_) + i)));
  wiring_.exits.take(chosen_, flit_);
  const RowStationaryPlan& plan = wiring_.passes.plan();
  wiring_.recorder.add(plan.machine.buffer, plan.shape.places.outputs, Category::writes_update, flit_, 0,
                       now);
  edge_.delivered += flit_;
  edge_.hops += 2 * flit_;
  wiring_.recorder.count_event();
  wake_top(chosen_);
  advance(chosen_);
  turn_ = chosen_ + 1 == columns_.size() ? 0 : chosen_ + 1;
  block_left_ -= flit_;
  if (block_left_ > 0) return;
  wiring_.off_chip.dump(block_);
  // A block ends with the pass that gave its last sum; all columns are past it.
  std::uint64_t next = block_.index;
  while (next < wiring_.passes.count() && wiring_.passes.at(next).block == block_.block) ++next;
  enter_block(next);
}

/// Tells what it waited for: the PE at the top of the column.
void OutputBus::follow(Cycle now) const {
  const RowStationaryGrid& grid = wiring_.grid;
  const std::uint64_t top = wiring_.passes.at(columns_[chosen_].pass).channel_sets * grid.rows - 1;
  wiring_.works->carries(RowStationaryWorks::kOutputBus,
                         grid.pe(chosen_ / grid.width, top, chosen_ % grid.width), now, flit_);
}

void OutputBus::advance(std::uint64_t index) {
  Column& column = columns_[index];
  column.lane += flit_;
  if (column.lane < column.lanes) return;
  column.lane = 0;
  if (++column.position < wiring_.passes.shape().out_columns) return;
  column.position = 0;
  if (++column.image < column.images) return;
  enter_pass(index, column.pass + 1);
}

std::uint64_t OutputBus::first_pass() const {
  std::uint64_t first = wiring_.passes.count();
  for (const Column& column : columns_) first = std::min(first, column.pass);
  return first;
}

void OutputBus::visit_state(StateVisitor& state, std::uint64_t last) {
  account_.visit_state(state);
  for (std::uint64_t index = 0; index < columns_.size(); ++index) {
    Column& column = columns_[index];
    const std::uint64_t entered = show_pass(state, column.pass, last, wiring_.passes.count());
    if (state.restoring()) enter_pass(index, entered);
    state.kept(column.image);
    state.kept(column.position);
    state.kept(column.lane);
  }
  state.kept(turn_);
  const Pass place = wiring_.passes.at(state.frame().iteration);
  state.relative(block_.block, place.block);
  if (state.restoring()) block_ = wiring_.passes.of_block(block_.block);
  // Passes of the block that are still to begin give all of their sums.
  state.relative(block_left_, place.block == block_.block ? wiring_.passes.block_sums_from(place) : 0);
}

}  // namespace nestwave
