// SPDX-License-Identifier: Apache-2.0
// Names of the description as names of modules.
#pragma once

#include <cctype>
#include <string>

namespace nestwave {

/// A name the kernel accepts: letters, digits and underscores.
[[nodiscard]] inline std::string module_name(std::string text) {
  for (char& c : text)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  return text;
}

}  // namespace nestwave
