// SPDX-License-Identifier: Apache-2.0
// Simulated figures against closed forms. Knows neither model: it compares plain results.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/design.h"
#include "models/result.h"

namespace nestwave {

/// A figure outside the counts of levels on which the two sides differ.
struct FigureDifference {
  std::string figure;  ///< "Buffer -> RF, Inputs: delivered", "MACs"
  std::uint64_t simulated = 0;
  std::uint64_t analytical = 0;
  bool operator==(const FigureDifference&) const = default;
};

/// Every category of every level and data space; `step` and what follows it are not filled in.
/// A run that was cut short is not compared and says so in `not_covered`.
[[nodiscard]] CrossCheck cross_check(const SimulationResult& simulation, const AnalyticalResult& analytical);

/// Network words, hops where they have a closed form, MACs, and the lower bound of the cycles.
[[nodiscard]] std::vector<FigureDifference> cross_check_figures(const Design& design,
                                                                const SimulationResult& simulation,
                                                                const AnalyticalResult& analytical);

}  // namespace nestwave
