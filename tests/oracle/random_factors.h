// SPDX-License-Identifier: Apache-2.0
// Ways to cut a dimension that leave a remainder.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/oracle/random_problem.h"

namespace nestwave::oracle {

/// The bounds of one dimension at every level.
struct Factors {
  std::vector<std::uint64_t> temporal;
  std::vector<std::uint64_t> spatial;
};

/// Factors that reach `size` but need not multiply to it; no loop goes round in vain. The spatial ones
/// multiply to at most `instances`.
[[nodiscard]] Factors random_factors(Dice& dice, std::uint64_t size, std::size_t levels,
                                     std::uint64_t spatial_percent, std::uint64_t instances);

}  // namespace nestwave::oracle
