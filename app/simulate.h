// SPDX-License-Identifier: Apache-2.0
// The C++ interface: one call simulates one design. May be called any number of times per process.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/design.h"
#include "models/observer.h"
#include "models/result.h"

namespace nestwave {

struct TlmMemory;

struct SimulationOptions {
  /// Observers to attach, not owned; they see events in this order.
  std::vector<Observer*> observers;
  /// Stop (result.truncated) once simulated time reaches this cycle; 0: no limit.
  Cycle max_cycles = 0;
  /// Simulates every instance by itself, even if others do the same at the same time. Observers that
  /// are told of single instances have the same effect. Results do not depend on it.
  bool every_instance = false;
  /// Skips what is known to repeat itself, see FastForward. Results do not depend on it. Observers that are
  /// told of more than the ends of cycles switch it off.
  bool fast_forward = true;
  /// Permutes the order in which modules are constructed; results must not depend on it.
  std::uint64_t construction_seed = 0;
  /// Memories to stand behind levels that have a `timing`, in place of the DRAM that it names; not
  /// owned. See memory/tlm_memory.h.
  std::vector<const TlmMemory*> memories = {};
};

/// Runs the mapped nest on the modelled machine. Throws InternalError on a broken invariant.
/// Not reentrant: the SystemC kernel is one per process, so calls from several threads must wait.
[[nodiscard]] SimulationResult simulate(const Design& design, const SimulationOptions& options = {});

}  // namespace nestwave
