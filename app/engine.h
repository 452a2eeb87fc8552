// SPDX-License-Identifier: Apache-2.0
// A way to execute one layer: walking a mapped loop nest, or a controller with rules of its own.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/relaxer.h"
#include "app/simulate.h"
#include "models/analytical/model.h"
#include "models/design.h"
#include "models/report.h"

namespace nestwave {

/// What a simulation yields, and the values if they were carried along.
struct EngineRun {
  SimulationResult simulation;
  std::optional<FunctionalResult> functional;  ///< only with a seed, and if the run was not cut short
};

class Engine {
 public:
  explicit Engine(Design design) : design_(std::move(design)) {}
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine() = default;

  [[nodiscard]] const Design& design() const { return design_; }

  /// Closed forms of everything that the simulation will count.
  [[nodiscard]] virtual AnalyticalResult analyze() const = 0;
  /// Simulates; with a seed words carry values and the outputs are compared with a plain loop.
  [[nodiscard]] virtual EngineRun simulate(const SimulationOptions& options,
                                           std::optional<std::uint64_t> seed) const = 0;
  /// Fills in where the two sides part. `simulate_with` runs the simulation again with an observer.
  virtual void locate_differences(const std::function<void(Observer&)>& /*simulate_with*/,
                                  std::vector<Difference>& /*differences*/) const {}
  /// The promise of the dataflow, as a sentence, if these counts break it, or empty; none: it promises
  /// nothing.
  [[nodiscard]] virtual std::optional<std::string> broken_claim(const CountTable& /*counts*/) const {
    return std::nullopt;
  }
  /// Machines with one limit less: one for every limit that its machine has and that it takes into account;
  /// the last one has all of them lifted at once. None if there are no limits.
  [[nodiscard]] virtual std::vector<Relaxation> relaxations() const = 0;
  /// The same layer, cut in the same way, on a machine with other attributes.
  [[nodiscard]] virtual std::unique_ptr<Engine> on(Architecture machine) const = 0;
  /// What the engine alone can say of a run, e.g. the parameters of a row-stationary one.
  virtual void describe(RunReport& /*report*/) const {}
  /// Outputs that follow tiles and compute steps (transactions, waves) can be written.
  [[nodiscard]] virtual bool traces_steps() const { return false; }

 private:
  Design design_;
};

}  // namespace nestwave
