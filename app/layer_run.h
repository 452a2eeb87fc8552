// SPDX-License-Identifier: Apache-2.0
// The work of one run: analyze, simulate, compare, and what follows from it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "dataflows/catalog.h"
#include "models/design.h"
#include "models/energy/energy_table.h"
#include "models/observer.h"
#include "models/report.h"

namespace nestwave {

struct LayerRunOptions {
  const Dataflow* dataflow = nullptr;   ///< built the mapping: its claim is checked
  const EnergyTable* energy = nullptr;  ///< null: no energy is computed
  std::optional<std::uint64_t> seed;    ///< carry values made from it, and compare the outputs
  std::vector<Observer*> observers;     ///< to attach to the simulation, not owned
  Cycle max_cycles = 0;                 ///< stop there; 0: no limit
  bool progress = false;                ///< show on stderr how far it is
};

/// Everything of the report but `inputs` and `host`. The report refers to the design.
/// Throws InputError if the energy table does not fit the machine, before anything is simulated, and
/// Interrupted when a signal has come.
[[nodiscard]] RunReport run_layer(const Design& design, const LayerRunOptions& options);

}  // namespace nestwave
