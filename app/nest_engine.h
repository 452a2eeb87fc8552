// SPDX-License-Identifier: Apache-2.0
// The mapped loop nest on the machine of stores and links.
#pragma once

#include "app/engine.h"
#include "dataflows/catalog.h"

namespace nestwave {

class NestEngine : public Engine {
 public:
  /// `dataflow` built the mapping and its claim is checked; null: the mapping was read.
  NestEngine(Design design, const Dataflow* dataflow) : Engine(std::move(design)), dataflow_(dataflow) {}

  [[nodiscard]] AnalyticalResult analyze() const override;
  [[nodiscard]] EngineRun simulate(const SimulationOptions& options,
                                   std::optional<std::uint64_t> seed) const override;
  void locate_differences(const std::function<void(Observer&)>& simulate_with,
                          std::vector<Difference>& differences) const override;
  [[nodiscard]] std::optional<std::string> broken_claim(const CountTable& counts) const override;
  [[nodiscard]] std::vector<Relaxation> relaxations() const override;
  [[nodiscard]] std::unique_ptr<Engine> on(Architecture machine) const override;
  [[nodiscard]] bool traces_steps() const override { return true; }

 private:
  const Dataflow* dataflow_;
};

}  // namespace nestwave
