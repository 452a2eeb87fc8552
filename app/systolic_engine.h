// SPDX-License-Identifier: Apache-2.0
// Layers on a systolic array.
#pragma once

#include "app/controllers.h"
#include "app/engine.h"
#include "models/systolic.h"

namespace nestwave {

class SystolicEngine : public Engine {
 public:
  SystolicEngine(Design design, SystolicPlan plan) : Engine(std::move(design)), plan_(std::move(plan)) {}

  [[nodiscard]] AnalyticalResult analyze() const override;
  [[nodiscard]] EngineRun simulate(const SimulationOptions& options,
                                   std::optional<std::uint64_t> seed) const override;
  [[nodiscard]] std::optional<std::string> broken_claim(const CountTable& counts) const override;
  [[nodiscard]] std::vector<Relaxation> relaxations() const override;
  [[nodiscard]] std::unique_ptr<Engine> on(Architecture machine) const override;
  void describe(RunReport& report) const override;

 private:
  SystolicPlan plan_;
};

/// The fan-out above the PEs says 'kind: systolic'.
[[nodiscard]] bool is_systolic(const Architecture& architecture);

/// One for each of the dataflows; throw InputError where layer and machine do not fit.
[[nodiscard]] std::unique_ptr<Engine> weight_stationary_array(const ControllerInputs& inputs);
[[nodiscard]] std::unique_ptr<Engine> input_stationary_array(const ControllerInputs& inputs);
[[nodiscard]] std::unique_ptr<Engine> output_stationary_array(const ControllerInputs& inputs);

}  // namespace nestwave
