// SPDX-License-Identifier: Apache-2.0
// A mapping as one line of text.
#pragma once

#include <string>

#include "models/formats/inputs.h"

namespace nestwave {

/// "DRAM: R3 P4 M4(X) | RegFile: M2".
inline std::string nest_of(const Inputs& inputs) {
  const Mapping mapping = mapping_of(inputs);
  std::string text;
  for (std::size_t l = 0; l < mapping.levels.size(); ++l) {
    text += (l == 0 ? "" : " | ") + inputs.architecture->levels[l].name + ":";
    const auto add = [&](const Loop& loop, const char* axis) {
      text += " " + inputs.problem->dimensions[static_cast<std::size_t>(loop.dimension)].name +
              std::to_string(loop.bound) + axis;
    };
    for (const Loop& loop : mapping.levels[l].temporal) add(loop, "");
    for (const SpatialLoop& loop : mapping.levels[l].spatial) add(loop, loop.axis == Axis::x ? "(X)" : "(Y)");
  }
  return text;
}

}  // namespace nestwave
