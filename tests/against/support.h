// SPDX-License-Identifier: Apache-2.0
// Runs and files for tests of the comparison.
#pragma once

#include <string>

#include "models/against/compare.h"
#include "tests/reference/reference_cases.h"

namespace nestwave::test {

/// What a simulation that agrees with the analytical model would give, as far as the comparison looks at it.
[[nodiscard]] SimulationResult run_of(const Design& design);

/// All figures of a reference case as CSV.
[[nodiscard]] std::string csv_of(const reference::ReferenceCase& reference);

/// The figures of a text against run_of(design).
[[nodiscard]] AgainstResult against(const Design& design, const std::string& text,
                                    const EnergyTable* energy = nullptr);

/// "Buffer Inputs reads: 6 -> 24 = 6 + 18 halo credit" for each figure that differs, in the order of the
/// file; behind it, if anything is: "+ 1 UNEXPLAINED".
[[nodiscard]] std::string summary(const Design& design, const AgainstResult& result);

}  // namespace nestwave::test
