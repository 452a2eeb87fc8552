// SPDX-License-Identifier: Apache-2.0
// The `systolic:` map of a storage level above a systolic array.
#pragma once

#include <string>

#include "models/formats/yaml.h"
#include "models/systolic_array.h"

namespace nestwave {

/// Throws InputError on an unknown key or word, with the nearest legal one.
[[nodiscard]] SystolicArraySpec read_systolic(const yaml::Node& node);

/// Every attribute with its words and default, as `nestwave describe` prints them.
[[nodiscard]] std::string systolic_manual();

}  // namespace nestwave
