// SPDX-License-Identifier: Apache-2.0
// What `run` shows: the whole result on one screen.
#pragma once

#include <string>

#include "models/report.h"
#include "traces/format.h"

namespace nestwave {

/// Nest, counts, cycles with their causes, energy, and last a line that says whether all agrees.
[[nodiscard]] std::string run_tables(const RunReport& report, const Style& style);

/// The last lines alone: one when all checks hold, else one for each that does not.
[[nodiscard]] std::string verdict(const RunReport& report, const Style& style);

}  // namespace nestwave
