// SPDX-License-Identifier: Apache-2.0
// The parts that are built in.
#pragma once

#include <span>
#include <string_view>

#include "memory/dram/config.h"

namespace nestwave::dram {

struct Preset {
  std::string_view name;     ///< "ddr4_2400"
  std::string_view summary;  ///< one line
  std::string_view source;   ///< where the figures come from
  Config (*config)();
};

[[nodiscard]] std::span<const Preset> presets();

/// The configuration of that name; throws InputError with the nearest spelling.
[[nodiscard]] Config preset(std::string_view name);

}  // namespace nestwave::dram
