// SPDX-License-Identifier: Apache-2.0
// Where simulation and closed form part: the first compute step at which their running counts differ.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "models/counts.h"
#include "models/design.h"
#include "models/observer.h"
#include "models/result.h"

namespace nestwave {

struct LocateSources {
  /// Simulates the design again with the observer attached.
  std::function<void(Observer&)> simulate;
  /// Closed-form counts of everything that belongs to the steps before this one.
  std::function<CountTable(std::uint64_t)> analytical_before;
};

/// Fills in step, loops, tile, cycle and the running counts of every difference. All differences are
/// searched together: each run of the simulation cuts the interval in question by a factor of
/// `buckets`, so two runs tell one step out of a million. A difference that the prefixes do not show
/// keeps `loops` and `tile` empty and `step` at the number of compute steps.
void locate(const Design& design, const LocateSources& sources, std::vector<Difference>& differences,
            std::uint64_t buckets = 1024);

}  // namespace nestwave
