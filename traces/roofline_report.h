// SPDX-License-Identifier: Apache-2.0
// The words of every port and the roofline of a run, as JSON and as a picture.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "models/roofline.h"
#include "traces/format.h"

namespace nestwave {

/// By port: `words`, `limit`, `needed`, `used`.
[[nodiscard]] nlohmann::ordered_json bandwidth_json(const Roofline& roofline);
[[nodiscard]] nlohmann::ordered_json roofline_json(const Roofline& roofline);
/// One line per roof, lowest first, as a bar, and the run below them.
[[nodiscard]] std::string roofline_picture(const Roofline& roofline, const Style& style);

}  // namespace nestwave
