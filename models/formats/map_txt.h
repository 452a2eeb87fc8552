// SPDX-License-Identifier: Apache-2.0
// The loop nest as timeloop-mapper prints it (*.map.txt).
#pragma once

#include <string>

#include "models/formats/mapping_yaml.h"

namespace nestwave {

/// Levels outermost first, each a line `DRAM [ Weights:9 Outputs:7 ]` with the data spaces that it
/// keeps and the words of their tiles (which are not looked at), and its loops in order:
/// `| for M in [0:8)`, in space `(Spatial-X)` or `(Spatial-Y)`, imperfect `[0:4,3)`. Time and memory
/// are linear in the text. Throws InputError.
[[nodiscard]] MappingText read_loop_nest(const std::string& text, const std::string& file_name);

}  // namespace nestwave
