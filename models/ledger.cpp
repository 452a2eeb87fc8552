// SPDX-License-Identifier: Apache-2.0
#include "models/ledger.h"

#include <numeric>

namespace nestwave {

std::uint64_t PeLedger::sum() const {
  std::uint64_t total = computing + adding + output_room + unmapped + not_started + finished;
  for (const auto& levels : waiting) total = std::accumulate(levels.begin(), levels.end(), total);
  return total;
}

PeLedger& PeLedger::operator-=(const PeLedger& earlier) {
  computing -= earlier.computing;
  adding -= earlier.adding;
  for (std::size_t d = 0; d < waiting.size(); ++d)
    for (std::size_t level = 0; level < waiting[d].size(); ++level)
      waiting[d][level] -= earlier.waiting[d][level];
  output_room -= earlier.output_room;
  unmapped -= earlier.unmapped;
  not_started -= earlier.not_started;
  finished -= earlier.finished;
  return *this;
}

PortLedger& PortLedger::operator-=(const PortLedger& earlier) {
  busy -= earlier.busy;
  for (std::size_t cause = 0; cause < kIdleCauses; ++cause) idle[cause] -= earlier.idle[cause];
  words -= earlier.words;
  return *this;
}

std::string_view to_string(PeState state) {
  switch (state) {
    case PeState::computing: return "computing";
    case PeState::adding: return "adding";
    case PeState::waiting: return "waiting";
    case PeState::output_room: return "output_room";
    case PeState::unmapped: return "unmapped";
    case PeState::not_started: return "not_started";
    case PeState::finished: return "finished";
  }
  return "?";
}

std::string_view to_string(IdleCause cause) {
  switch (cause) {
    case IdleCause::source: return "source";
    case IdleCause::room: return "room";
    case IdleCause::other_port: return "other_port";
    case IdleCause::compute: return "compute";
    case IdleCause::done: return "done";
  }
  return "?";
}

std::uint64_t PortLedger::sum() const {
  std::uint64_t total = busy;
  for (const std::uint64_t cycles : idle) total += cycles;
  return total;
}

namespace {

Phase between(std::string_view name, const LedgerMoment& first, const LedgerMoment& stop) {
  Phase phase{name, first.cycle, stop.cycle - first.cycle, stop.pes, stop.ports};
  phase.pes -= first.pes;
  for (std::size_t port = 0; port < phase.ports.size(); ++port) phase.ports[port] -= first.ports[port];
  return phase;
}

}  // namespace

std::vector<Phase> phases_of(const LedgerMoment& first_mac, const LedgerMoment& after_last_mac,
                             const LedgerMoment& end) {
  LedgerMoment begin{0, first_mac.pes, first_mac.ports};
  begin.pes -= first_mac.pes;
  for (std::size_t port = 0; port < begin.ports.size(); ++port) begin.ports[port] -= first_mac.ports[port];
  return {between("start_up", begin, first_mac), between("processing", first_mac, after_last_mac),
          between("drain", after_last_mac, end)};
}

}  // namespace nestwave
