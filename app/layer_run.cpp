// SPDX-License-Identifier: Apache-2.0
#include "app/layer_run.h"

#include <utility>

#include "app/locate.h"
#include "app/simulate.h"
#include "app/watch.h"
#include "models/analytical/model.h"
#include "models/cross_check.h"
#include "models/energy/energy.h"
#include "traces/values.h"

namespace nestwave {

namespace {

struct Simulator {
  const Design& design;
  bool progress;
  Cycle max_cycles;

  SimulationResult run(std::vector<Observer*> observers, const char* what) const {
    Watch watch(design, progress, what);
    observers.push_back(&watch);
    SimulationOptions options;
    options.observers = std::move(observers);
    options.max_cycles = max_cycles;
    return simulate(design, options);
  }
};

void compare(const Simulator& simulator, RunReport& report) {
  report.cross_check = cross_check(report.simulation, report.analytical);
  report.figure_differences = cross_check_figures(*report.design, report.simulation, report.analytical);
  if (report.cross_check.differences.empty()) return;
  const LocateSources sources = {
      [&](Observer& observer) { (void)simulator.run({&observer}, "looking for the first difference"); },
      [&](std::uint64_t step) {
        check_signals();
        return analytical::counts_before(*report.design, step);
      }};
  locate(*report.design, sources, report.cross_check.differences);
}

}  // namespace

RunReport run_layer(const Design& design, const LayerRunOptions& options) {
  RunReport report;
  report.design = &design;
  report.version = NESTWAVE_VERSION;
  if (options.dataflow != nullptr) report.dataflow = options.dataflow->name;
  const auto energy_of = [&](const CountTable& counts, std::uint64_t macs) {
    return compute_energy(design, counts, macs, *options.energy);
  };
  // A table that lacks something is better refused before the simulation than after it.
  if (options.energy != nullptr)
    (void)energy_of(CountTable(design.level_count(), design.data_space_count()), 0);
  report.analytical = analytical::analyze(design);
  check_signals();

  const Simulator simulator{design, options.progress, options.max_cycles};
  std::vector<Observer*> observers = options.observers;
  std::optional<Values> values;
  if (options.seed) observers.push_back(&values.emplace(design, *options.seed));
  report.simulation = simulator.run(std::move(observers), "simulating");
  compare(simulator, report);
  if (options.energy != nullptr) report.energy = energy_of(report.simulation.counts, report.simulation.macs);
  if (!report.simulation.truncated) {
    if (values) report.functional = values->result();
    if (options.dataflow != nullptr)
      report.broken_claim = check_claim(*options.dataflow, design, report.simulation.counts);
  }
  return report;
}

}  // namespace nestwave
