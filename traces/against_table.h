// SPDX-License-Identifier: Apache-2.0
// A run against a file of figures, for people.
#pragma once

#include <string>

#include "models/report.h"
#include "traces/format.h"

namespace nestwave {

/// Every figure that differs: level, data space, counter, ours, theirs, their difference, and what explains
/// it. Those without an explanation come first. Nothing but a line if all are equal.
[[nodiscard]] std::string against_table(const RunReport& report, const Style& style);

/// One line: how many figures are equal, explained and unexplained.
[[nodiscard]] std::string against_verdict(const RunReport& report, const Style& style);

}  // namespace nestwave
