// SPDX-License-Identifier: Apache-2.0
// The networks once more, as their papers define them: block by block, each layer taking the shape
// that the one before it gives.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "models/network.h"

namespace nestwave::test {

/// Layers by the name of the table.
[[nodiscard]] std::map<std::string, std::vector<Layer>> network_definitions();

}  // namespace nestwave::test
