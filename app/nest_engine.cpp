// SPDX-License-Identifier: Apache-2.0
#include "app/nest_engine.h"

#include "app/locate.h"
#include "app/watch.h"
#include "traces/values.h"

namespace nestwave {

AnalyticalResult NestEngine::analyze() const {
  return analytical::analyze(design());
}

EngineRun NestEngine::simulate(const SimulationOptions& options, std::optional<std::uint64_t> seed) const {
  SimulationOptions with_values = options;
  std::optional<Values> values;
  if (seed) with_values.observers.push_back(&values.emplace(design(), *seed));
  EngineRun run{nestwave::simulate(design(), with_values), std::nullopt};
  if (values && !run.simulation.truncated) run.functional = values->result();
  return run;
}

void NestEngine::locate_differences(const std::function<void(Observer&)>& simulate_with,
                                    std::vector<Difference>& differences) const {
  const LocateSources sources = {simulate_with, [&](std::uint64_t step) {
                                   check_signals();
                                   return analytical::counts_before(design(), step);
                                 }};
  locate(design(), sources, differences);
}

std::optional<std::string> NestEngine::broken_claim(const CountTable& counts) const {
  if (dataflow_ == nullptr) return std::nullopt;
  return check_claim(*dataflow_, design(), counts);
}

}  // namespace nestwave
