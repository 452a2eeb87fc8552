// SPDX-License-Identifier: Apache-2.0
#include "models/formats/yaml.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "models/formats/spelling.h"

namespace nestwave::yaml {

namespace {

constexpr std::int64_t kMaxRationalPart = 1'000'000;

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Digits only; false if there is anything else or it does not fit.
bool parse_digits(std::string_view text, std::uint64_t& value) {
  if (!all_digits(text)) return false;
  return std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc{};
}

/// "12", "0.25", ".5", "25e-2" as an exact fraction; false if it is something else or beyond 10^18.
bool parse_decimal(std::string_view text, std::int64_t& numerator, std::int64_t& denominator) {
  constexpr std::size_t kMaxDigits = 18;
  std::int64_t exponent = 0;
  if (const std::size_t e = text.find_first_of("eE"); e != std::string_view::npos) {
    std::string_view digits = text.substr(e + 1);
    const bool negative = digits.starts_with('-');
    if (negative || digits.starts_with('+')) digits.remove_prefix(1);
    std::uint64_t power = 0;
    if (!parse_digits(digits, power) || power > kMaxDigits) return false;
    exponent = negative ? -static_cast<std::int64_t>(power) : static_cast<std::int64_t>(power);
    text = text.substr(0, e);
  }
  std::string digits(text);
  if (const std::size_t point = digits.find('.'); point != std::string::npos) {
    exponent -= static_cast<std::int64_t>(digits.size() - point - 1);
    digits.erase(point, 1);
  }
  while (exponent > 0 && digits.size() <= kMaxDigits) {
    digits += '0';
    --exponent;
  }
  while (exponent < 0 && digits.size() > 1 && digits.back() == '0') {
    digits.pop_back();
    ++exponent;
  }
  std::uint64_t value = 0;
  if (!parse_digits(digits, value) || value > 1'000'000'000'000'000'000u || exponent > 0 ||
      exponent < -static_cast<std::int64_t>(kMaxDigits))
    return false;
  numerator = static_cast<std::int64_t>(value);
  denominator = 1;
  for (; exponent < 0; ++exponent) denominator *= 10;
  return true;
}

/// ", not 'depth * 2'; ..." for a number that is none; nothing for a list or map.
std::string but_it_is(const Node& node) {
  if (!node.is_scalar()) return "";
  const bool expression = node.text.find_first_of("*()") != std::string::npos;
  return ", not " + in_quotes(node.text) + (expression ? "; expressions are not evaluated" : "");
}

}  // namespace

std::string normalized(std::string_view key) {
  std::string result(key);
  std::replace(result.begin(), result.end(), '-', '_');
  return result;
}

const Node* Node::find(std::string_view key) const {
  const std::string wanted = normalized(key);
  for (const Entry& entry : entries)
    if (normalized(entry.key) == wanted) return &entry.value;
  return nullptr;
}

Node* Node::find(std::string_view key) {
  return const_cast<Node*>(std::as_const(*this).find(key));
}

const Node* Node::find_any(const std::vector<std::string_view>& keys) const {
  const Node* found = nullptr;
  std::string_view first;
  for (const std::string_view key : keys) {
    const Node* value = find(key);
    if (!value) continue;
    if (found && value->is_scalar() && found->is_scalar() && value->text == found->text) continue;
    if (found)
      fail(*value, in_quotes(key) + " and " + in_quotes(first) + " mean the same; give only one of them");
    found = value;
    first = key;
  }
  return found;
}

void fail(const Node& node, const std::string& message) {
  throw InputError(node.where, message);
}

const Node& require_map(const Node& node, const std::string& what) {
  if (!node.is_map()) fail(node, what + " must be a map (key: value)");
  return node;
}

const Node& require_sequence(const Node& node, const std::string& what) {
  if (!node.is_sequence()) fail(node, what + " must be a list");
  return node;
}

const std::string& text_of(const Node& node, const std::string& what) {
  if (!node.is_scalar() || node.text.empty()) fail(node, what + " must be a word");
  return node.text;
}

std::uint64_t integer_of(const Node& node, const std::string& what, std::uint64_t least, std::uint64_t most) {
  const std::string& text = node.text;
  const bool digits = node.is_scalar() && all_digits(text);
  if (!digits) fail(node, what + " must be a whole number" + but_it_is(node));
  std::uint64_t value = 0;
  if (!parse_digits(text, value) || value > most)
    fail(node, what + " must be at most " + std::to_string(most) + ", not " + in_quotes(text));
  if (value < least)
    fail(node, what + " must be at least " + std::to_string(least) + ", not " + in_quotes(text));
  return value;
}

Rational rational_of(const Node& node, const std::string& what) {
  const std::string_view text = node.text;
  const std::size_t slash = text.find('/');
  std::int64_t numerator = 0;
  std::int64_t scale_up = 1;
  std::int64_t denominator = 1;
  std::int64_t scale_down = 1;
  const bool fits =
      node.is_scalar() && parse_decimal(text.substr(0, slash), numerator, scale_up) &&
      (slash == std::string_view::npos || parse_decimal(text.substr(slash + 1), denominator, scale_down));
  if (!fits) fail(node, what + " must be a number such as 4, 0.25 or 3/4" + but_it_is(node));
  if (numerator == 0 || denominator == 0)
    fail(node, what + " must be greater than zero, not " + in_quotes(text));
  const Rational value = Rational(numerator, scale_up);
  if (slash == std::string_view::npos) {
    if (value.numerator() <= kMaxRationalPart && value.denominator() <= kMaxRationalPart) return value;
  } else if (scale_up == 1 && scale_down == 1) {
    const Rational fraction(numerator, denominator);
    if (fraction.numerator() <= kMaxRationalPart && fraction.denominator() <= kMaxRationalPart)
      return fraction;
  } else {
    fail(node, what + " must be a fraction of whole numbers, not " + in_quotes(text));
  }
  fail(node, what + " must be a fraction with parts of at most " + std::to_string(kMaxRationalPart) +
                 ", not " + in_quotes(text));
}

double decimal_of(const Node& node, const std::string& what) {
  const std::string& text = node.text;
  double value = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  // from_chars() would take "nan", "inf" and a sign.
  const bool number = node.is_scalar() && status == std::errc{} && end == text.data() + text.size() &&
                      std::isfinite(value) && (text[0] == '.' || (text[0] >= '0' && text[0] <= '9'));
  if (!number) fail(node, what + " must be a number, zero or more" + but_it_is(node));
  return value;
}

bool boolean_of(const Node& node, const std::string& what) {
  std::string text = node.text;
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (node.is_scalar() && (text == "true" || text == "yes" || text == "on")) return true;
  if (node.is_scalar() && (text == "false" || text == "no" || text == "off")) return false;
  fail(node, what + " must be true or false" + (node.is_scalar() ? ", not " + in_quotes(node.text) : ""));
}

void require_known_keys(const Node& map, const std::string& what, const std::vector<std::string>& legal) {
  require_map(map, what);
  for (const Node::Entry& entry : map.entries) {
    const std::string key = normalized(entry.key);
    if (std::find(legal.begin(), legal.end(), key) == legal.end())
      throw InputError(entry.where, what + " has no key " + in_quotes(entry.key) + did_you_mean(key, legal));
  }
}

void require_known_version(const Node& map) {
  const Node* version = map.find("version");
  if (!version) return;
  const std::vector<std::string> known = {"0.2", "0.3", "0.4"};
  const std::string& text = text_of(*version, "the version");
  if (std::find(known.begin(), known.end(), text) == known.end())
    fail(*version, "version " + in_quotes(text) + " is not known; it must be " + one_of(known));
}

}  // namespace nestwave::yaml
