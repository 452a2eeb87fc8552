// SPDX-License-Identifier: Apache-2.0
// Which level keeps which data space when nobody says so.
#pragma once

#include "dataflows/tiling.h"

namespace nestwave {

/// The outermost level keeps everything. Of the others, in this order of precedence:
/// - a level with no room at all keeps nothing;
/// - a level whose constraints say `keep` keeps just that; one that only says `bypass` follows the
///   rules below for what is left, and keeps nothing if nothing is;
/// - a level named after data spaces ("weight_reg", "psum_spad") keeps those;
/// - a level with room for a word of each data space keeps all of them;
/// - of consecutive levels too small for that, each keeps one data space that the run does not have
///   yet: the stationary one first, then the others in problem order.
/// Throws InputError if constraints name what the problem does not have, or let the outermost level
/// keep less than everything.
[[nodiscard]] KeepTable choose_keepers(const Problem& problem, const Architecture& architecture,
                                       int stationary);

}  // namespace nestwave
