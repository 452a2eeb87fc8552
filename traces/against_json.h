// SPDX-License-Identifier: Apache-2.0
// A run against a file of figures, as the key "against" of the schema "nestwave.run/1".
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "models/report.h"

namespace nestwave {

/// null if there is no comparison.
[[nodiscard]] nlohmann::ordered_json against_json(const RunReport& report);

}  // namespace nestwave
