// SPDX-License-Identifier: Apache-2.0
#include "pe/row_stationary/pes.h"

#include <algorithm>

namespace nestwave {

RowStationaryPes::RowStationaryPes(sc_core::sc_module_name name, const Wiring& wiring,
                                   const FilterBus& filter_bus, const IfmapBus& ifmap_bus, Cycle stages,
                                   Cycle stop, bool otherwise, EdgeCounts& psum_edge)
    : sc_module(name),
      wiring_(wiring),
      psum_edge_(psum_edge),
      stages_(std::max<Cycle>(stages, 1)),
      stop_(stop),
      filters_first_(wiring.passes.shape().places.weights < wiring.passes.shape().places.inputs),
      most_at_once_(otherwise ? 1 : Wheel::kReach),
      most_adds_at_once_(wiring.recorder.wants(kLedger) ? 1 : most_at_once_),
      pes_(wiring.grid.pes()),
      wheel_(wiring.grid.pes(), otherwise),
      stalls_(wiring, filter_bus, ifmap_bus) {
  for (std::uint64_t id = 0; id < pes_.size(); ++id) {
    enter_pass(pes_[id], id, 0);
    if (!pes_[id].mapped) continue;
    stalls_.add_pe(id);
    wheel_.enter(id, 0);
  }
}

std::uint64_t RowStationaryPes::next_pass(std::uint64_t id, std::uint64_t first) const {
  const RowStationaryPasses& passes = wiring_.passes;
  const RowStationaryGrid& grid = wiring_.grid;
  const std::uint64_t set = grid.channel_set(grid.level(id));
  for (; first < passes.count(); ++first) {
    const Pass pass = passes.at(first);
    if (grid.stack(id) < pass.filter_sets && set < pass.channel_sets && grid.column(id) < pass.rows) break;
  }
  return first;
}

void RowStationaryPes::enter_pass(Pe& pe, std::uint64_t id, std::uint64_t first) {
  const RowStationaryPasses& passes = wiring_.passes;
  const RowStationaryGrid& grid = wiring_.grid;
  pe.pass = next_pass(id, first);
  if (pe.pass == passes.count()) {
    ++finished_;
    return;
  }
  const Pass pass = passes.at(pe.pass);
  const std::uint64_t level = grid.level(id);
  const auto channels = static_cast<std::uint32_t>(passes.channels_of(pass, grid.channel_set(level)));
  pe.mapped = true;
  pe.absent = pe.pass != first;
  pe.bottom = level == 0;
  pe.top = level + 1 == pass.channel_sets * grid.rows;
  pe.above =
      static_cast<std::uint32_t>(pe.top ? grid.stack(id) * grid.width + grid.column(id) : id + grid.width);
  pe.adds_to_old = pass.adds_to_old;
  pe.steps = static_cast<std::uint32_t>(passes.shape().filter_columns) * channels;
  pe.leaving = static_cast<std::uint32_t>(passes.column_step()) * channels;
  pe.lanes = static_cast<std::uint32_t>(passes.filters_of(pass, grid.stack(id)));
  pe.windows = static_cast<std::uint32_t>(passes.shape().out_columns);
  pe.images = static_cast<std::uint32_t>(pass.images);
  pe.block = pass.block;
}

bool RowStationaryPes::has_macs_left(std::uint64_t id) const {
  const Pe& pe = pes_[id];
  if (pe.pass >= wiring_.passes.count()) return false;
  return pe.step < pe.steps || pe.window + 1 < pe.windows || pe.image + 1 < pe.images ||
         next_pass(id, pe.pass + 1) < wiring_.passes.count();
}

void RowStationaryPes::wake(Cycle now) {
  for (const std::uint32_t id : wiring_.waiting.woken()) wheel_.enter(id, now + 1);
  wiring_.waiting.woken().clear();
}

void RowStationaryPes::issue(std::uint64_t id, Cycle now) {
  Pe& pe = pes_[id];
  if (now < pe.busy_until || pe.pass >= wiring_.passes.count()) return;
  if (stalls_.stalls(id)) stalls_.end(id, now);
  if (pe.step < pe.steps)
    multiply(pe, id, now);
  else
    add(pe, id, now);
}

void RowStationaryPes::multiply(Pe& pe, std::uint64_t id, Cycle now) {
  const std::uint64_t pixel = pe.ifmap_base + pe.step;
  const std::uint64_t filter = pe.filter_base + std::uint64_t{pe.step} * pe.lanes + pe.lane;
  const bool has_pixel = wiring_.ifmaps.in(id) > pixel;
  const std::uint64_t filters = wiring_.filters.in(id) > filter ? wiring_.filters.in(id)-filter : 0;
  if (!has_pixel || filters == 0)
    return wait(pe, id, filters == 0 && (filters_first_ || has_pixel) ? Wait::filter : Wait::ifmap, now);
  const auto run = static_cast<std::uint32_t>(
      std::min({std::uint64_t{pe.lanes - pe.lane}, filters, most_at_once_, stop_ - now}));
  pe.started = true;
  note_mac(pe, now, now + run - 1);
  if (wiring_.works != nullptr) wiring_.works->multiplies(id, now, run);
  accesses_.macs += run;
  if (pe.step > 0 || (pe.bottom && pe.adds_to_old))
    accesses_.accumulates += run;
  else
    (pe.adds_to_old ? accesses_.zero_joins : accesses_.zero_starts) += run;
  if (wiring_.values != nullptr) wiring_.values->multiply(id, pixel, filter, pe.lane, run, pe.step == 0);
  const bool last_window = pe.window + 1 == pe.windows;
  if (last_window && pe.image + 1 == pe.images) wiring_.filters.release(id, now, run);
  pe.lane += run;
  if (pe.lane == pe.lanes) {
    if (pe.step < pe.leaving || last_window) wiring_.ifmaps.release(id, now + run - 1, 1);
    pe.lane = 0;
    ++pe.step;
    if (last_window && !has_macs_left(id)) ++through_;
  }
  pe.busy_until = now + run;
  wheel_.enter(id, pe.busy_until);
}

void RowStationaryPes::add(Pe& pe, std::uint64_t id, Cycle now) {
  const Cycle ready = wiring_.feet.front(id);
  if (ready > now) {
    wait(pe, id, Wait::psum, now);
    // On its way: no one else will tell.
    if (ready != kNever) wheel_.enter(id, std::min(ready, now + Wheel::kReach));
    return;
  }
  const std::uint64_t above = pe.above;
  PsumFifos& out = pe.top ? wiring_.exits : wiring_.feet;
  // What is still in the stages of the PE has not come there yet.
  const std::uint64_t room = (pe.top ? wiring_.passes.cut().p : PsumFifos::kLinkWords) + stages_ - 1;
  const std::uint64_t words = out.words(above, now);
  if (words >= room) {
    wait(pe, id, Wait::room, now);
    // What the PE above takes in this very cycle it may have taken before this one began to wait.
    if (out.words(above, now + 1) < room) wheel_.enter(id, now + 1);
    return;
  }
  // As many in a row as are sure to find both a sum and room. After the last MAC of a PE one by one: a phase
  // of the run may end in any cycle then.
  const std::uint64_t at_once = through_ == 0 ? most_adds_at_once_ : 1;
  const std::uint64_t most =
      std::min({std::uint64_t{pe.lanes - pe.lane}, room - words, at_once, stop_ - now});
  const std::uint64_t run = wiring_.feet.ready_in_turn(id, now, most);
  if (wiring_.values != nullptr) carry_sums(pe, id, run);
  wiring_.feet.take_in_turn(id, now, run);
  out.push(above, now + stages_, run);
  if (!pe.bottom) wiring_.waiting.came(id - wiring_.grid.width, Wait::room);
  if (!pe.top) {
    wiring_.waiting.came(above, Wait::psum);
    accesses_.reduced += run;
  }
  accesses_.adds += run;
  if (wiring_.works != nullptr) wiring_.works->adds(id, now, run);
  stalls_.note_add(!pe.top);
  pe.busy_until = now + run;
  pe.lane += static_cast<std::uint32_t>(run);
  if (pe.lane == pe.lanes) end_window(pe, id);
  wheel_.enter(id, pe.busy_until);
}

void RowStationaryPes::carry_sums(const Pe& pe, std::uint64_t id, std::uint64_t words) {
  SpadValues& values = *wiring_.values;
  const PsumFifos& feet = wiring_.feet;
  const PsumFifos& out = pe.top ? wiring_.exits : feet;
  for (std::uint64_t word = 0; word < words; ++word) {
    const Value sum = values.added(id, pe.lane + word, feet.slot(id, feet.taken(id) + word));
    const std::uint64_t slot = out.slot(pe.above, out.pushed(pe.above) + word);
    (pe.top ? values.exit(slot) : values.foot(slot)) = sum;
  }
}

/// It is busy with it until busy_until.
void RowStationaryPes::end_window(Pe& pe, std::uint64_t id) {
  pe.lane = 0;
  pe.step = 0;
  const bool row_over = ++pe.window == pe.windows;
  pe.ifmap_base += row_over ? pe.steps : pe.leaving;
  if (!row_over) return;
  pe.window = 0;
  if (++pe.image < pe.images) return;
  pe.image = 0;
  pe.filter_base += std::uint64_t{pe.steps} * pe.lanes;
  enter_pass(pe, id, pe.pass + 1);
  if (pe.pass >= wiring_.passes.count()) stalls_.begin(id, Stall::finished, pe.busy_until);
}

void RowStationaryPes::wait(Pe& pe, std::uint64_t id, Wait what, Cycle now) {
  stalls_.begin(id, stall_of(pe, what), now);
  wiring_.waiting.wait(id, what);
  if (wiring_.works != nullptr) wiring_.works->waits_for(id, awaited(pe, id, what));
}

std::size_t RowStationaryPes::awaited(const Pe& pe, std::uint64_t id, Wait what) const {
  const RowStationaryWorks& works = *wiring_.works;
  switch (what) {
    case Wait::filter: return works.part(RowStationaryWorks::kFilterBus);
    case Wait::ifmap: return works.part(RowStationaryWorks::kIfmapBus);
    case Wait::psum: return pe.bottom ? works.part(RowStationaryWorks::kPsumBus) : id - wiring_.grid.width;
    case Wait::room:
    case Wait::nothing: break;
  }
  return pe.top ? works.part(RowStationaryWorks::kOutputBus) : pe.above;
}

Stall RowStationaryPes::stall_of(const Pe& pe, Wait what) {
  const bool begins = pe.step == 0 && pe.lane == 0 && pe.window == 0 && pe.image == 0;
  if (!pe.started) return Stall::not_started;
  if (begins && pe.absent) return Stall::absent;
  if (what == Wait::filter) return Stall::filter;
  if (what == Wait::ifmap) return Stall::ifmap;
  if (what == Wait::psum) return pe.bottom ? Stall::psum_in : Stall::psum_up;
  return pe.top ? Stall::room_out : Stall::room_up;
}

void RowStationaryPes::note_mac(const Pe& pe, Cycle now, Cycle last) {
  if (first_mac_ == kNever) {
    first_mac_ = now;
  } else if (pe.block != block_) {
    processed_ += last_mac_ + 1 - first_mac_;
    first_mac_ = now;
  }
  block_ = pe.block;
  last_mac_ = std::max(last_mac_, last);
}

std::uint64_t RowStationaryPes::first_pass() const {
  std::uint64_t first = wiring_.passes.count();
  for (const Pe& pe : pes_) first = std::min(first, pe.pass);
  return first;
}

/// Nothing is lost by it: what is charged to the processing of a block adds up.
void RowStationaryPes::settle(Cycle now) {
  stalls_.settle(now);
  if (first_mac_ == kNever) return;
  processed_ += last_mac_ + 1 - first_mac_;
  first_mac_ = last_mac_ + 1;
}

void RowStationaryPes::visit_state(StateVisitor& state, std::uint64_t last) {
  stalls_.visit_state(state);
  for (std::uint64_t* count :
       {&accesses_.macs, &accesses_.adds, &accesses_.accumulates, &accesses_.zero_starts,
        &accesses_.zero_joins, &accesses_.reduced, &processed_})
    state.counter(*count);
  wheel_.visit_state(state);
  state.relative(block_, wiring_.passes.at(state.frame().iteration).block);
  state.cycle(last_mac_);
  if (state.restoring()) {
    first_mac_ = last_mac_ + 1;
    finished_ = 0;
  }
  for (std::uint64_t id = 0; id < pes_.size(); ++id) visit_state(state, id, last);
  if (!state.restoring()) return;
  through_ = 0;
  for (std::uint64_t id = 0; id < pes_.size(); ++id)
    through_ += pes_[id].mapped && !has_macs_left(id) ? 1 : 0;
}

void RowStationaryPes::visit_state(StateVisitor& state, std::uint64_t id, std::uint64_t last) {
  Pe& pe = pes_[id];
  const std::uint64_t entered = show_pass(state, pe.pass, last, wiring_.passes.count());
  if (state.restoring()) enter_pass(pe, id, entered);
  state.due(pe.busy_until);
  state.relative(pe.ifmap_base, wiring_.ifmaps.anchor(id));
  state.relative(pe.filter_base, wiring_.filters.anchor(id));
  for (std::uint32_t* at : {&pe.step, &pe.lane, &pe.window, &pe.image}) state.kept(*at);
  state.kept(pe.started);
  state.kept(pe.absent);
}

Cycle RowStationaryPes::processing() const {
  return processed_ + (first_mac_ == kNever ? 0 : last_mac_ + 1 - first_mac_);
}

PeLedger RowStationaryPes::ledger(Cycle now, std::uint64_t all) const {
  PeLedger ledger = stalls_.ledger();
  ledger.unmapped += (all - stalls_.mapped()) * now;
  ledger.computing = accesses_.macs;
  ledger.adding = accesses_.adds;
  return ledger;
}

void RowStationaryPes::close(Cycle cycles) {
  stalls_.settle(cycles);
  const RowStationaryMachine& machine = wiring_.passes.plan().machine;
  const ConvShape::Places& places = wiring_.passes.shape().places;
  const auto count = [&](int level, int data_space, Category category, std::uint64_t words) {
    wiring_.recorder.add(level, data_space, category, words, 0, cycles);
  };
  count(machine.ifmap_spad, places.inputs, Category::reads_operand, accesses_.macs);
  count(machine.filter_spad, places.weights, Category::reads_operand, accesses_.macs);
  count(machine.psum_spad, places.outputs, Category::writes_update, accesses_.macs);
  count(machine.psum_spad, places.outputs, Category::reads_accumulate, accesses_.accumulates);
  count(machine.psum_spad, places.outputs, Category::zero_starts, accesses_.zero_starts);
  count(machine.psum_spad, places.outputs, Category::zero_joins, accesses_.zero_joins);
  count(machine.psum_spad, places.outputs, Category::reads_drain, accesses_.adds);
  psum_edge_.injected += accesses_.adds;
  psum_edge_.reduced += accesses_.reduced;
  psum_edge_.hops += accesses_.reduced;
}

std::string RowStationaryPes::stuck() const {
  for (std::uint64_t id = 0; id < pes_.size(); ++id)
    if (pes_[id].mapped && pes_[id].pass < wiring_.passes.count())
      return "PE " + std::to_string(id) + " waits in pass " + std::to_string(pes_[id].pass);
  return "no PE waits";
}

}  // namespace nestwave
