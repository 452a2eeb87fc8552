// SPDX-License-Identifier: Apache-2.0
#include "models/figure.h"

namespace nestwave {

std::string_view counter_name(Measure measure, Category category) {
  switch (measure) {
    case Measure::reads: return "reads";
    case Measure::fills: return "fills";
    case Measure::updates: return "updates";
    case Measure::category: return kCategoryNames[static_cast<std::size_t>(category)];
    case Measure::instances: return "instances";
    case Measure::tile_words: return "tile_words";
    case Measure::energy: return "energy_pJ";
    case Measure::compute_cycles: return "cycles.compute";
    case Measure::timeloop_cycles: return "cycles.timeloop";
    case Measure::simulated_cycles: return "cycles.simulated";
    case Measure::macs: return "macs";
  }
  return "?";
}

std::string_view to_string(FigureFormat format) {
  return format == FigureFormat::csv ? "csv" : "timeloop_stats";
}

}  // namespace nestwave
