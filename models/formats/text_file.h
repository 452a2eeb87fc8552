// SPDX-License-Identifier: Apache-2.0
// Whole files as text, with a limit.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace nestwave {

/// What one input file may hold; beyond it the file is refused.
inline constexpr std::uintmax_t kMaxFileBytes = 16u << 20;

/// Throws InputError if the file cannot be read or is too large.
[[nodiscard]] std::string read_text_file(const std::filesystem::path& file);

}  // namespace nestwave
