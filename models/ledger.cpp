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

}  // namespace nestwave
