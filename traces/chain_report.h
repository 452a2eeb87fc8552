// SPDX-License-Identifier: Apache-2.0
// The critical chain of a run, as a table and as JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "models/report.h"
#include "traces/format.h"

namespace nestwave {

/// What the chain consists of, then its first and last links.
[[nodiscard]] std::string chain_table(const RunReport& report, const Style& style);
[[nodiscard]] nlohmann::ordered_json chain_json(const RunReport& report);

}  // namespace nestwave
