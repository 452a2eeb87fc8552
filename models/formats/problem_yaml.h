// SPDX-License-Identifier: Apache-2.0
// The `problem` key: shape (dimensions, data spaces, projections) and instance (sizes), padding.
#pragma once

#include <string>
#include <vector>

#include "models/formats/yaml.h"
#include "models/problem.h"

namespace nestwave {

/// Throws InputError. Keys that are known but change nothing are appended to `not_used`.
[[nodiscard]] Problem read_problem(const yaml::Node& node, std::vector<std::string>& not_used);

}  // namespace nestwave
