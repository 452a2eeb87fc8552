// SPDX-License-Identifier: Apache-2.0
// The little languages inside a mapping directive: "R=3 P=1" and "PRM".
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/formats/mapping_yaml.h"
#include "models/problem.h"

namespace nestwave {

/// One factor per dimension of the problem, 1 where none is given; 0 stands for "what is left over".
[[nodiscard]] std::vector<std::uint64_t> parse_factors(const std::vector<PlacedText>& texts,
                                                       const Problem& problem);

/// Dimensions innermost first; those not named follow in problem order, that is, outermost.
[[nodiscard]] std::vector<int> parse_permutation(const std::vector<PlacedText>& texts,
                                                 const Problem& problem);

}  // namespace nestwave
