// SPDX-License-Identifier: Apache-2.0
// Balances that the counts of a whole run must keep.
#pragma once

#include "models/counts.h"
#include "models/design.h"

namespace nestwave::analytical {

/// For the outputs: what is read to be added to equals what was updated less what began at zero
/// (every keeper); what leaves equals what came in or began at zero (every keeper but the
/// outermost). Throws InternalError otherwise.
void check_balances(const Design& design, const CountTable& counts);

}  // namespace nestwave::analytical
