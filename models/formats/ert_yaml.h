// SPDX-License-Identifier: Apache-2.0
// The `ERT` key: Accelergy's energy reference table.
#pragma once

#include "models/energy/energy_table.h"
#include "models/formats/yaml.h"

namespace nestwave {

/// Of several entries for one action (address_delta, data_delta: how much toggles) the largest is
/// taken, as Timeloop does. Throws InputError.
[[nodiscard]] EnergyTable read_energy_table(const yaml::Node& node);

}  // namespace nestwave
