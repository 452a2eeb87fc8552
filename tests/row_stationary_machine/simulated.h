// SPDX-License-Identifier: Apache-2.0
// A row-stationary layer, ready to be simulated.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

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

inline std::string text_of(const std::vector<PortLedger>& ports) {
  std::string text;
  for (const PortLedger& port : ports) {
    text += port.name + " " + std::to_string(port.busy) + " " + std::to_string(port.words);
    for (const std::uint64_t cycles : port.idle) text += " " + std::to_string(cycles);
    text += "\n";
  }
  return text;
}

inline void expect_same(const PeLedger& a, const PeLedger& b) {
  EXPECT_EQ(a.computing, b.computing);
  EXPECT_EQ(a.adding, b.adding);
  EXPECT_EQ(a.waiting, b.waiting);
  EXPECT_EQ(a.output_room, b.output_room);
  EXPECT_EQ(a.unmapped, b.unmapped);
  EXPECT_EQ(a.not_started, b.not_started);
  EXPECT_EQ(a.finished, b.finished);
}

/// Of two runs of one layer.
inline void expect_same(const SimulationResult& a, const SimulationResult& b) {
  EXPECT_EQ(a.cycles, b.cycles);
  EXPECT_EQ(a.processing, b.processing);
  EXPECT_EQ(a.macs, b.macs);
  EXPECT_EQ(a.events, b.events);
  EXPECT_EQ(a.truncated, b.truncated);
  EXPECT_EQ(a.counts, b.counts);
  EXPECT_EQ(a.edges, b.edges);
  EXPECT_EQ(text_of(a.ports), text_of(b.ports));
  expect_same(a.pes, b.pes);
  ASSERT_EQ(a.phases.size(), b.phases.size());
  for (std::size_t i = 0; i < a.phases.size(); ++i) {
    EXPECT_EQ(a.phases[i].first, b.phases[i].first);
    EXPECT_EQ(a.phases[i].cycles, b.phases[i].cycles);
    EXPECT_EQ(text_of(a.phases[i].ports), text_of(b.phases[i].ports));
    expect_same(a.phases[i].pes, b.phases[i].pes);
  }
}

}  // namespace nestwave::rs
