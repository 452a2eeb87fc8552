// SPDX-License-Identifier: Apache-2.0
// The `network` file: a table of layers. docs/networks.md describes the format.
#pragma once

#include <filesystem>
#include <string>

#include "models/network.h"

namespace nestwave {

/// Throws InputError with the place of the mistake.
[[nodiscard]] Network read_network(const std::filesystem::path& file);
/// A file already in memory; the name is used in messages.
[[nodiscard]] Network read_network_text(const std::string& text, const std::string& file_name);

}  // namespace nestwave
