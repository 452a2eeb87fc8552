// SPDX-License-Identifier: Apache-2.0
// `run --what-if`: what each limit of the machine costs, measured by simulating it without.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/layer_run.h"
#include "models/design.h"
#include "models/report.h"

namespace nestwave {

/// A machine with one limit less.
struct Relaxation {
  std::string what;    ///< "Buffer.read_bandwidth"
  std::string change;  ///< "unlimited", "0", "x 2", "none"
  Architecture architecture;
};

/// One for every limit that the design has: bandwidths of ports and networks unlimited; latencies and the
/// depth of the MACs zero; no memory with a clock of its own and no banks; capacities and prefetch depths, of
/// levels whose tiles come and go, doubled, one by one and both. The last one has all of it at once; none if
/// there are no limits.
[[nodiscard]] std::vector<Relaxation> relaxations(const Design& design);

/// Simulates all of them with the mapping of the design, `jobs` at a time. Throws Interrupted.
[[nodiscard]] std::vector<WhatIf> what_if(const Design& design, std::size_t jobs, bool progress);

}  // namespace nestwave
