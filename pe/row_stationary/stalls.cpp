// SPDX-License-Identifier: Apache-2.0
#include "pe/row_stationary/stalls.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace nestwave {

PeStalls::PeStalls(const Wiring& wiring, const FilterBus& filter_bus, const IfmapBus& ifmap_bus)
    : wiring_(wiring), filter_bus_(filter_bus), ifmap_bus_(ifmap_bus), pes_(wiring.grid.pes()) {}

void PeStalls::add_pe(std::uint64_t pe) {
  ++mapped_;
  pes_[pe].has_link = wiring_.grid.has_above(pe);
  with_link_ += pes_[pe].has_link ? 1 : 0;
}

void PeStalls::begin(std::uint64_t id, Stall stall, Cycle since) {
  Pe& pe = pes_[id];
  pe.stall = stall;
  pe.since = since;
  note_networks(pe);
  ++count_[static_cast<std::size_t>(stall)];
  if (stall == Stall::finished && pe.has_link) ++done_;
}

void PeStalls::note_networks(Pe& pe) const {
  if (pe.stall == Stall::ifmap) {
    pe.starved_before = ifmap_bus_.account().idle_for(IdleCause::source);
    pe.held_before = ifmap_bus_.account().idle_for(IfmapBus::kHeld);
  } else if (pe.stall == Stall::filter) {
    pe.starved_before = filter_bus_.account().idle_for(IdleCause::source);
  }
}

void PeStalls::end(std::uint64_t id, Cycle now) {
  Pe& pe = pes_[id];
  charge(pe, now);
  --count_[static_cast<std::size_t>(pe.stall)];
  pe.stall = Stall::nothing;
}

/// Nothing is lost by it: what is charged to a PE adds up.
void PeStalls::settle(Cycle now) {
  for (Pe& pe : pes_) {
    if (pe.stall == Stall::nothing) continue;
    charge(pe, now);
    pe.since = now;
    note_networks(pe);
  }
}

void PeStalls::charge(const Pe& pe, Cycle now) {
  std::uint64_t served = now - pe.since;
  const auto share = [&](const BusAccount& account, IdleCause idle, std::uint64_t before, Network network) {
    const std::uint64_t part = std::min(served, account.idle_for(idle) - before);
    cycles(pe.stall, network) += part;
    served -= part;
  };
  if (pe.stall == Stall::filter)
    share(filter_bus_.account(), IdleCause::source, pe.starved_before, Network::starved);
  if (pe.stall == Stall::ifmap) {
    share(ifmap_bus_.account(), IfmapBus::kHeld, pe.held_before, Network::held);
    share(ifmap_bus_.account(), IdleCause::source, pe.starved_before, Network::starved);
  }
  cycles(pe.stall, Network::served) += served;
  if (pe.stall == Stall::finished && pe.has_link) done_links_ += served;
}

PeLedger PeStalls::ledger() const {
  const CountTable& counts = wiring_.recorder.counts();
  PeLedger ledger;
  ledger.waiting.assign(counts.data_spaces(), std::vector<std::uint64_t>(counts.levels(), 0));
  for (std::size_t stall = 1; stall < kStalls; ++stall)
    for (std::size_t network = 0; network < kNetworks; ++network)
      enter(ledger, cause(static_cast<Stall>(stall), static_cast<Network>(network)), cycles_[stall][network]);
  return ledger;
}

PeStalls::Cause PeStalls::cause(Stall stall, Network network) const {
  const RowStationaryMachine& machine = wiring_.passes.plan().machine;
  const ConvShape::Places& places = wiring_.passes.shape().places;
  const bool starved = network == Network::starved;
  switch (stall) {
    case Stall::not_started: return {PeState::not_started};
    case Stall::absent: return {PeState::unmapped};
    case Stall::filter:
      return {PeState::waiting, places.weights,
              starved || machine.filter_buffer < 0 ? machine.memory : machine.filter_buffer};
    case Stall::ifmap:
      if (network == Network::held) return {PeState::output_room};
      return {PeState::waiting, places.inputs, starved ? machine.memory : machine.buffer};
    case Stall::psum_in: return {PeState::waiting, places.outputs, machine.buffer};
    case Stall::psum_up: return {PeState::waiting, places.outputs, machine.psum_spad};
    case Stall::finished: return {PeState::finished};
    case Stall::nothing:
    case Stall::room_up:
    case Stall::room_out: break;
  }
  return {PeState::output_room};
}

PeStalls::Network PeStalls::doing(Stall stall) const {
  if (stall == Stall::ifmap && ifmap_bus_.account().idles_for(IfmapBus::kHeld)) return Network::held;
  const bool starved = (stall == Stall::ifmap && ifmap_bus_.account().idles_for(IdleCause::source)) ||
                       (stall == Stall::filter && filter_bus_.account().idles_for(IdleCause::source));
  return starved ? Network::starved : Network::served;
}

void PeStalls::enter(PeLedger& ledger, const Cause& cause, std::uint64_t cycles) {
  switch (cause.state) {
    case PeState::waiting: ledger.waiting[cause.data_space][cause.level] += cycles; break;
    case PeState::output_room: ledger.output_room += cycles; break;
    case PeState::unmapped: ledger.unmapped += cycles; break;
    case PeState::not_started: ledger.not_started += cycles; break;
    case PeState::finished: ledger.finished += cycles; break;
    case PeState::computing:
    case PeState::adding: break;
  }
}

void PeStalls::report_to(std::uint64_t all, std::size_t links) {
  reports_ = true;
  all_ = all;
  port_ = links;
}

void PeStalls::report(Cycle now) {
  if (!reports_ || now <= reported_) return;
  report_pes(all_ - mapped_, now);
  report_links(now);
  reported_ = now;
  finished_before_ = count_[static_cast<std::size_t>(Stall::finished)];
  done_before_ = done_;
  passed_on_ = 0;
  added_ = 0;
}

/// A PE that does not stall works.
void PeStalls::report_pes(std::uint64_t unmapped, Cycle now) const {
  const auto tell = [&](const Cause& cause, std::uint64_t pes) {
    if (pes > 0)
      wiring_.recorder.tell(kLedger, &Observer::pe_cycles, cause.state, cause.data_space, cause.level,
                            reported_, now, pes);
  };
  std::uint64_t working = mapped_ - added_;
  for (std::size_t i = 1; i < kStalls; ++i) {
    const auto stall = static_cast<Stall>(i);
    const std::uint64_t pes = stall == Stall::finished ? finished_before_ : count_[i];
    tell(cause(stall, doing(stall)), pes);
    working -= pes;
  }
  tell({PeState::computing}, working);
  tell({PeState::adding}, added_);
  tell({PeState::unmapped}, unmapped);
}

void PeStalls::report_links(Cycle now) const {
  const auto tell = [&](std::optional<IdleCause> idle, std::uint64_t links) {
    if (links > 0) wiring_.recorder.tell(kLedger, &Observer::port_cycles, port_, idle, reported_, now, links);
  };
  const std::uint64_t full = count_[static_cast<std::size_t>(Stall::room_up)];
  tell(std::nullopt, passed_on_);
  tell(IdleCause::room, full);
  tell(IdleCause::done, done_before_);
  tell(IdleCause::compute, with_link_ - passed_on_ - full - done_before_);
  if (passed_on_ > 0)
    wiring_.recorder.tell(kLedger, &Observer::port_words, port_, reported_, now, passed_on_);
}

PortLedger PeStalls::links(std::string name, std::uint64_t passed, Cycle cycles) const {
  PortLedger links;
  links.name = std::move(name);
  links.level = wiring_.passes.plan().machine.psum_spad;
  links.instances = with_link_;
  links.busy = links.words = passed;
  const auto& full = cycles_[static_cast<std::size_t>(Stall::room_up)];
  links.idle[static_cast<std::size_t>(IdleCause::room)] = full[static_cast<std::size_t>(Network::served)];
  links.idle[static_cast<std::size_t>(IdleCause::done)] = done_links_;
  links.idle[static_cast<std::size_t>(IdleCause::compute)] =
      links.instances * cycles - links.busy - full[static_cast<std::size_t>(Network::served)] - done_links_;
  return links;
}

void PeStalls::visit_state(StateVisitor& state) {
  for (auto& networks : cycles_)
    for (std::uint64_t& cycles : networks) state.counter(cycles);
  state.counter(done_links_);
  if (state.restoring()) count_ = {}, done_ = 0;
  for (Pe& pe : pes_) {
    state.kept(pe.stall);
    if (!state.restoring() || pe.stall == Stall::nothing) continue;
    pe.since = state.frame().now;
    note_networks(pe);
    ++count_[static_cast<std::size_t>(pe.stall)];
    done_ += pe.stall == Stall::finished && pe.has_link ? 1 : 0;
  }
}

}  // namespace nestwave
