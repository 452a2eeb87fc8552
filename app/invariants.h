// SPDX-License-Identifier: Apache-2.0
// What must hold in every run, whatever the design.
#pragma once

#include "models/design.h"
#include "models/result.h"

namespace nestwave {

/// Throws InternalError unless the ledgers of all PEs and ports add up to the length of the run, every
/// mapped PE has done every step, and the counts of sums balance: at every keeper
/// reads.fill + reads.accumulate = writes.update - zero_starts - zero_joins, and
/// reads.drain = writes.fill + zero_joins + zero_starts at every keeper but the outermost.
/// A truncated run is only held to its ledgers.
void check_invariants(const Design& design, const SimulationResult& result);

}  // namespace nestwave
