// SPDX-License-Identifier: Apache-2.0
// How numbers and names are written for people: one place, so that all outputs look alike.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "models/design.h"

namespace nestwave {

/// What the receiving end can show.
struct Style {
  bool utf8 = true;         ///< box drawing and signs beyond ASCII
  std::size_t width = 100;  ///< columns
};

/// 1234567 -> "1,234,567".
[[nodiscard]] std::string grouped(std::uint64_t value);
/// part / whole as "12.3 %"; "-" when whole is 0.
[[nodiscard]] std::string percent(std::uint64_t part, std::uint64_t whole);
/// A number with `digits` after the point and thousands separators before it.
[[nodiscard]] std::string fixed(double value, int digits);
/// Energy given in pJ, in the unit that reads best: "123.4 pJ", "5.678 uJ".
[[nodiscard]] std::string energy_text(double picojoules);

/// Columns a UTF-8 text takes on a terminal (no wide or combining characters expected).
[[nodiscard]] std::size_t display_width(std::string_view text);
[[nodiscard]] std::string pad_left(std::string_view text, std::size_t width);
[[nodiscard]] std::string pad_right(std::string_view text, std::size_t width);
/// `count` times the line-drawing dash.
[[nodiscard]] std::string rule(std::size_t count, const Style& style);

/// The level's name; the level count stands for the MACs.
[[nodiscard]] const std::string& level_name(const Design& design, int level);
/// "Buffer[3]"; the MACs carry no number.
[[nodiscard]] std::string instance_name(const Design& design, int level, std::uint64_t instance);

}  // namespace nestwave
