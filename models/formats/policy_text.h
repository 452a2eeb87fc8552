// SPDX-License-Identifier: Apache-2.0
// A policy as people write it: a name, single choices, or a name with choices changed.
#pragma once

#include <string_view>

#include "models/error.h"
#include "models/formats/yaml.h"
#include "models/policy.h"

namespace nestwave {

/// "timeloop", "timeloop,multicast=overlap", "reuse=none" (the others as in the default policy).
/// Choices: reuse, multicast, footprint, counters, prices. Throws InputError at `where`.
[[nodiscard]] Policy parse_policy(std::string_view text, const Location& where = {});

/// The `policy` key: such a text, or a map `{name: timeloop, multicast: overlap}`.
[[nodiscard]] Policy read_policy(const yaml::Node& node);

}  // namespace nestwave
