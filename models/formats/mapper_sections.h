// SPDX-License-Identifier: Apache-2.0
// What only a mapper needs: `mapper`, and `constraints` under its several names.
#pragma once

#include <string>

#include "models/formats/yaml.h"

namespace nestwave {

/// Whether the top-level key holds constraints on mappings: a list of targets.
[[nodiscard]] bool is_constraints(const std::string& key);

/// Checks the form, not the meaning: names are not looked up, keys besides the known ones are let
/// pass, since Timeloop's versions differ in them. Throws InputError.
void check_constraints(const yaml::Node& node);
void check_mapper(const yaml::Node& node);

}  // namespace nestwave
