// SPDX-License-Identifier: Apache-2.0
// The report as JSON, schema "nestwave.run/1".
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "models/report.h"

namespace nestwave {

/// Keys in the order of the documented schema.
[[nodiscard]] nlohmann::ordered_json run_json(const RunReport& report);
/// The same as text, ended by a newline.
[[nodiscard]] std::string run_json_text(const RunReport& report);

}  // namespace nestwave
