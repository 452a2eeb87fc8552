// SPDX-License-Identifier: Apache-2.0
#include "models/formats/factors.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <string>
#include <string_view>

#include "models/formats/spelling.h"

namespace nestwave {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

std::vector<std::string> dimension_names(const Problem& problem) {
  std::vector<std::string> names;
  for (const Dimension& dimension : problem.dimensions) names.push_back(dimension.name);
  return names;
}

int require_dimension(std::string_view name, const Problem& problem, const Location& where) {
  const int found = problem.find_dimension(std::string(name));
  if (found < 0)
    throw InputError(
        where, "there is no dimension " + in_quotes(name) + did_you_mean(name, dimension_names(problem)));
  return found;
}

/// Scans one text of factors from left to right.
class FactorScanner {
 public:
  FactorScanner(const PlacedText& text, const Problem& problem)
      : text_(text.text), where_(text.where), problem_(problem) {}

  void scan_into(std::vector<Factor>& factors) {
    while (skip_separators(), at_ < text_.size()) {
      const int dimension = scan_name();
      const std::string& name = problem_.dimensions[static_cast<std::size_t>(dimension)].name;
      Factor& factor = factors[static_cast<std::size_t>(dimension)];
      const bool again = factor.where.has_value();
      factor.bound = scan_number("the factor of " + name);
      if (again) throw InputError(where_, "the factor of " + name + " is given twice");
      factor.where = where_;
      if (skip_to_last_round()) factor.last_round = scan_last_round(name, factor.bound);
    }
  }

 private:
  void skip_spaces() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  void skip_separators() {
    while (at_ < text_.size() && (is_space(text_[at_]) || text_[at_] == ',')) ++at_;
  }

  /// "R=", "R =", or the longest dimension name in front of a digit: "R3P1".
  int scan_name() {
    const std::size_t start = at_;
    std::size_t end = at_;
    while (end < text_.size() && is_word(text_[end])) ++end;
    const std::string_view word = std::string_view(text_).substr(start, end - start);
    if (word.empty()) throw InputError(where_, "factors are written 'R=3 P=1', not " + in_quotes(text_));
    at_ = end;
    skip_spaces();
    if (at_ < text_.size() && text_[at_] == '=') {
      ++at_;
      return require_dimension(word, problem_, where_);
    }
    if (at_ < text_.size() && (text_[at_] == '<' || text_[at_] == '>'))
      throw InputError(
          where_, "the factor of " + std::string(word) + " must be one number; ranges belong to constraints");
    int best = -1;
    std::size_t length = 0;
    for (std::size_t d = 0; d < problem_.dimensions.size(); ++d) {
      const std::string& name = problem_.dimensions[d].name;
      if (name.size() <= length || !word.starts_with(name) || word.size() == name.size()) continue;
      if (!is_digit(word[name.size()])) continue;
      best = static_cast<int>(d);
      length = name.size();
    }
    at_ = start + length;
    if (best >= 0) return best;
    const std::string_view letters = word.substr(0, std::min(word.size(), word.find_first_of("0123456789")));
    if (!letters.empty()) require_dimension(letters, problem_, where_);
    const bool number = std::all_of(text_.begin(), text_.end(), is_digit);
    throw InputError(where_, "factors are written 'R=3 P=1', not " + in_quotes(text_) +
                                 (number ? "; a last round in a list needs quotes: ['Q=4,3']" : ""));
  }

  std::uint64_t scan_number(const std::string& what) {
    skip_spaces();
    const std::size_t start = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    const std::string_view digits = std::string_view(text_).substr(start, at_ - start);
    // A letter right behind the digits starts the next factor; a sign, a point or the like does not.
    const bool clean =
        at_ == text_.size() || is_space(text_[at_]) || is_word(text_[at_]) || text_[at_] == ',';
    if (digits.empty() && (at_ == text_.size() || is_word(text_[at_])))
      throw InputError(where_, what + " has no number");
    if (digits.empty() || !clean) {
      std::size_t end = start;
      while (end < text_.size() && !is_space(text_[end]) && text_[end] != ',') ++end;
      throw InputError(where_, what + " must be a whole number, not " +
                                   in_quotes(std::string_view(text_).substr(start, end - start)));
    }
    std::uint64_t value = 0;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), value).ec != std::errc{})
      throw InputError(where_, what + " is too large: " + in_quotes(digits));
    return value;
  }

  /// "P=4,3" and "P=4,-1", but not "P=4,R=3": what stands behind a comma and is no word.
  bool skip_to_last_round() {
    std::size_t next = at_;
    bool comma = false;
    while (next < text_.size() && (is_space(text_[next]) || text_[next] == ','))
      comma |= text_[next++] == ',';
    const bool number = next < text_.size() && (is_digit(text_[next]) || !is_word(text_[next]));
    if (comma && number) at_ = next;
    return comma && number;
  }

  std::uint64_t scan_last_round(const std::string& name, std::uint64_t bound) {
    const std::uint64_t value = scan_number("the last round of " + name);
    if (bound == 0)
      throw InputError(where_,
                       "a factor 0 of " + name + " takes what is left over; it has no last round to set");
    if (value == 0) throw InputError(where_, "the last round of " + name + " must be at least 1");
    if (value > bound)
      throw InputError(where_, "the last round of " + name + " is " + std::to_string(value) +
                                   ", more than its factor " + std::to_string(bound));
    return value;
  }

  const std::string& text_;
  const Location& where_;
  const Problem& problem_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Factor> parse_factors(const std::vector<PlacedText>& texts, const Problem& problem) {
  std::vector<Factor> factors(problem.dimensions.size());
  for (const PlacedText& text : texts) FactorScanner(text, problem).scan_into(factors);
  return factors;
}

std::vector<int> parse_permutation(const std::vector<PlacedText>& texts, const Problem& problem) {
  std::vector<int> order;
  const auto add = [&](std::string_view name, const Location& where) {
    const int dimension = require_dimension(name, problem, where);
    if (std::find(order.begin(), order.end(), dimension) != order.end())
      throw InputError(where, "the permutation names " + std::string(name) + " twice");
    order.push_back(dimension);
  };
  const auto all_short = [&](std::string_view word) {
    return std::all_of(word.begin(), word.end(),
                       [&](char c) { return problem.find_dimension(std::string(1, c)) >= 0; });
  };
  const bool short_names = std::all_of(problem.dimensions.begin(), problem.dimensions.end(),
                                       [](const Dimension& dimension) { return dimension.name.size() == 1; });
  for (const PlacedText& text : texts) {
    const std::string_view all = text.text;
    for (std::size_t at = 0; at < all.size();) {
      if (is_space(all[at]) || all[at] == ',') {
        ++at;
        continue;
      }
      std::size_t end = at;
      while (end < all.size() && !is_space(all[end]) && all[end] != ',') ++end;
      const std::string_view word = all.substr(at, end - at);
      if (problem.find_dimension(std::string(word)) < 0 && (short_names || all_short(word)))
        for (std::size_t i = 0; i < word.size(); ++i) add(word.substr(i, 1), text.where);
      else
        add(word, text.where);
      at = end;
    }
  }
  for (int d = 0; d < static_cast<int>(problem.dimensions.size()); ++d)
    if (std::find(order.begin(), order.end(), d) == order.end()) order.push_back(d);
  return order;
}

}  // namespace nestwave
