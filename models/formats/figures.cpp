// SPDX-License-Identifier: Apache-2.0
#include "models/formats/figures.h"

#include <charconv>
#include <cmath>

#include "models/formats/figures_csv.h"
#include "models/formats/source.h"
#include "models/formats/spelling.h"
#include "models/formats/timeloop_stats.h"

namespace nestwave {

namespace {

constexpr double kLargest = 9007199254740992.0;  // 2^53: whole numbers are exact up to here

/// Digits behind the point of a number that is known to be well formed.
int places_of(std::string_view number) {
  int exponent = 0;
  if (const std::size_t e = number.find_first_of("eE"); e != std::string_view::npos) {
    std::string_view digits = number.substr(e + 1);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    number = number.substr(0, e);
  }
  const std::size_t point = number.find('.');
  return (point == std::string_view::npos ? 0 : static_cast<int>(number.size() - point - 1)) - exponent;
}

}  // namespace

Printed parse_printed(std::string_view text, const std::string& what, const Location& where) {
  Printed printed{0, 0, where};
  const char* end = text.data() + text.size();
  const auto [stop, status] = std::from_chars(text.data(), end, printed.value);
  // from_chars() would take "nan", "inf" and a sign.
  const bool starts_well = !text.empty() && (text[0] == '.' || (text[0] >= '0' && text[0] <= '9'));
  if (!starts_well || status == std::errc::invalid_argument || stop != end)
    throw InputError(where, what + " must be a number, zero or more, not " + in_quotes(text));
  if (status != std::errc{} || !std::isfinite(printed.value) || printed.value > kLargest)
    throw InputError(where, what + " must be at most 2^53, not " + in_quotes(text));
  printed.places = places_of(text);
  return printed;
}

FigureFile read_figures_text(const std::string& text, const std::string& file_name) {
  const auto file = std::make_shared<const std::string>(file_name);
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    throw InputError({file, 0, 0}, "the file is empty");
  if (text.find('\0') != std::string::npos)
    throw InputError({file, 0, 0}, "this is not a text file: it holds a byte of value zero");
  return is_timeloop_stats(text) ? read_timeloop_stats(text, file) : read_figures_csv(text, file);
}

FigureFile read_figures(const std::filesystem::path& file) {
  return read_figures_text(read_file(file), file.string());
}

}  // namespace nestwave
