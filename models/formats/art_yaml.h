// SPDX-License-Identifier: Apache-2.0
// The `ART` key: Accelergy's area reference table.
#pragma once

#include "models/energy/area_table.h"
#include "models/formats/yaml.h"

namespace nestwave {

/// `tables` is a list of {name, area} (versions 0.3, 0.4) or a map from name to area (0.2). Throws
/// InputError.
[[nodiscard]] AreaTable read_area_table(const yaml::Node& node);

}  // namespace nestwave
