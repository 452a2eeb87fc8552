// SPDX-License-Identifier: Apache-2.0
// What each limit of the machine costs, as a table and as JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "models/report.h"
#include "traces/format.h"

namespace nestwave {

/// Most saved first, all together last.
[[nodiscard]] std::string what_if_table(const RunReport& report, const Style& style);
[[nodiscard]] nlohmann::ordered_json what_if_json(const RunReport& report);

}  // namespace nestwave
