// SPDX-License-Identifier: Apache-2.0
// What is known of a row-stationary array while it runs and at its end: ledgers, phases, progress.
#include <algorithm>
#include <utility>

#include "pe/row_stationary/array.h"

namespace nestwave {

/// Whoever follows the ledger learns of its parts.
void RowStationaryArray::open_ledger() {
  if (!recorder_.wants(kLedger)) return;
  std::vector<std::string> names;
  std::vector<int> rooms;
  (void)off_chip_.report_to(names, rooms);
  for (BusAccount* account : accounts()) {
    account->report_to(recorder_, names.size());
    names.push_back(account->ledger().name);
  }
  pes_.stalls().report_to(design_.architecture().compute.instances(), names.size());
  names.push_back(links_name());
  recorder_.tell(kLedger, &Observer::ledger_opens, names, rooms);
}

/// To those who follow the ledger: all that happens before `now`.
void RowStationaryArray::report(Cycle now) {
  if (!recorder_.wants(kLedger)) return;
  off_chip_.settle(now);
  for (BusAccount* account : accounts()) account->settle(now);
  pes_.stalls().report(now);
  off_chip_.report_room(now);
}

void RowStationaryArray::settle(Cycle now) {
  off_chip_.settle(now);
  for (BusAccount* account : accounts()) account->settle(now);
  ifmaps_.settle(now);
  filters_.settle(now);
  pes_.settle(now);
}

/// The first MAC follows the first ifmap word in the next cycle.
void RowStationaryArray::look_at_phase(Cycle now) {
  if (after_last_mac_) return;
  if (pes_.macs() == 0) {
    if (ifmap_bus_.account().ledger().words > 0) first_mac_ = moment(now);
  } else if (pes_.after_last_mac() == now) {
    after_last_mac_ = moment(now);
  }
}

LedgerMoment RowStationaryArray::moment(Cycle now) {
  settle(now);
  return {now, pes_.ledger(now, design_.architecture().compute.instances()),
          ports(off_chip_.ledgers_at(now), now)};
}

/// How far the array is, in steps of the PE that has most to do.
void RowStationaryArray::report_progress(Cycle now) {
  constexpr Cycle kCyclesPerReport = 4096;
  if (now < next_report_) return;
  next_report_ = now + kCyclesPerReport;
  const double done = static_cast<double>(filter_bus_.passes_sent()) / static_cast<double>(passes_.count());
  recorder_.tell(kSteps, &Observer::step,
                 static_cast<std::uint64_t>(done * static_cast<double>(design_.compute_steps())));
}

std::string RowStationaryArray::stuck() const {
  return "cycle " + std::to_string(clock_.now()) + "; " + pes_.stuck();
}

SimulationResult RowStationaryArray::close() {
  SimulationResult result;
  result.truncated = !over() || off_chip_.last_arrival() > stop_;
  result.cycles = result.truncated ? stop_ : off_chip_.last_arrival();
  off_chip_.close(result.cycles);
  for (BusAccount* account : accounts()) account->settle(result.cycles);
  pes_.stalls().report(result.cycles);
  pes_.close(result.cycles);
  result.pes = pes_.ledger(result.cycles, design_.architecture().compute.instances());
  result.macs = pes_.macs();
  result.processing = pes_.processing();
  result.counts = recorder_.counts();
  result.events = recorder_.events() + result.macs;
  result.fast_forwarded = clock_.skipped();
  result.edges = traffic(result);
  result.ports = ports(off_chip_.ledgers(), result.cycles);
  const LedgerMoment end = {result.cycles, result.pes, result.ports};
  if (result.macs == 0) first_mac_ = end;
  result.phases = phases_of(*first_mac_, after_last_mac_ ? *after_last_mac_ : end, end);
  return result;
}

std::vector<EdgeCounts> RowStationaryArray::traffic(const SimulationResult& result) const {
  std::vector<EdgeCounts> edges;
  const int macs = design_.level_count();
  const RowStationaryMachine& machine = passes_.plan().machine;
  const auto from_memory = [&](int data_space, int to) {
    EdgeCounts found = edge(data_space, machine.memory, to);
    const bool outputs = data_space == passes_.shape().places.outputs;
    found.injected = outputs ? result.counts.at(to, data_space)[Category::reads_drain]
                             : result.counts.at(machine.memory, data_space)[Category::reads_fill];
    found.delivered = found.injected;
    found.hops = found.injected;
    return found;
  };
  for (int d = 0; d < design_.data_space_count(); ++d) {
    const std::vector<int>& keepers = design_.keepers(d);
    for (const EdgeCounts* inner : {&filter_edge_, &ifmap_edge_, &psum_edge_}) {
      if (inner->data_space != d) continue;
      if (inner->from != machine.memory) edges.push_back(from_memory(d, inner->from));
      edges.push_back(*inner);
    }
    // A PE's own scratchpad and its MAC: every access is one word each way.
    EdgeCounts own = edge(d, keepers.back(), macs);
    own.injected = own.delivered = result.macs;
    edges.push_back(own);
  }
  return edges;
}

std::string RowStationaryArray::links_name() const {
  return design_.architecture().levels[passes_.plan().machine.psum_spad].name + ".links." +
         design_.problem().data_spaces[passes_.shape().places.outputs].name;
}

std::vector<PortLedger> RowStationaryArray::ports(std::vector<PortLedger> off_chip, Cycle now) const {
  for (const BusAccount* account :
       {&ifmap_bus_.account(), &filter_bus_.account(), &psum_bus_.account(), &output_bus_.account()})
    off_chip.push_back(account->ledger());
  off_chip.push_back(pes_.links(links_name(), now));
  return off_chip;
}

}  // namespace nestwave
