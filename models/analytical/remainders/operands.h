// SPDX-License-Identifier: Apache-2.0
// Reads and fills of operands in designs with imperfect factors, or of which padding is left out.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/analytical/remainders/edge.h"
#include "models/analytical/remainders/fetch.h"
#include "models/design.h"

namespace nestwave::analytical::remainders {

/// Words from a keeper of an operand to the next keeper, or (`child` = level_count()) to the MACs, for
/// all tiles begun up to the step with the temporal indices `until`. Filled into the MACs: words they use.
/// `place`: only the words of the parent instance that stands there.
[[nodiscard]] Words operand_words(const Design& design, int data_space, int parent, int child,
                                  const std::optional<Place>& place, const std::vector<std::uint64_t>& until);

}  // namespace nestwave::analytical::remainders
