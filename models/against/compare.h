// SPDX-License-Identifier: Apache-2.0
// A run against a file of figures: which differ, and what explains it.
#pragma once

#include <string>
#include <vector>

#include "models/against_result.h"
#include "models/design.h"
#include "models/energy/energy_table.h"
#include "models/formats/figures.h"
#include "models/result.h"

namespace nestwave {

/// A file's figures with their names looked up in the design.
struct FiguresOf {
  FigureFile file;
  std::vector<Figure> figures;  ///< as in the file
};

/// Throws InputError if the file names a level or data space that the design does not have.
[[nodiscard]] FiguresOf look_up(const Design& design, FigureFile file);

/// Our side is what was simulated. Each difference is explained by walking from the policy in force to the
/// counting of the file, one choice at a time: what a step changes in the figure, as the analytical model has
/// it, is the share of that choice. Of a stats file the counting is that of one of the Timeloops, of a CSV
/// any named policy: the one under which the fewest figures are unexplained, the policy in force before
/// others. Energies are compared only if there is a table.
[[nodiscard]] AgainstResult compare_against(const Design& design, const SimulationResult& simulation,
                                            const EnergyTable* energy, const FiguresOf& figures);

}  // namespace nestwave
