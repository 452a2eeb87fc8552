// SPDX-License-Identifier: Apache-2.0
// The work of one run: analyze, simulate, compare, and what follows from it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/engine.h"
#include "models/energy/energy_table.h"
#include "models/observer.h"
#include "models/report.h"

namespace nestwave {

struct LayerRunOptions {
  std::string dataflow;                 ///< name of the one that the user asked for; empty: none
  const EnergyTable* energy = nullptr;  ///< null: no energy is computed
  std::optional<std::uint64_t> seed;    ///< carry values made from it, and compare the outputs
  std::vector<Observer*> observers;     ///< to attach to the simulation, not owned
  Cycle max_cycles = 0;                 ///< stop there; 0: no limit
  bool progress = false;                ///< show on stderr how far it is
  bool fast_forward = true;             ///< skip repetitions; results do not depend on it
};

/// Everything of the report but `inputs` and `host`. The report refers to the engine's design.
/// Throws InputError if the energy table does not fit the machine, before anything is simulated, and
/// Interrupted when a signal has come.
[[nodiscard]] RunReport run_layer(const Engine& engine, const LayerRunOptions& options);

}  // namespace nestwave
