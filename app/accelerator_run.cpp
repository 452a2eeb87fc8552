// SPDX-License-Identifier: Apache-2.0
// Running the machine, and what it has measured when it is done.
#include <algorithm>

#include "app/accelerator.h"
#include "app/invariants.h"

namespace nestwave {

void Accelerator::start() {
  for (const auto& store : stores_) store->touch_all();
  if (registers_) registers_->touch_all();
  const auto mark_all = [](Link& link, std::uint64_t parents) {
    for (std::uint64_t parent = 0; parent < parents; ++parent) link.mark(parent);
  };
  for (const auto& link : inward_) mark_all(*link, symmetry_->instances(link->stream().outer()));
  for (const auto& link : outward_) mark_all(*link, symmetry_->instances(link->stream().outer()));
  if (updates_) mark_all(*updates_, symmetry_->instances(updates_->stream().outer()));
  array_->start();
  arbiter_.request();
}

/// Whoever follows the ledger learns of its parts, and of the PEs that never enter anything.
void Accelerator::open_ledger() {
  if (!recorder_.wants(kLedger)) return;
  std::vector<int> rooms;
  for (int level = 0; level < design_.level_count(); ++level)
    if (design_.tiles_move(level)) rooms.push_back(level);
  accounts_.report_to(recorder_, rooms);
  const std::uint64_t unmapped =
      design_.architecture().compute.instances() - design_.used_instances(design_.level_count());
  if (unmapped > 0)
    recorder_.tell(kLedger, &Observer::pe_cycles, PeState::unmapped, 0, 0, Cycle{0}, kNever, unmapped);
}

/// The kernel does not see the cycles that are skipped: it has to be stopped earlier by them.
void Accelerator::run_to(Cycle stop) {
  array_->stop_at(stop);
  Cycle skipped = 0;
  do {
    skipped = clock_.skipped();
    const sc_core::sc_time end = clock_.delay(stop - skipped) - sc_core::sc_time::from_value(1);
    if (end > sc_core::sc_time_stamp()) sc_core::sc_start(end - sc_core::sc_time_stamp());
  } while (clock_.skipped() != skipped);
}

SimulationResult Accelerator::run() {
  open_ledger();
  start();
  if (options_.max_cycles > 0) {
    run_to(std::min(options_.max_cycles, clock_.limit()));
  } else {
    run_to_the_end();
  }
  clock_.rethrow();
  SimulationResult result = measure();
  if (result.truncated && options_.max_cycles == 0)
    throw InternalError("the machine came to a halt: " + stuck());
  check_invariants(design_, result);
  for (Observer* observer : options_.observers) observer->finished(result.cycles);
  return result;
}

void Accelerator::run_to_the_end() {
  if (!memories_->foreign()) {
    sc_core::sc_start();
    return;
  }
  // A foreign memory may have a clock that ticks for ever.
  constexpr Cycle kSlice = 10'000;
  const std::uint64_t instances = symmetry_->instances(design_.keepers(design_.problem().outputs()).front());
  do {
    sc_core::sc_start(clock_.delay(kSlice), sc_core::SC_EXIT_ON_STARVATION);
    clock_.rethrow();
    memories_->require_answers(!sc_core::sc_pending_activity());
  } while (finished() < instances && sc_core::sc_pending_activity());
}

std::uint64_t Accelerator::finished() const {
  const int outermost = design_.keepers(design_.problem().outputs()).front();
  std::uint64_t finished = array_->finished();
  for (const auto& link : outward_)
    if (link->stream().outer() == outermost) finished += link->arrivals().finished_parents();
  if (updates_ && updates_->stream().outer() == outermost)
    finished += updates_->arrivals().finished_parents();
  return finished;
}

SimulationResult Accelerator::measure() {
  const int outermost = design_.keepers(design_.problem().outputs()).front();
  SimulationResult result;
  result.cycles = array_->last_arrival();
  const auto arrivals = [&](const Link& link, const SumArrivals& sums) {
    if (link.stream().outer() == outermost) result.cycles = std::max(result.cycles, sums.last());
  };
  for (const auto& link : outward_) arrivals(*link, link->arrivals());
  if (updates_) arrivals(*updates_, updates_->arrivals());
  result.truncated = finished() < symmetry_->instances(outermost);
  if (result.truncated) result.cycles = std::max(clock_.now(), options_.max_cycles);

  array_->settle(result.cycles);
  phases_->close(result.cycles);
  accounts_.close(result.cycles);
  result.counts = recorder_.counts();
  result.edges = traffic();
  result.processing = array_->processing();
  result.macs = array_->macs();
  result.pes = array_->ledger(result.cycles, design_.architecture().compute.instances());
  result.ports = accounts_.ledgers();
  result.memories = memories_->uses(result.cycles);
  result.phases = phases_->phases(result);
  result.events = recorder_.events();
  result.fast_forwarded = clock_.skipped();
  return result;
}

std::vector<EdgeCounts> Accelerator::traffic() const {
  std::vector<EdgeCounts> edges;
  const auto add = [&](const EdgeCounts& part) {
    EdgeCounts& edge = edges.back();
    if (part.data_space != edge.data_space || part.from != edge.from || part.to != edge.to) return;
    edge.injected += part.injected;
    edge.delivered += part.delivered;
    edge.hops += part.hops;
    edge.reduced += part.reduced;
  };
  for (int d = 0; d < design_.data_space_count(); ++d) {
    const std::vector<int>& keepers = design_.keepers(d);
    for (std::size_t k = 0; k < keepers.size(); ++k) {
      EdgeCounts edge;
      edge.data_space = d;
      edge.from = keepers[k];
      edge.to = k + 1 < keepers.size() ? keepers[k + 1] : design_.level_count();
      edges.push_back(edge);
      for (const auto& link : inward_) add(link->traffic());
      for (const auto& link : outward_) add(link->traffic());
      if (updates_) add(updates_->traffic());
      for (const EdgeCounts& own : array_->traffic()) add(own);
    }
  }
  return edges;
}

std::string Accelerator::stuck() const {
  std::string text = "cycle " + std::to_string(clock_.now());
  const auto describe = [&](const Link& link) {
    for (std::uint64_t parent = 0; parent < symmetry_->instances(link.stream().outer()); ++parent)
      if (link.pending(parent).cause != IdleCause::done)
        text += std::string("; ") + link.name() + "[" + std::to_string(parent) + "] at tile " +
                std::to_string(link.next(parent)) + " waits for " +
                std::string(to_string(link.pending(parent).cause));
  };
  for (const auto& link : inward_) describe(*link);
  for (const auto& link : outward_) describe(*link);
  if (updates_) describe(*updates_);
  for (std::uint64_t pe = 0; pe < symmetry_->instances(design_.level_count()); ++pe)
    if (array_->pending(pe).cause != IdleCause::done)
      text += "; PE " + std::to_string(pe) + " at step " + std::to_string(array_->pending(pe).step);
  return text;
}

}  // namespace nestwave
