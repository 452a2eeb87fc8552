// SPDX-License-Identifier: Apache-2.0
#include "traces/against_table.h"

#include <fmt/format.h>

#include <cmath>

#include "traces/text_table.h"

namespace nestwave {

namespace {

using Align = TextTable::Align;

constexpr std::size_t kShownRows = 60;

std::string number(const Figure& figure, double value) {
  if (!figure.exact()) return fixed(value, 2);
  return fixed(value, value == std::floor(value) ? 0 : 2);
}

std::string with_sign(const Figure& figure, double value) {
  return (value > 0 ? "+" : "") + number(figure, value);
}

std::string reasons(const Comparison& comparison) {
  std::string text;
  const auto add = [&](std::string_view what, Amount amount) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", what,
                        with_sign(comparison.figure, amount / comparison.instances));
  };
  for (const Share& share : comparison.shares) add(in_words(share.reason), share.amount);
  return text;
}

void add_row(const Design& design, const Comparison& comparison, bool explained, TextTable& table) {
  const Figure& figure = comparison.figure;
  std::string why = reasons(comparison);
  if (!explained)
    why += fmt::format("{}UNEXPLAINED {}", why.empty() ? "" : ", ",
                       with_sign(figure, comparison.unexplained / comparison.instances));
  table.add({figure.level < 0 ? "" : level_name(design, figure.level),
             figure.data_space < 0
                 ? ""
                 : design.problem().data_spaces[static_cast<std::size_t>(figure.data_space)].name,
             std::string(counter_name(figure.measure, figure.category)),
             number(figure, comparison.ours / comparison.instances),
             number(figure, comparison.theirs / comparison.instances),
             with_sign(figure, comparison.difference() / comparison.instances), std::move(why)});
}

}  // namespace

std::string against_table(const RunReport& report, const Style& style) {
  const AgainstResult& against = *report.against;
  TextTable table(
      {Align::left, Align::left, Align::left, Align::right, Align::right, Align::right, Align::left});
  table.add({"level", "data space", "counter", "ours", "theirs", "difference", "which is"});
  std::size_t rows = 0;
  for (const bool explained : {false, true})
    for (const Comparison& comparison : explained ? against.explained : against.unexplained)
      if (++rows <= kShownRows) add_row(*report.design, comparison, explained, table);
  std::string text = rows == 0 ? "" : table.text(2);
  if (rows > kShownRows)
    text += fmt::format("  {} and {} more\n", style.utf8 ? "…" : "...", rows - kShownRows);
  text += fmt::format("  {} of {} figures are equal; theirs are counted as '{}'\n", grouped(against.equal),
                      grouped(against.compared), against.counted_as);
  for (const std::string& what : against.not_compared) text += "  not compared: " + what + "\n";
  return text;
}

std::string against_verdict(const RunReport& report, const Style& style) {
  const AgainstResult& against = *report.against;
  if (!against.unexplained.empty())
    return fmt::format("UNEXPLAINED: {} of {} figures of {} differ for no known reason\n",
                       grouped(against.unexplained.size()), grouped(against.compared), against.file);
  const std::string_view tick = style.utf8 ? "✓ " : "";
  if (against.explained.empty())
    return fmt::format("{}all {} figures of {} are equal\n", tick, grouped(against.compared), against.file);
  return fmt::format("{}{} figures of {} are equal, {} {} explained to the last word\n", tick,
                     grouped(against.equal), against.file, grouped(against.explained.size()),
                     against.explained.size() == 1 ? "is" : "are");
}

}  // namespace nestwave
