// SPDX-License-Identifier: Apache-2.0
#include "app/controllers.h"

namespace nestwave {

std::span<const Controller> controllers() {
  return {};
}

const Controller* find_controller(std::string_view dataflow, const Architecture& architecture) {
  for (const Controller& controller : controllers())
    if (controller.dataflow == dataflow && controller.drives(architecture)) return &controller;
  return nullptr;
}

}  // namespace nestwave
