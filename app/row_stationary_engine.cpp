// SPDX-License-Identifier: Apache-2.0
#include "app/row_stationary_engine.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "app/row_stationary_run.h"
#include "models/analytical/row_stationary.h"
#include "models/row_stationary_search.h"

namespace nestwave {

AnalyticalResult RowStationaryEngine::analyze() const {
  return analytical::analyze_row_stationary(design(), plan_);
}

EngineRun RowStationaryEngine::simulate(const SimulationOptions& options,
                                        std::optional<std::uint64_t> seed) const {
  return simulate_row_stationary(design(), plan_, options, seed);
}

void RowStationaryEngine::describe(RunReport& report) const {
  report.row_stationary = row_stationary_result(plan_);
}

/// The link to the memory; the widths of the networks; room in buffers and scratchpads (that for psums
/// follows from the cut alone), and how far they are filled ahead; the stages of the MACs.
std::vector<Relaxation> RowStationaryEngine::relaxations() const {
  const RowStationaryMachine& machine = plan_.machine;
  Relaxer relaxer(design().architecture());
  relaxer.lift_bandwidths(machine.memory);
  relaxer.lift_latency(machine.memory);
  for (const int buffer : {machine.buffer, machine.filter_buffer}) {
    if (buffer < 0) continue;
    widen_networks(buffer, relaxer);
    relaxer.double_room(buffer);
  }
  relaxer.double_capacity(machine.ifmap_spad);
  if (machine.filter_spad != machine.ifmap_spad) relaxer.double_capacity(machine.filter_spad);
  relaxer.lift_depth();
  return std::move(relaxer).found();
}

/// A network without a bandwidth would have that of the reads of its level. As wide as all that goes to one
/// place it is beyond the number of PEs and filters.
void RowStationaryEngine::widen_networks(int buffer, Relaxer& relaxer) const {
  static constexpr std::int64_t kWide = std::int64_t{1} << 31;
  const StorageLevel& spec = design().architecture().levels[buffer];
  for (const auto& [key, network] : spec.networks)
    if (network.bandwidth)
      relaxer.add(spec.name + ".network" + (key.empty() ? "" : "." + key) + ".bandwidth", "unlimited",
                  [buffer, key = key](Architecture& machine) {
                    machine.levels[buffer].networks.at(key).bandwidth = Rational(kWide);
                  });
  for (int d = 0; d < design().data_space_count(); ++d) {
    const NetworkSpec* network = design().network(buffer, d);
    const std::vector<int>& keepers = design().keepers(d);
    const bool sends = std::find(keepers.begin(), keepers.end(), buffer) != keepers.end();
    if (!sends || (network != nullptr && network->bandwidth)) continue;
    relaxer.lift_read_bandwidth(buffer);
    break;
  }
}

std::unique_ptr<Engine> RowStationaryEngine::on(Architecture machine) const {
  return std::make_unique<RowStationaryEngine>(
      row_stationary_design(design().problem(), machine, design().policy(), plan_), plan_);
}

bool may_be_row_stationary(const Architecture& /*architecture*/) {
  return true;
}

std::unique_ptr<Engine> row_stationary_array(const ControllerInputs& inputs) {
  check_array_policy(inputs, "a row-stationary array");
  const RowStationaryPlan plan =
      choose_row_stationary(inputs.problem, inputs.architecture, inputs.row_stationary);
  return std::make_unique<RowStationaryEngine>(
      row_stationary_design(inputs.problem, inputs.architecture, inputs.policy, plan), plan);
}

}  // namespace nestwave
