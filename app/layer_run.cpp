// SPDX-License-Identifier: Apache-2.0
#include "app/layer_run.h"

#include <utility>

#include "app/watch.h"
#include "models/cross_check.h"
#include "models/energy/energy.h"

namespace nestwave {

namespace {

struct Simulator {
  const Engine& engine;
  bool progress;
  Cycle max_cycles;
  bool fast_forward;

  EngineRun run(std::vector<Observer*> observers, std::optional<std::uint64_t> seed, const char* what) const {
    Watch watch(engine.design(), progress, what);
    observers.push_back(&watch);
    SimulationOptions options;
    options.observers = std::move(observers);
    options.max_cycles = max_cycles;
    options.fast_forward = fast_forward;
    return engine.simulate(options, seed);
  }
};

void compare(const Simulator& simulator, RunReport& report) {
  report.cross_check = cross_check(report.simulation, report.analytical);
  report.figure_differences = cross_check_figures(*report.design, report.simulation, report.analytical);
  if (report.cross_check.differences.empty()) return;
  simulator.engine.locate_differences(
      [&](Observer& observer) {
        (void)simulator.run({&observer}, std::nullopt, "looking for the first difference");
      },
      report.cross_check.differences);
}

}  // namespace

RunReport run_layer(const Engine& engine, const LayerRunOptions& options) {
  const Design& design = engine.design();
  RunReport report;
  report.design = &design;
  report.version = NESTWAVE_VERSION;
  report.dataflow = options.dataflow;
  const auto energy_of = [&](const CountTable& counts, std::uint64_t macs) {
    return compute_energy(design, counts, macs, *options.energy);
  };
  // A table that lacks something is better refused before the simulation than after it.
  if (options.energy != nullptr)
    (void)energy_of(CountTable(design.level_count(), design.data_space_count()), 0);
  report.analytical = engine.analyze();
  check_signals();

  const Simulator simulator{engine, options.progress, options.max_cycles, options.fast_forward};
  EngineRun run = simulator.run(options.observers, options.seed, "simulating");
  report.simulation = std::move(run.simulation);
  report.functional = std::move(run.functional);
  compare(simulator, report);
  if (options.energy != nullptr) report.energy = energy_of(report.simulation.counts, report.simulation.macs);
  if (!report.simulation.truncated) report.broken_claim = engine.broken_claim(report.simulation.counts);
  engine.describe(report);
  return report;
}

}  // namespace nestwave
