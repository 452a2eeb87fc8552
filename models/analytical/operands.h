// SPDX-License-Identifier: Apache-2.0
// Reads and fills of the data spaces that are only read.
#pragma once

#include <cstdint>

#include "models/analytical/nest.h"
#include "models/policy.h"

namespace nestwave::analytical {

/// Words on one edge between two keepers.
struct OperandFlow {
  std::uint64_t read = 0;    ///< reads.fill of one parent instance
  std::uint64_t filled = 0;  ///< writes.fill of one child instance
};

/// Flow for every tile of the child whose first compute step lies before `step`.
[[nodiscard]] OperandFlow operand_flow(const Edge& edge, const Policy& policy, std::uint64_t step);

/// reads.operand of one instance of the innermost keeper in one compute step.
[[nodiscard]] std::uint64_t operand_reads_per_step(const Edge& to_macs, Multicast multicast);

}  // namespace nestwave::analytical
