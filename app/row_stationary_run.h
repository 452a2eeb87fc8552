// SPDX-License-Identifier: Apache-2.0
// Simulating a layer on a row-stationary array.
#pragma once

#include <cstdint>
#include <optional>

#include "app/engine.h"
#include "models/row_stationary.h"

namespace nestwave {

/// The design of a plan: no loops, what the plan takes of the machine. Throws InputError.
[[nodiscard]] Design row_stationary_design(const Problem& problem, const Architecture& architecture,
                                           const Policy& policy, const RowStationaryPlan& plan);

/// Runs the layer; with a seed words carry values and the outputs are compared with a plain loop.
/// Throws InternalError on a broken invariant.
[[nodiscard]] EngineRun simulate_row_stationary(const Design& design, const RowStationaryPlan& plan,
                                                const SimulationOptions& options,
                                                std::optional<std::uint64_t> seed);

}  // namespace nestwave
