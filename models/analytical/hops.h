// SPDX-License-Identifier: Apache-2.0
// Links that the words of an edge cross: what each kind of network does with them, in closed form.
#pragma once

#include <cstdint>
#include <optional>

#include "models/counts.h"
#include "models/design.h"

namespace nestwave::analytical {

/// Links crossed in a run by the words of a data space between two of its keepers, or its innermost
/// keeper and the MACs (`to` = level count); `total` as counted at all levels.
///
/// Where a network only passes words on (bus, adders), every word that is delivered crosses so many
/// links. Elsewhere a link is crossed by the words that the children behind it need; with one loop at
/// most along each axis, those children form a rectangle, and what a rectangle of so many columns and
/// rows needs does not depend on where it stands. Other layouts, several fan-outs on one way, and imperfect
/// factors on such networks have no closed form here, nor operands whose padding is left out: nothing is
/// returned.
[[nodiscard]] std::optional<std::uint64_t> hops(const Design& design, const CountTable& total, int data_space,
                                                int from, int to);

}  // namespace nestwave::analytical
