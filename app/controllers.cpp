// SPDX-License-Identifier: Apache-2.0
#include "app/controllers.h"

#include <array>
#include <string>

#include "app/row_stationary_engine.h"
#include "app/systolic_engine.h"

namespace nestwave {

std::span<const Controller> controllers() {
  static const std::array all = {
      Controller{"weight_stationary", is_systolic, weight_stationary_array},
      Controller{"input_stationary", is_systolic, input_stationary_array},
      Controller{"output_stationary", is_systolic, output_stationary_array},
      Controller{"row_stationary", may_be_row_stationary, row_stationary_array},
  };
  return all;
}

const Controller* find_controller(std::string_view dataflow, const Architecture& architecture) {
  for (const Controller& controller : controllers())
    if (controller.dataflow == dataflow && controller.drives(architecture)) return &controller;
  return nullptr;
}

void check_array_policy(const ControllerInputs& inputs, std::string_view array) {
  const Policy& policy = inputs.policy;
  if (policy.reuse == Reuse::resident && policy.multicast == Multicast::overlap &&
      policy.footprint == Footprint::touched)
    return;
  throw InputError(inputs.architecture.where,
                   "the policy " + policy.name + " counts the tiles of a mapped nest; " + std::string(array) +
                       " has reuse=resident, multicast=overlap and "
                       "footprint=touched: use '--policy resident'");
}

}  // namespace nestwave
