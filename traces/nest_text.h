// SPDX-License-Identifier: Apache-2.0
// The mapped nest as text, in the notation of Timeloop's *.map.txt.
#pragma once

#include <string>

#include "models/design.h"
#include "traces/format.h"

namespace nestwave {

/// Per level its tiles in words and its loops, outermost first, ending at the MACs. `spaced` draws
/// a line under each level's head and leaves one free above it.
[[nodiscard]] std::string nest_text(const Design& design, const Style& style, bool spaced = false);

}  // namespace nestwave
