// SPDX-License-Identifier: Apache-2.0
#include "app/nest_engine.h"

#include <utility>

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

/// Bandwidths of ports and networks, latencies and the depth of the MACs, memories with a clock of their own
/// and banks; capacities and prefetch depths of levels whose tiles come and go.
std::vector<Relaxation> NestEngine::relaxations() const {
  Relaxer relaxer(design().architecture());
  for (int level = 0; level < design().level_count(); ++level) {
    relaxer.lift_bandwidths(level);
    relaxer.lift_latency(level);
    relaxer.lift_timing(level);
    relaxer.lift_banks(level);
    relaxer.lift_networks(level);
    if (design().tiles_move(level)) relaxer.double_room(level);
  }
  relaxer.lift_depth();
  return std::move(relaxer).found();
}

std::unique_ptr<Engine> NestEngine::on(Architecture machine) const {
  return std::make_unique<NestEngine>(
      Design(design().problem(), std::move(machine), design().mapping(), design().policy()), dataflow_);
}

}  // namespace nestwave
