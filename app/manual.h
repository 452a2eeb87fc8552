// SPDX-License-Identifier: Apache-2.0
// What is built in, with its own manual.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nestwave {

struct Builtin {
  std::string kind;     ///< "dataflows"
  std::string name;     ///< "weight_stationary"
  std::string summary;  ///< one line
  std::string manual;   ///< what `describe` prints below the summary
};

/// Kinds in the order of a list.
[[nodiscard]] const std::vector<std::string>& builtin_kinds();
/// Everything, kind by kind; what ships in configs/ is read anew.
[[nodiscard]] std::vector<Builtin> builtins();

}  // namespace nestwave
