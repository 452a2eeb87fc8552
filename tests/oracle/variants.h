// SPDX-License-Identifier: Apache-2.0
// What is derived from a design: sums, the ideal machine.
#pragma once

#include <cstdint>

#include "models/design.h"

namespace nestwave::oracle {

/// Words of all tiles that one instance of the level keeps at a time.
[[nodiscard]] std::uint64_t sum_of_tiles(const Design& design, int level);

}  // namespace nestwave::oracle
