// SPDX-License-Identifier: Apache-2.0
// A figure of a run that others may have computed too.
#pragma once

#include <string>
#include <string_view>

#include "models/counts.h"

namespace nestwave {

/// What a figure measures.
enum class Measure {
  reads,             ///< scalar reads of one instance
  fills,             ///< scalar fills of one instance
  updates,           ///< scalar updates of one instance
  category,          ///< one of our categories, all instances together
  instances,         ///< instances that the mapping uses
  tile_words,        ///< words of the largest tile
  energy,            ///< pJ: of a data space at a level, of a level or the MACs, of all
  compute_cycles,    ///< compute steps
  timeloop_cycles,   ///< Timeloop's, throttled by bandwidth: of a level, or of all
  simulated_cycles,  ///< until the last sum has arrived
  macs,              ///< multiply-accumulates
};

/// "reads", "writes.fill", "energy_pJ", "cycles.timeloop".
[[nodiscard]] std::string_view counter_name(Measure measure, Category category);

/// A figure with its names looked up.
struct Figure {
  Measure measure = Measure::reads;
  Category category = Category::reads_fill;
  int level = -1;       ///< level_count() stands for the MACs; -1: of no level
  int data_space = -1;  ///< -1: of no data space

  /// Energies are real numbers, all others whole.
  [[nodiscard]] bool exact() const { return measure != Measure::energy; }
};

enum class FigureFormat {
  timeloop_stats,  ///< a *.stats.txt
  csv,             ///< level,data_space,counter,value
};
[[nodiscard]] std::string_view to_string(FigureFormat format);

}  // namespace nestwave
