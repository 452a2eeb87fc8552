// SPDX-License-Identifier: Apache-2.0
#include "noc/row_stationary/ifmap_bus.h"

#include <algorithm>
#include <utility>

namespace nestwave {

IfmapBus::IfmapBus(sc_core::sc_module_name name, const Wiring& wiring, const FilterBus& filter_bus,
                   BusAccount account, EdgeCounts& edge)
    : sc_module(name),
      wiring_(wiring),
      filter_bus_(filter_bus),
      account_(std::move(account)),
      edge_(edge),
      units_(wiring.passes) {
  pass_ = wiring_.passes.at(0);
  enter_pass();
}

/// What follows from the pass.
void IfmapBus::enter_pass() {
  if (over()) return;
  rows_ = wiring_.passes.tile_rows(pass_.rows);
  const std::uint64_t height = wiring_.grid.rows;
  const std::uint64_t step = wiring_.passes.row_step();
  columns_of_row_.resize(rows_);
  for (std::uint64_t row = 0; row < rows_; ++row)
    columns_of_row_[row] = {row < height ? 0 : (row - height) / step + 1,
                            std::min(pass_.rows - 1, row / step)};
}

/// Adds the PEs of the diagonal in all stacks to the receivers, if all of them have room.
bool IfmapBus::find_receivers(const Spot& spot, Cycle now) {
  const RowStationaryGrid& grid = wiring_.grid;
  const std::uint64_t step = wiring_.passes.row_step();
  const std::uint64_t stack_size = grid.height * grid.width;
  const Columns columns = columns_of_row_[spot.row];
  for (std::uint64_t column = columns.first; column <= columns.last; ++column) {
    std::uint64_t pe = grid.pe(0, grid.level_of(spot.set, spot.row - column * step), column);
    for (std::uint64_t stack = 0; stack < pass_.filter_sets; ++stack, pe += stack_size) {
      if (!wiring_.ifmaps.has_room(pe, 1, now)) {
        blocker_ = pe;
        blocked_ = true;
        return false;
      }
      receivers_.push_back(pe);
    }
  }
  return true;
}

bool IfmapBus::in_buffer() const {
  const std::uint64_t columns = wiring_.passes.tile_columns();
  // The array does not work while the first tile of the layer is loaded.
  if (pass_.index == 0) return wiring_.off_chip.ifmap_units() >= pass_.images * columns;
  return wiring_.off_chip.ifmap_units() > first_unit_ + image_ * columns + column_;
}

/// The next word of the same column and channel, if there is one.
bool IfmapBus::next(Spot& spot) const {
  if (++spot.row < rows_) return true;
  spot.row = 0;
  ++spot.set;
  return spot.set < pass_.channel_sets && channel_ < wiring_.passes.channels_of(pass_, spot.set);
}

void IfmapBus::decide(Cycle now) {
  account_.settle(now);
  flit_ = 0;
  if (over()) return account_.idle(IdleCause::done);
  if (filter_bus_.passes_sent() <= pass_.index) return account_.idle(IdleCause::compute);
  if (wiring_.off_chip.open_block() < pass_.block) return account_.idle(kHeld);
  if (!in_buffer()) return account_.idle(IdleCause::source);
  // Whoever had no room is asked first.
  if (blocked_ && !wiring_.ifmaps.has_room(blocker_, 1, now)) return account_.idle(IdleCause::room);
  blocked_ = false;
  receivers_.clear();
  ends_.clear();
  for (Spot spot = spot_; flit_ < wiring_.widths.ifmaps && find_receivers(spot, now);) {
    ++flit_;
    ends_.push_back(receivers_.size());
    if (!next(spot)) break;
  }
  if (flit_ == 0) return account_.idle(IdleCause::room);
  account_.busy();
}

/// To the receivers with these numbers.
void IfmapBus::deliver(const Spot& spot, std::size_t first, std::size_t last) {
  Value value = 0;
  if (wiring_.values != nullptr)
    value = wiring_.values->source().ifmap_word(
        pass_.first_image + image_, pass_.group,
        pass_.first_channel + spot.set * wiring_.passes.cut().q + channel_,
        wiring_.passes.ifmap_row(pass_, spot.row), wiring_.passes.ifmap_column(column_));
  for (std::size_t i = first; i < last; ++i) {
    const std::uint64_t pe = receivers_[i];
    if (wiring_.values != nullptr) wiring_.values->put_ifmap(pe, wiring_.ifmaps.in(pe), value);
    wiring_.ifmaps.deliver(pe, 1);
    wiring_.waiting.came(pe, Wait::ifmap);
  }
}

void IfmapBus::commit(Cycle now) {
  if (flit_ == 0) return;
  account_.carry(flit_, now);
  if (wiring_.works != nullptr) follow(now);
  const RowStationaryPlan& plan = wiring_.passes.plan();
  std::uint64_t delivered = 0;
  std::uint64_t read = 0;
  Spot spot = spot_;
  bool more = true;
  for (std::uint64_t word = 0; word < flit_; ++word) {
    deliver(spot, delivered, ends_[word]);
    delivered = ends_[word];
    const bool exists = plan.machine.stores_padding ||
                        (wiring_.passes.row_exists(wiring_.passes.ifmap_row(pass_, spot.row)) &&
                         wiring_.passes.column_exists(wiring_.passes.ifmap_column(column_)));
    if (exists) ++read;
    more = next(spot);
  }
  wiring_.recorder.add(plan.machine.buffer, plan.shape.places.inputs, Category::reads_fill, read, 0, now);
  wiring_.recorder.add(plan.machine.ifmap_spad, plan.shape.places.inputs, Category::writes_fill, delivered, 0,
                       now);
  edge_.injected += flit_;
  edge_.delivered += delivered;
  edge_.hops += 2 * delivered;
  wiring_.recorder.count_event();
  if (more)
    spot_ = spot;
  else
    end_channel();
}

/// Tells what it waited for.
void IfmapBus::follow(Cycle now) const {
  RowStationaryWorks& works = *wiring_.works;
  std::size_t after = blocker_;
  switch (account_.last_cause()) {
    case IdleCause::room: break;
    case IdleCause::compute: after = works.part(RowStationaryWorks::kFilterBus); break;
    case kHeld: after = works.part(RowStationaryWorks::kWrites); break;
    default: after = works.part(RowStationaryWorks::kReads); break;
  }
  works.carries(RowStationaryWorks::kIfmapBus, after, now, flit_);
}

void IfmapBus::end_channel() {
  spot_ = {};
  if (++channel_ < wiring_.passes.channels_of(pass_, 0)) return;
  channel_ = 0;
  if (pass_.last_of_tile) wiring_.off_chip.ifmaps_left(units_.stored(pass_, column_), pass_.tile);
  if (++column_ < wiring_.passes.tile_columns()) return;
  column_ = 0;
  if (++image_ < pass_.images) return;
  image_ = 0;
  if (pass_.last_of_tile) first_unit_ += pass_.images * wiring_.passes.tile_columns();
  const std::uint64_t next_pass = pass_.index + 1;
  if (next_pass == wiring_.passes.count()) {
    pass_.index = next_pass;
    return;
  }
  pass_ = wiring_.passes.at(next_pass);
  enter_pass();
  wiring_.off_chip.ifmaps_left(0, pass_.tile);
}

/// Who is asked for room first makes no difference.
void IfmapBus::visit_state(StateVisitor& state) {
  account_.visit_state(state);
  state.relative(pass_.index, state.frame().iteration);
  for (std::uint64_t* at : {&image_, &column_, &channel_, &spot_.set, &spot_.row}) state.kept(*at);
  if (!state.restoring()) return;
  pass_ = wiring_.passes.at_or_over(pass_.index);
  enter_pass();
  blocked_ = false;
}

}  // namespace nestwave
