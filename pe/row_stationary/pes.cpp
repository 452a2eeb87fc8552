// SPDX-License-Identifier: Apache-2.0
#include "pe/row_stationary/pes.h"

#include <algorithm>

namespace nestwave {

RowStationaryPes::RowStationaryPes(sc_core::sc_module_name name, const Wiring& wiring,
                                   const FilterBus& filter_bus, const IfmapBus& ifmap_bus, Cycle stages,
                                   Cycle stop, bool otherwise, EdgeCounts& psum_edge)
    : sc_module(name),
      wiring_(wiring),
      filter_bus_(filter_bus),
      ifmap_bus_(ifmap_bus),
      psum_edge_(psum_edge),
      stages_(std::max<Cycle>(stages, 1)),
      stop_(stop),
      filters_first_(wiring.passes.shape().places.weights < wiring.passes.shape().places.inputs),
      most_at_once_(otherwise ? 1 : Wheel::kReach),
      pes_(wiring.grid.pes()),
      wheel_(wiring.grid.pes(), otherwise) {
  const CountTable& counts = wiring.recorder.counts();
  ledger_.waiting.assign(counts.data_spaces(), std::vector<std::uint64_t>(counts.levels(), 0));
  for (std::uint64_t id = 0; id < pes_.size(); ++id) {
    enter_pass(pes_[id], id, 0);
    if (pes_[id].mapped) wheel_.enter(id, 0);
  }
}

void RowStationaryPes::enter_pass(Pe& pe, std::uint64_t id, std::uint64_t first) {
  const RowStationaryPasses& passes = wiring_.passes;
  const RowStationaryGrid& grid = wiring_.grid;
  const std::uint64_t level = grid.level(id);
  const std::uint64_t set = grid.channel_set(level);
  for (pe.pass = first; pe.pass < passes.count(); ++pe.pass) {
    const Pass pass = passes.at(pe.pass);
    if (grid.stack(id) >= pass.filter_sets || set >= pass.channel_sets || grid.column(id) >= pass.rows)
      continue;
    const auto channels = static_cast<std::uint32_t>(passes.channels_of(pass, set));
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
    return;
  }
  ++finished_;
}

void RowStationaryPes::wake(Cycle now) {
  for (const std::uint32_t id : wiring_.waiting.woken()) wheel_.enter(id, now + 1);
  wiring_.waiting.woken().clear();
}

void RowStationaryPes::issue(std::uint64_t id, Cycle now) {
  Pe& pe = pes_[id];
  if (now < pe.busy_until || pe.pass >= wiring_.passes.count()) return;
  if (pe.waits != Wait::nothing) charge(pe, now);
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
  // As many in a row as are sure to find both a sum and room.
  const std::uint64_t most =
      std::min({std::uint64_t{pe.lanes - pe.lane}, room - words, most_at_once_, stop_ - now});
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
  if (pe.pass >= wiring_.passes.count()) pe.since = pe.busy_until;
}

void RowStationaryPes::wait(Pe& pe, std::uint64_t id, Wait what, Cycle now) {
  await(pe, what, now);
  wiring_.waiting.wait(id, what);
}

void RowStationaryPes::await(Pe& pe, Wait what, Cycle now) const {
  pe.waits = what;
  pe.since = now;
  if (what == Wait::ifmap) {
    pe.starved_before = ifmap_bus_.account().idle_for(IdleCause::source);
    pe.held_before = ifmap_bus_.account().idle_for(IfmapBus::kHeld);
  } else if (what == Wait::filter) {
    pe.starved_before = filter_bus_.account().idle_for(IdleCause::source);
  }
}

/// The cycles that the PE has waited. While its network waited too, the cause is that of the network.
void RowStationaryPes::charge(Pe& pe, Cycle now) {
  const RowStationaryMachine& machine = wiring_.passes.plan().machine;
  const ConvShape::Places& places = wiring_.passes.shape().places;
  std::uint64_t cycles = now - pe.since;
  const auto share = [&](const BusAccount& account, IdleCause cause, std::uint64_t before) {
    const std::uint64_t part = std::min(cycles, account.idle_for(cause) - before);
    cycles -= part;
    return part;
  };
  const bool begins = pe.step == 0 && pe.lane == 0 && pe.window == 0 && pe.image == 0;
  if (!pe.started) {
    ledger_.not_started += cycles;
  } else if (begins && pe.absent) {
    ledger_.unmapped += cycles;
  } else if (pe.waits == Wait::filter) {
    const int source = machine.filter_buffer >= 0 ? machine.filter_buffer : machine.memory;
    ledger_.waiting[places.weights][machine.memory] +=
        share(filter_bus_.account(), IdleCause::source, pe.starved_before);
    ledger_.waiting[places.weights][source] += cycles;
  } else if (pe.waits == Wait::ifmap) {
    ledger_.output_room += share(ifmap_bus_.account(), IfmapBus::kHeld, pe.held_before);
    ledger_.waiting[places.inputs][machine.memory] +=
        share(ifmap_bus_.account(), IdleCause::source, pe.starved_before);
    ledger_.waiting[places.inputs][machine.buffer] += cycles;
  } else if (pe.waits == Wait::psum) {
    ledger_.waiting[places.outputs][pe.bottom ? machine.buffer : machine.psum_spad] += cycles;
  } else {
    ledger_.output_room += cycles;
    if (!pe.top) full_links_ += cycles;
  }
  pe.waits = Wait::nothing;
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

/// Nothing is lost by it: what is charged to a PE and to the processing of a block adds up.
void RowStationaryPes::settle(Cycle now) {
  for (std::uint64_t id = 0; id < pes_.size(); ++id) {
    Pe& pe = pes_[id];
    if (!pe.mapped) continue;
    if (pe.waits != Wait::nothing) {
      const Wait what = pe.waits;
      charge(pe, now);
      await(pe, what, now);
    } else if (pe.pass >= wiring_.passes.count()) {
      finish(id, now);
    }
  }
  if (first_mac_ == kNever) return;
  processed_ += last_mac_ + 1 - first_mac_;
  first_mac_ = last_mac_ + 1;
}

void RowStationaryPes::visit_state(StateVisitor& state, std::uint64_t last) {
  for (auto& levels : ledger_.waiting)
    for (std::uint64_t& cycles : levels) state.counter(cycles);
  for (std::uint64_t* count :
       {&ledger_.output_room, &ledger_.unmapped, &ledger_.not_started, &ledger_.finished, &accesses_.macs,
        &accesses_.adds, &accesses_.accumulates, &accesses_.zero_starts, &accesses_.zero_joins,
        &accesses_.reduced, &processed_, &full_links_, &done_links_})
    state.counter(*count);
  wheel_.visit_state(state);
  state.relative(block_, wiring_.passes.at(state.frame().iteration).block);
  state.cycle(last_mac_);
  if (state.restoring()) {
    first_mac_ = last_mac_ + 1;
    finished_ = 0;
  }
  for (std::uint64_t id = 0; id < pes_.size(); ++id) visit_state(state, id, last);
}

void RowStationaryPes::visit_state(StateVisitor& state, std::uint64_t id, std::uint64_t last) {
  Pe& pe = pes_[id];
  const std::uint64_t entered = show_pass(state, pe.pass, last, wiring_.passes.count());
  if (state.restoring()) enter_pass(pe, id, entered);
  state.due(pe.busy_until);
  state.relative(pe.ifmap_base, wiring_.ifmaps.anchor(id));
  state.relative(pe.filter_base, wiring_.filters.anchor(id));
  for (std::uint32_t* at : {&pe.step, &pe.lane, &pe.window, &pe.image}) state.kept(*at);
  state.kept(pe.waits);
  state.kept(pe.started);
  state.kept(pe.absent);
  if (!state.restoring()) return;
  if (pe.waits != Wait::nothing)
    await(pe, pe.waits, state.frame().now);
  else
    pe.since = state.frame().now;
}

Cycle RowStationaryPes::processing() const {
  return processed_ + (first_mac_ == kNever ? 0 : last_mac_ + 1 - first_mac_);
}

PeLedger RowStationaryPes::close(Cycle cycles, std::uint64_t all) {
  std::uint64_t used = 0;
  for (std::uint64_t id = 0; id < pes_.size(); ++id) {
    if (!pes_[id].mapped) continue;
    ++used;
    if (pes_[id].waits != Wait::nothing)
      charge(pes_[id], cycles);
    else if (pes_[id].pass >= wiring_.passes.count())
      finish(id, cycles);
  }
  ledger_.unmapped += (all - used) * cycles;
  ledger_.computing = accesses_.macs;
  ledger_.adding = accesses_.adds;

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
  return ledger_;
}

void RowStationaryPes::finish(std::uint64_t id, Cycle until) {
  ledger_.finished += until - pes_[id].since;
  if (has_link(id)) done_links_ += until - pes_[id].since;
  pes_[id].since = until;
}

PortLedger RowStationaryPes::links(std::string name, Cycle cycles) const {
  PortLedger links;
  links.name = std::move(name);
  links.level = wiring_.passes.plan().machine.psum_spad;
  for (std::uint64_t id = 0; id < pes_.size(); ++id) links.instances += has_link(id) ? 1 : 0;
  links.busy = links.words = accesses_.reduced;
  links.idle[static_cast<std::size_t>(IdleCause::room)] = full_links_;
  links.idle[static_cast<std::size_t>(IdleCause::done)] = done_links_;
  links.idle[static_cast<std::size_t>(IdleCause::compute)] =
      links.instances * cycles - links.busy - full_links_ - done_links_;
  return links;
}

std::string RowStationaryPes::stuck() const {
  for (std::uint64_t id = 0; id < pes_.size(); ++id)
    if (pes_[id].mapped && pes_[id].pass < wiring_.passes.count())
      return "PE " + std::to_string(id) + " waits in pass " + std::to_string(pes_[id].pass);
  return "no PE waits";
}

}  // namespace nestwave
