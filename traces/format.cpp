// SPDX-License-Identifier: Apache-2.0
#include "traces/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace nestwave {

namespace {

/// A comma before every third digit, counted from the decimal point or the end.
std::string group_digits(std::string_view number) {
  const std::size_t whole = std::min(number.find('.'), number.size());
  std::string text;
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (i > 0 && i < whole && (whole - i) % 3 == 0) text += ',';
    text += number[i];
  }
  return text;
}

}  // namespace

std::string grouped(std::uint64_t value) {
  return group_digits(std::to_string(value));
}

std::string percent(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "-";
  return fmt::format("{:.1f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string fixed(double value, int digits) {
  return fmt::format("{}{}", value < 0 ? "-" : "",
                     group_digits(fmt::format("{:.{}f}", std::abs(value), digits)));
}

std::string energy_text(double picojoules) {
  struct Unit {
    double factor;
    std::string_view name;
  };
  constexpr Unit kUnits[] = {{1e12, "J"}, {1e9, "mJ"}, {1e6, "uJ"}, {1e3, "nJ"}};
  for (const Unit& unit : kUnits)
    if (std::abs(picojoules) >= unit.factor)
      return fmt::format("{:.3f} {}", picojoules / unit.factor, unit.name);
  return fmt::format("{:.3f} pJ", picojoules);
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (const char c : text)
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++width;  // continuation bytes take no column
  return width;
}

std::string pad_left(std::string_view text, std::size_t width) {
  const std::size_t used = display_width(text);
  return std::string(used < width ? width - used : 0, ' ') + std::string(text);
}

std::string pad_right(std::string_view text, std::size_t width) {
  const std::size_t used = display_width(text);
  return std::string(text) + std::string(used < width ? width - used : 0, ' ');
}

std::string rule(std::size_t count, const Style& style) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += style.utf8 ? "─" : "-";
  return text;
}

const std::string& level_name(const Design& design, int level) {
  return level < design.level_count() ? design.architecture().levels[level].name
                                      : design.architecture().compute.name;
}

std::string instance_name(const Design& design, int level, std::uint64_t instance) {
  if (level >= design.level_count()) return level_name(design, level);
  return fmt::format("{}[{}]", level_name(design, level), instance);
}

}  // namespace nestwave
