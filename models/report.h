// SPDX-License-Identifier: Apache-2.0
// Everything that one run yields, as the tables, JSON and CSV show it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/against_result.h"
#include "models/chain.h"
#include "models/cross_check.h"
#include "models/design.h"
#include "models/energy/energy.h"
#include "models/result.h"
#include "models/row_stationary.h"
#include "models/systolic.h"

namespace nestwave {

/// What the run took on the machine it ran on.
struct HostStats {
  double wall_s = 0;
  double cpu_s = 0;
  std::uint64_t peak_rss_bytes = 0;
};

/// A machine with one limit less, see `run --what-if`.
struct WhatIf {
  std::string what;             ///< "Buffer.read_bandwidth"
  std::string change;           ///< "unlimited", "0", "x 2"; empty: all changes
  std::optional<Cycle> cycles;  ///< it takes; none: it could not be run
  std::string reason;           ///< why not
};

struct RunReport {
  const Design* design = nullptr;  ///< not owned
  std::string version;             ///< of the program
  std::string dataflow;            ///< that built the mapping; empty: it was read
  std::vector<std::string> inputs;
  SimulationResult simulation;
  AnalyticalResult analytical;
  CrossCheck cross_check;
  std::vector<FigureDifference> figure_differences;
  /// What the dataflow promised and the counts do not show; empty: all well; none: no promise.
  std::optional<std::string> broken_claim;
  std::optional<EnergyResult> energy;    ///< none: no table was given
  std::optional<AgainstResult> against;  ///< none: no file was given, or the run was cut short
  std::optional<FunctionalResult> functional;
  std::optional<RowStationaryResult> row_stationary;  ///< none: another dataflow
  std::optional<SystolicResult> systolic;             ///< none: another machine
  bool explained = false;                             ///< the roofline was asked for, and the chain
  std::optional<CriticalChain> chain;                 ///< none: not asked for, or the run was cut short
  std::optional<std::vector<WhatIf>> what_if;         ///< none: not asked for; the last has all changes
  HostStats host;

  /// "match", "partial" or "mismatch", counts and other figures together.
  [[nodiscard]] std::string_view cross_check_status() const {
    return figure_differences.empty() ? cross_check.status() : "mismatch";
  }
  [[nodiscard]] std::uint64_t pe_count() const { return design->architecture().compute.instances(); }
  /// MACs / (all PEs × simulated cycles).
  [[nodiscard]] double utilization() const {
    const double slots = static_cast<double>(pe_count()) * static_cast<double>(simulation.cycles);
    return slots > 0 ? static_cast<double>(simulation.macs) / slots : 0;
  }
  /// Every check that was made holds, and the run is complete.
  [[nodiscard]] bool all_well() const {
    return cross_check_status() != "mismatch" && (!broken_claim || broken_claim->empty()) &&
           !simulation.truncated && (!functional || functional->ok) &&
           (!against || against->unexplained.empty());
  }
};

}  // namespace nestwave
