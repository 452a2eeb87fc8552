// SPDX-License-Identifier: Apache-2.0
// Accesses that the end of a run waits for.
#pragma once

#include <vector>

#include "models/design.h"
#include "tests/oracle/oracle.h"

namespace nestwave::oracle {

/// All but those for tiles of operands that come after the last one from which somebody takes a word. MACs
/// take what they read; a level takes what it is filled with, as far as its own tiles are waited for.
[[nodiscard]] std::vector<Access> awaited_accesses(const Design& design, const Oracle& oracle);

}  // namespace nestwave::oracle
