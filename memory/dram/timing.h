// SPDX-License-Identifier: Apache-2.0
// From the `timing` of a storage level to a DRAM.
#pragma once

#include "memory/dram/config.h"
#include "models/architecture.h"

namespace nestwave::dram {

/// The preset with the level's parameters. Throws InputError, at the place of the mistake, if there is no
/// such preset or parameter, or if they do not make a DRAM that can work.
[[nodiscard]] Config config_of(const MemoryTiming& timing);

/// The same for every level that has one; memories that a program binds are none of ours.
void check_timings(const Architecture& architecture);

}  // namespace nestwave::dram
