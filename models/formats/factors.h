// SPDX-License-Identifier: Apache-2.0
// The little languages inside a mapping directive: "R=3 P=4,2" and "PRM".
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/formats/mapping_yaml.h"
#include "models/problem.h"

namespace nestwave {

/// A factor as written: "Q=4,3" is a bound of 4 whose last round has 3 iterations.
struct Factor {
  std::uint64_t bound = 1;                  ///< 0: what is left over
  std::optional<std::uint64_t> last_round;  ///< none: as many as the bound; 0: as the size makes it
  std::optional<Location> where;            ///< none: not written, 1 by default
};

/// One factor per dimension of the problem.
[[nodiscard]] std::vector<Factor> parse_factors(const std::vector<PlacedText>& texts, const Problem& problem);

/// Dimensions innermost first; those not named follow in problem order, that is, outermost.
[[nodiscard]] std::vector<int> parse_permutation(const std::vector<PlacedText>& texts,
                                                 const Problem& problem);

}  // namespace nestwave
