// SPDX-License-Identifier: Apache-2.0
// Ledgers as JSON, of a run or of a part of it.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "models/design.h"
#include "models/ledger.h"

namespace nestwave {

/// PE-cycles by cause; those of waiting that are not zero under "Inputs@DRAM".
[[nodiscard]] nlohmann::ordered_json pe_cycles_json(const Design& design, const PeLedger& pes);
/// By port: `busy`, `idle` by cause, `words`.
[[nodiscard]] nlohmann::ordered_json ports_json(const std::vector<PortLedger>& ports);

}  // namespace nestwave
