// SPDX-License-Identifier: Apache-2.0
// Dataflows whose controllers have an array of their own, with finer rules than the mapped nest.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "app/engine.h"
#include "models/architecture.h"
#include "models/policy.h"
#include "models/problem.h"
#include "models/row_stationary_search.h"

namespace nestwave {

/// What a controller is given.
struct ControllerInputs {
  const Problem& problem;
  const Architecture& architecture;
  const Policy& policy;
  const RowStationaryChoice& row_stationary;  ///< of that dataflow alone
};

/// An array with rules of its own moves words, not tiles: throws InputError for a policy that counts those of
/// a nest in another way than `resident`. How energy is charged (counters, prices) is free. `array`: "a
/// systolic array".
void check_array_policy(const ControllerInputs& inputs, std::string_view array);

struct Controller {
  std::string_view dataflow;  ///< its name on the command line
  /// The machine is of the kind that this controller drives. Where no controller says so the dataflow
  /// builds a mapping, if it can.
  bool (*drives)(const Architecture&);
  /// Throws InputError where layer and machine do not fit the dataflow.
  std::unique_ptr<Engine> (*make)(const ControllerInputs&);
};

/// Every controller.
[[nodiscard]] std::span<const Controller> controllers();
/// The controller of the dataflow for such a machine, or null.
[[nodiscard]] const Controller* find_controller(std::string_view dataflow, const Architecture& architecture);

}  // namespace nestwave
