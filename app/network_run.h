// SPDX-License-Identifier: Apache-2.0
// Runs the layers of a network: identical ones once, each in a process of its own.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/load.h"
#include "models/network.h"
#include "traces/network_report.h"

namespace nestwave {

struct NetworkRunOptions {
  const Loaded* loaded = nullptr;  ///< architecture, dataflow, policy and, if there is one, energy table
  std::vector<std::string> inputs;
  Cycle max_cycles = 0;  ///< of every layer; 0: no limit
  std::size_t jobs = 1;
  bool progress = false;
  bool fast_forward = true;  ///< skip repetitions
};

/// A piece of work, and the layers that come down to it.
struct LayerWork {
  Problem problem;
  std::vector<std::string> names;
};

/// The problems of these layers, identical ones together; in the order of each one's first layer.
[[nodiscard]] std::vector<LayerWork> distinct_work(const std::vector<Layer>& layers, std::uint64_t batch);

/// One outcome per piece of work, in order, whatever the number of jobs. `outcomes` holds what is
/// finished even if Interrupted is thrown.
void run_network(const std::vector<LayerWork>& work, const NetworkRunOptions& options,
                 std::vector<LayerOutcome>& outcomes);

}  // namespace nestwave
