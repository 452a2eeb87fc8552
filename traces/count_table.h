// SPDX-License-Identifier: Apache-2.0
// Simulated and analytical counts side by side.
#pragma once

#include <string>

#include "models/report.h"
#include "traces/format.h"

namespace nestwave {

/// Categories that are zero on both sides are left out; a difference is marked behind its numbers.
/// Reads stand left of writes where the width allows.
[[nodiscard]] std::string count_table(const RunReport& report, const Style& style);

}  // namespace nestwave
