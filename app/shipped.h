// SPDX-License-Identifier: Apache-2.0
// What ships in configs/, by name: networks, architectures and parameters of row stationary.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace nestwave {

/// A folder of configs/ whose files are found by their names.
struct ShippedKind {
  std::string_view folder;  ///< "networks"
  std::string_view one;     ///< "network"
};

inline constexpr ShippedKind kShippedNetworks = {"networks", "network"};
inline constexpr ShippedKind kShippedArchitectures = {"architectures", "architecture"};
inline constexpr ShippedKind kShippedParameters = {"parameters", "set of parameters"};

/// Names are looked up there from now on.
void use_configs(const std::filesystem::path& directory);

/// What use_configs() said; else the installed configs/ beside the program, or the one in the
/// source tree that it was built from.
[[nodiscard]] std::filesystem::path configs_directory();

/// Names of that kind, sorted.
[[nodiscard]] std::vector<std::string> shipped_names(const ShippedKind& kind);
/// The file of a name in that list.
[[nodiscard]] std::filesystem::path shipped_file(const ShippedKind& kind, const std::string& name);

/// The file of that name if there is one, else what ships under the name; throws InputError with the
/// nearest name if there is neither.
[[nodiscard]] std::filesystem::path file_or_shipped(const ShippedKind& kind, const std::string& given);

}  // namespace nestwave
