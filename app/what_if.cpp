// SPDX-License-Identifier: Apache-2.0
#include "app/what_if.h"

#include <numeric>
#include <utility>

#include "app/points.h"

namespace nestwave {

std::vector<WhatIf> what_if(const Engine& engine, std::size_t jobs, bool progress) {
  const std::vector<Relaxation> machines = engine.relaxations();
  std::vector<WhatIf> found;
  for (const Relaxation& machine : machines) found.push_back({machine.what, machine.change, {}, {}});
  PointTasks tasks;
  tasks.order.resize(machines.size());
  std::iota(tasks.order.begin(), tasks.order.end(), std::size_t{0});
  tasks.jobs = jobs;
  tasks.what = "machines of --what-if";
  tasks.progress = progress;
  tasks.engine = [&](std::size_t index) { return engine.on(machines[index].architecture); };
  tasks.done = [&](std::size_t index, PointOutcome outcome) {
    if (outcome.done())
      found[index].cycles = outcome.run.at("cycles").at("simulated").get<Cycle>();
    else
      found[index].reason = outcome.reason;
  };
  run_points(tasks);
  return found;
}

}  // namespace nestwave
