// SPDX-License-Identifier: Apache-2.0
// What one run yields: from the simulation, from the analytical model, and their comparison.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/counts.h"
#include "models/ledger.h"
#include "models/time.h"

namespace nestwave {

/// What went on in a memory with a clock of its own.
struct MemoryUse {
  int level = 0;
  std::string memory;  ///< "ddr4_2400", or "tlm": one that the calling program has bound
  std::uint64_t burst_bytes = 0;
  std::uint64_t tensor_bytes = 0;  ///< that the tensors take, with the ends of bursts left empty
  std::uint64_t reads = 0;         ///< bursts requested
  std::uint64_t writes = 0;
  /// By name, as counted by a DRAM; empty for others.
  std::vector<std::pair<std::string, std::uint64_t>> commands;
  /// Of a DRAM: share of the time in which data was on its buses. Writes that it has taken may still
  /// go on when the run is over; they are counted, and the time that they take.
  double data_share = 0;
  /// Of a DRAM: bursts per cycle of the machine that its buses, all together, have room for.
  std::optional<Rational> bursts_per_cycle;
};

/// Measured by the simulation.
struct SimulationResult {
  CountTable counts;
  std::vector<EdgeCounts> edges;
  Cycle cycles = 0;      ///< the last drain has arrived in the outermost keeper
  Cycle processing = 0;  ///< from the first MAC to the last; of row stationary: block by block
  std::uint64_t macs = 0;
  PeLedger pes;
  std::vector<PortLedger> ports;
  std::vector<MemoryUse> memories;  ///< outer levels first; only those with a clock of their own
  /// Start-up, until the cycle in which the operands of the first MAC are read; processing, to the last
  /// MAC; drain. One may be of no length; their ledgers add up to those of the run.
  std::vector<Phase> phases;
  std::uint64_t events = 0;  ///< transfers and MACs executed
  Cycle fast_forwarded = 0;  ///< cycles of the run that were skipped as repetitions
  /// --max-cycles ended the run before it was complete.
  bool truncated = false;
};

/// Computed from closed forms, without walking the nest.
struct AnalyticalResult {
  CountTable counts;
  std::vector<EdgeCounts> edges;  ///< same order as the simulation's
  std::vector<bool> hops_known;   ///< by edge: its hops have a closed form; they are 0 if not
  std::uint64_t compute_steps = 0;
  Cycle bound = 0;     ///< max(compute steps, words / bandwidth of every port), rounded up
  Cycle timeloop = 0;  ///< Timeloop's throttled cycles, from its own counters
  /// Length of the run, where a closed form gives it.
  std::optional<Cycle> cycles = std::nullopt;
};

/// One figure on which simulation and closed form differ, and where they part.
struct Difference {
  int level = 0;
  int data_space = 0;
  Category category = Category::reads_fill;
  std::uint64_t simulated = 0;
  std::uint64_t analytical = 0;
  /// First compute step at which the running totals differ, its loop indices, and the simulated cycle.
  std::uint64_t step = 0;
  std::string loops;  ///< "M=3 R=1": indices of the temporal loops, outermost first
  std::string tile;   ///< "Weights[6:7][1]": coordinates of the level's tile in instance 0
  Cycle cycle = 0;
  std::uint64_t simulated_so_far = 0;
  std::uint64_t analytical_so_far = 0;
};

struct CrossCheck {
  std::vector<Difference> differences;
  std::vector<std::string> not_covered;
  [[nodiscard]] std::string_view status() const {
    return !differences.empty() ? "mismatch" : not_covered.empty() ? "match" : "partial";
  }
};

/// Outcome of the functional mode.
struct FunctionalResult {
  std::uint64_t seed = 0;
  std::uint64_t outputs_checked = 0;
  bool ok = true;
  std::string fault;  ///< empty when ok: tensor, coordinate, instance, cycle
};

}  // namespace nestwave
