// SPDX-License-Identifier: Apache-2.0
#include "models/formats/map_txt.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>

#include "models/formats/spelling.h"

namespace nestwave {

namespace {

constexpr std::size_t kMaxLines = 4096;  ///< levels and loops

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

/// Takes one line apart from left to right.
class Line {
 public:
  Line(std::string_view text, std::shared_ptr<const std::string> file, int number)
      : text_(text), file_(std::move(file)), number_(number) {
    while (!text_.empty() && is_space(text_.back())) text_.remove_suffix(1);
    skip_spaces();
  }

  [[nodiscard]] bool done() const { return at_ == text_.size(); }
  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }
  [[nodiscard]] Location here() const { return {file_, number_, static_cast<int>(at_) + 1}; }

  /// The word, if it stands here, and the spaces behind it.
  bool skip(std::string_view word) {
    if (!rest().starts_with(word)) return false;
    at_ += word.size();
    skip_spaces();
    return true;
  }
  /// Characters up to a space or one of `stop`, and the spaces behind them; may be empty.
  PlacedText word(std::string_view stop) {
    const Location where = here();
    const std::size_t start = at_;
    while (!done() && !is_space(text_[at_]) && stop.find(text_[at_]) == std::string_view::npos) ++at_;
    const std::string_view taken = text_.substr(start, at_ - start);
    skip_spaces();
    return {std::string(taken), where};
  }

 private:
  void skip_spaces() {
    while (!done() && is_space(text_[at_])) ++at_;
  }

  std::string_view text_;
  std::shared_ptr<const std::string> file_;
  int number_;
  std::size_t at_ = 0;
};

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

/// One loop and where it runs: ' ' in time, 'X' or 'Y' in space.
struct PrintedLoop {
  PlacedText dimension;
  PlacedText factor;  ///< "M=4,3"
  char axis = ' ';
};

struct PrintedLevel {
  PlacedText name;
  std::vector<PlacedText> keep;
  std::vector<PrintedLoop> loops;  ///< outermost first; those of bound 1 are left out
};

constexpr const char* kLoopForm = "a loop is written 'for M in [0:8)'; this does not fit: ";
constexpr const char* kLevelForm = "a level is written 'DRAM [ Weights:9 Outputs:7 ]'; this does not fit: ";

[[noreturn]] void refuse(const Line& line, const char* form) {
  throw InputError(line.here(), form + (line.done() ? "the end of the line" : in_quotes(line.rest())));
}

/// Digits as text; their value is looked at with the factors.
PlacedText number(Line& line, std::string_view stop, const char* form) {
  PlacedText digits = line.word(stop);
  if (digits.text.empty()) refuse(line, form);
  if (!all_digits(digits.text)) throw InputError(digits.where, form + in_quotes(digits.text));
  return digits;
}

/// Behind "for ".
PrintedLoop read_loop(Line& line) {
  PrintedLoop loop;
  loop.dimension = line.word("[");
  if (loop.dimension.text.empty() || !line.skip("in") || !line.skip("[")) refuse(line, kLoopForm);
  const PlacedText start = number(line, ":", kLoopForm);
  if (!line.skip(":")) refuse(line, kLoopForm);
  if (start.text != "0") throw InputError(start.where, "a loop starts at 0, not at " + in_quotes(start.text));
  const PlacedText bound = number(line, ",)]", kLoopForm);
  if (bound.text.find_first_not_of('0') == std::string::npos)
    throw InputError(bound.where, "the loop over " + loop.dimension.text + " has no iteration");
  loop.factor = {loop.dimension.text + "=" + bound.text, bound.where};
  if (line.skip(",")) loop.factor.text += "," + number(line, ")]", kLoopForm).text;
  if (!line.skip(")")) refuse(line, kLoopForm);
  if (line.skip("(Spatial-X)"))
    loop.axis = 'X';
  else if (line.skip("(Spatial-Y)"))
    loop.axis = 'Y';
  if (!line.done())
    throw InputError(line.here(), "behind a loop stands nothing, '(Spatial-X)' or '(Spatial-Y)', not " +
                                      in_quotes(line.rest()));
  return loop;
}

PrintedLevel read_head(Line& line) {
  PrintedLevel level;
  level.name = line.word("[");
  if (level.name.text.empty() || !line.skip("[")) refuse(line, kLevelForm);
  while (!line.skip("]")) {
    const PlacedText data_space = line.word(":]");
    if (data_space.text.empty() || !line.skip(":")) refuse(line, kLevelForm);
    (void)number(line, "(]", kLevelForm);
    // Later versions add the words that are not zero.
    if (line.skip("(")) {
      (void)number(line, ")", kLevelForm);
      if (!line.skip(")")) refuse(line, kLevelForm);
    }
    level.keep.push_back(data_space);
  }
  if (!line.done()) refuse(line, kLevelForm);
  return level;
}

/// The level as directives of a mapping file.
void add_directives(const PrintedLevel& level, MappingText& mapping) {
  Directive bypass;
  bypass.target = level.name;
  bypass.where = level.name.where;
  Directive temporal = bypass;
  Directive spatial = bypass;
  bypass.type = DirectiveType::bypass;
  bypass.keep = level.keep;
  spatial.type = DirectiveType::spatial;
  const auto add = [&](Directive& directive, char axis) {
    for (auto loop = level.loops.rbegin(); loop != level.loops.rend(); ++loop) {
      if (loop->axis != axis) continue;
      directive.factors.push_back(loop->factor);
      directive.permutation.push_back(loop->dimension);
    }
  };
  add(temporal, ' ');
  add(spatial, 'X');
  spatial.split = spatial.factors.size();
  add(spatial, 'Y');
  if (!bypass.keep.empty()) mapping.directives.push_back(std::move(bypass));
  if (!temporal.factors.empty()) mapping.directives.push_back(std::move(temporal));
  if (!spatial.factors.empty()) mapping.directives.push_back(std::move(spatial));
}

}  // namespace

MappingText read_loop_nest(const std::string& text, const std::string& file_name) {
  const auto file = std::make_shared<const std::string>(file_name);
  std::vector<PrintedLevel> levels;
  std::set<std::string> seen;
  std::size_t used = 0;
  int number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    Line line(std::string_view(text).substr(at, end - at), file, ++number);
    at = end + 1;
    const bool rule = line.rest().find_first_not_of('-') == std::string_view::npos;
    if (line.done() || rule) continue;
    if (++used > kMaxLines)
      throw InputError(line.here(), "more than " + std::to_string(kMaxLines) + " levels and loops");
    const Location start = line.here();
    const bool bar = line.skip("|");
    if (!bar && !line.rest().starts_with("for ")) {
      levels.push_back(read_head(line));
      if (!seen.insert(levels.back().name.text).second)
        throw InputError(start, "the level " + levels.back().name.text + " is printed twice");
      continue;
    }
    if (levels.empty()) throw InputError(start, "a loop stands before the first level");
    if (!line.skip("for ")) refuse(line, kLoopForm);
    PrintedLoop loop = read_loop(line);
    std::vector<PrintedLoop>& loops = levels.back().loops;
    if (loop.axis == ' ' && !loops.empty() && loops.back().axis != ' ' && !loop.factor.text.ends_with("=1"))
      throw InputError(start,
                       "a temporal loop stands inside the spatial loops of " + levels.back().name.text);
    if (!loop.factor.text.ends_with("=1")) loops.push_back(std::move(loop));
  }
  if (levels.empty()) throw InputError({file, 0, 0}, "the file holds no loop nest");
  MappingText mapping;
  mapping.where = {file, 0, 0};
  for (const PrintedLevel& level : levels) {
    mapping.printed_levels.push_back(level.name);
    add_directives(level, mapping);
  }
  return mapping;
}

}  // namespace nestwave
