// SPDX-License-Identifier: Apache-2.0
// A row-stationary layer, ready to be simulated.
#pragma once

#include <optional>

#include "app/row_stationary_run.h"
#include "models/analytical/row_stationary.h"
#include "models/cross_check.h"
#include "models/network.h"
#include "models/row_stationary.h"

namespace nestwave::rs {

struct Simulated {
  RowStationaryPlan plan;
  Design design;

  Simulated(const Problem& problem, const Architecture& architecture, const RowStationaryPlan& given)
      : plan(given), design(row_stationary_design(problem, architecture, policies().front(), plan)) {}
  Simulated(const Problem& problem, const Architecture& architecture, const RowStationaryParameters& cut)
      : Simulated(problem, architecture, row_stationary_plan(problem, architecture, cut)) {}

  [[nodiscard]] EngineRun run(const SimulationOptions& options = {},
                              std::optional<std::uint64_t> seed = std::nullopt) const {
    return simulate_row_stationary(design, plan, options, seed);
  }
  /// Figures in which a run and the closed forms differ, as text; empty: none.
  [[nodiscard]] std::string differences(const SimulationResult& simulation) const {
    const AnalyticalResult expected = analytical::analyze_row_stationary(design, plan);
    std::string text;
    for (const Difference& d : cross_check(simulation, expected).differences)
      text += design.architecture().levels[d.level].name + " " +
              design.problem().data_spaces[d.data_space].name + " " +
              std::string(kCategoryNames[static_cast<std::size_t>(d.category)]) + ": simulated " +
              std::to_string(d.simulated) + ", closed form " + std::to_string(d.analytical) + "\n";
    for (const FigureDifference& f : cross_check_figures(design, simulation, expected))
      text += f.figure + ": simulated " + std::to_string(f.simulated) + ", closed form " +
              std::to_string(f.analytical) + "\n";
    return text;
  }
};

}  // namespace nestwave::rs
