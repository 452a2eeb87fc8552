// SPDX-License-Identifier: Apache-2.0
// A grid of runs, as its table, JSON and CSV show it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "traces/format.h"
#include "traces/point.h"

namespace nestwave {

struct SweepReport {
  struct Axis {
    std::string path;
    std::vector<std::string> values;
  };
  struct Point {
    std::vector<std::string> values;  ///< one per axis
    PointOutcome outcome;
  };
  std::string version;
  std::vector<std::string> inputs;
  std::vector<Axis> axes;
  std::vector<Point> points;  ///< in grid order, the last axis fastest
  double wall_s = 0;
  std::size_t jobs = 1;
  std::size_t reused = 0;  ///< points whose results come from --resume

  [[nodiscard]] std::size_t count(PointOutcome::Status status) const;
};

/// One row per point, and last what is not well.
[[nodiscard]] std::string sweep_table(const SweepReport& report, const Style& style);
/// One line per point: its values, status, cycles, stalls by cause, bandwidth needed and used per port,
/// energy, reason.
[[nodiscard]] std::string sweep_csv(const SweepReport& report);
/// Schema "nestwave.sweep/1", ended by a newline.
[[nodiscard]] std::string sweep_json_text(const SweepReport& report);

/// How much of its cycles the PEs wait, and most for what: "25.0 % Inputs@DRAM"; "-" if they never do.
[[nodiscard]] std::string largest_stall(const nlohmann::ordered_json& run);
/// The limited port that comes nearest to its limit: "98.2 % DRAM.read"; "-" if none is limited.
[[nodiscard]] std::string fullest_port(const nlohmann::ordered_json& run);

}  // namespace nestwave
