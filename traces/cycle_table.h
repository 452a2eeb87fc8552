// SPDX-License-Identifier: Apache-2.0
// Cycles, and where they went.
#pragma once

#include <string>

#include "models/report.h"
#include "traces/format.h"

namespace nestwave {

/// One figure per line: simulated, compute, bound, Timeloop's, processing; utilization.
[[nodiscard]] std::string cycle_table(const RunReport& report, const Style& style);
/// Of a systolic run: how the layer is cut, and the published formula beside what was simulated.
[[nodiscard]] std::string systolic_table(const RunReport& report, const Style& style);
/// PE-cycles by cause; causes that never occurred are left out.
[[nodiscard]] std::string pe_table(const RunReport& report, const Style& style);
/// Ports: busy and idle by cause, in percent of their cycles.
[[nodiscard]] std::string port_table(const RunReport& report, const Style& style);
/// Memories with a clock of their own: requests and commands; empty without such a memory.
[[nodiscard]] std::string memory_table(const RunReport& report, const Style& style);

}  // namespace nestwave
