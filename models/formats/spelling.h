// SPDX-License-Identifier: Apache-2.0
// Naming what the user wrote, and guessing what was meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nestwave {

/// 'text' for a message: long text is cut, unprintable characters become '?'.
[[nodiscard]] std::string in_quotes(std::string_view text);

/// The candidate that is most probably meant, the first of equals; empty if none is near.
[[nodiscard]] std::string nearest_spelling(std::string_view word, const std::vector<std::string>& candidates);

/// "; did you mean 'X'?", or nothing if no candidate is near.
[[nodiscard]] std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

/// "'a', 'b' or 'c'".
[[nodiscard]] std::string one_of(const std::vector<std::string>& words);

}  // namespace nestwave
