// SPDX-License-Identifier: Apache-2.0
#include "app/row_stationary_engine.h"

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
