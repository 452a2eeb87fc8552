// SPDX-License-Identifier: Apache-2.0
// Where the cycles went: one cause for every cycle of every PE and of every port.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/time.h"

namespace nestwave {

/// PE-cycles by cause, summed over all PEs of the machine.
struct PeLedger {
  std::uint64_t computing = 0;
  /// The PE's slot adds a sum of another PE to its own: a row-stationary array does that in the PEs.
  std::uint64_t adding = 0;
  /// waiting[data_space][level]: that data space is missing and `level` is the innermost one that
  /// already holds the words.
  std::vector<std::vector<std::uint64_t>> waiting;
  std::uint64_t output_room = 0;  ///< waiting for room to write the output
  std::uint64_t unmapped = 0;
  std::uint64_t not_started = 0;
  std::uint64_t finished = 0;

  [[nodiscard]] std::uint64_t sum() const;
  /// Takes out an earlier state of the same ledger.
  PeLedger& operator-=(const PeLedger& earlier);
};

/// What a PE did in a cycle, or why it did nothing.
enum class PeState { computing, adding, waiting, output_room, unmapped, not_started, finished };
inline constexpr std::size_t kPeStates = 7;
[[nodiscard]] std::string_view to_string(PeState state);

/// Why a port did nothing in a cycle; the first pending transfer that would use it decides.
enum class IdleCause {
  source,      ///< the words are not yet where they would be sent from
  room,        ///< the receiver has no room
  other_port,  ///< another port of the same transfer is busy
  compute,     ///< the MACs have not come so far: nothing is due before they do
  done,        ///< nothing more will come
};
inline constexpr std::size_t kIdleCauses = 5;
[[nodiscard]] std::string_view to_string(IdleCause cause);

/// One kind of port of one level, summed over its used instances: busy + idle = instances × cycles.
struct PortLedger {
  std::string name;  ///< "Buffer.read"
  int level = 0;
  std::uint64_t instances = 0;
  std::uint64_t busy = 0;
  std::uint64_t idle[kIdleCauses] = {};
  std::uint64_t words = 0;  ///< that passed

  [[nodiscard]] std::uint64_t sum() const;
  /// Takes out an earlier state of the same ledger.
  PortLedger& operator-=(const PortLedger& earlier);
};

/// Every ledger as it stood at the beginning of a cycle.
struct LedgerMoment {
  Cycle cycle = 0;
  PeLedger pes;
  std::vector<PortLedger> ports;
};

/// A part of a run, with its part of every ledger.
struct Phase {
  std::string_view name;  ///< "start_up", "processing", "drain"
  Cycle first = 0;
  Cycle cycles = 0;
  PeLedger pes;
  std::vector<PortLedger> ports;
};

/// A run cut in three: up to the first MAC, up to the one after the last MAC, and to its end.
[[nodiscard]] std::vector<Phase> phases_of(const LedgerMoment& first_mac, const LedgerMoment& after_last_mac,
                                           const LedgerMoment& end);

}  // namespace nestwave
