// SPDX-License-Identifier: Apache-2.0
// Row stationary on an array of its own.
#pragma once

#include <utility>

#include "app/controllers.h"
#include "app/engine.h"
#include "models/row_stationary.h"

namespace nestwave {

class RowStationaryEngine : public Engine {
 public:
  RowStationaryEngine(Design design, const RowStationaryPlan& plan)
      : Engine(std::move(design)), plan_(plan) {}

  [[nodiscard]] AnalyticalResult analyze() const override;
  [[nodiscard]] EngineRun simulate(const SimulationOptions& options,
                                   std::optional<std::uint64_t> seed) const override;
  [[nodiscard]] std::vector<Relaxation> relaxations() const override;
  [[nodiscard]] std::unique_ptr<Engine> on(Architecture machine) const override;
  void describe(RunReport& report) const override;

 private:
  void widen_networks(int buffer, Relaxer& relaxer) const;

  RowStationaryPlan plan_;
};

/// For the table of controllers. Every machine: what it lacks is said best by who looks for it.
[[nodiscard]] bool may_be_row_stationary(const Architecture& architecture);
[[nodiscard]] std::unique_ptr<Engine> row_stationary_array(const ControllerInputs& inputs);

}  // namespace nestwave
