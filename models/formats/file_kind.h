// SPDX-License-Identifier: Apache-2.0
// What a file is, told by its name and how it begins.
#pragma once

#include <string>

namespace nestwave {

enum class FileKind {
  yaml,
  loop_nest,  ///< as timeloop-mapper prints it: *.map.txt
};

/// Throws InputError, with the reason, for kinds that are known and cannot be an input.
[[nodiscard]] FileKind kind_of(const std::string& name, const std::string& text);

}  // namespace nestwave
