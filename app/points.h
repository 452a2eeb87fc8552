// SPDX-License-Identifier: Apache-2.0
// Many runs that differ in little, each in a process of its own.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/engine.h"
#include "app/layer_run.h"
#include "traces/point.h"

namespace nestwave {

struct PointTasks {
  std::vector<std::size_t> order;  ///< numbers of the points, in the order in which they are started
  std::size_t jobs = 1;            ///< processes at once
  /// Runs in the point's process; an InputError makes it a refused one.
  std::function<std::unique_ptr<Engine>(std::size_t)> engine;
  LayerRunOptions run;              ///< of every point; neither observers nor progress
  std::vector<std::string> inputs;  ///< names of files, for the reports
  /// Runs here, in the order in which points end.
  std::function<void(std::size_t, PointOutcome)> done;
  bool progress = false;
  std::size_t known = 0;  ///< points that need no run, for the progress line
  std::string what;       ///< "points"
};

/// Returns when all are done. Throws Interrupted when a signal has come.
void run_points(const PointTasks& tasks);

/// --jobs if it is given, else the number of cores.
[[nodiscard]] std::size_t jobs_of(const Arguments& arguments);

}  // namespace nestwave
