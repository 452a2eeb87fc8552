// SPDX-License-Identifier: Apache-2.0
#include "traces/count_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "traces/text_table.h"

namespace nestwave {

namespace {

using Align = TextTable::Align;
using Cells = std::vector<std::string>;

bool is_read(std::size_t category) {
  return category <= static_cast<std::size_t>(Category::reads_drain);
}

/// In two panels the head says whether a word is read or written: "reads.fill" is "fill" there.
std::string counter_name(std::size_t category, bool two_panels) {
  std::string_view name = kCategoryNames[category];
  if (two_panels && name.find('.') != name.npos) name.remove_prefix(name.find('.') + 1);
  return std::string(name);
}

/// A difference is marked, unless nothing else can be expected of a run cut short.
std::string analytical_text(std::uint64_t simulated, std::uint64_t analytical, bool compared,
                            const Style& style) {
  if (simulated == analytical || !compared) return grouped(analytical);
  return fmt::format("{} {}", style.utf8 ? "≠" : "!=", grouped(analytical));
}

/// The rows of one data space at one level, without the two names in front.
std::vector<Cells> counter_rows(const Counts& simulated, const Counts& analytical, bool two_panels,
                                bool compared, const Style& style) {
  std::vector<Cells> left;
  std::vector<Cells> right;
  for (std::size_t c = 0; c < kCategories; ++c) {
    if (simulated.value[c] == 0 && analytical.value[c] == 0) continue;
    auto& panel = two_panels && !is_read(c) ? right : left;
    panel.push_back({counter_name(c, two_panels), grouped(simulated.value[c]),
                     analytical_text(simulated.value[c], analytical.value[c], compared, style)});
  }
  left.resize(std::max(left.size(), right.size()), Cells(3));
  for (std::size_t i = 0; i < right.size(); ++i)
    left[i].insert(left[i].end(), right[i].begin(), right[i].end());
  return left;
}

TextTable build(const RunReport& report, const Style& style, bool two_panels) {
  const Design& design = *report.design;
  std::vector<Align> columns = {Align::left, Align::left, Align::left, Align::right, Align::right};
  Cells head = {"level", "data space", two_panels ? "reads" : "counter", "simulated", "analytical"};
  if (two_panels) {
    columns.insert(columns.end(), {Align::left, Align::right, Align::right});
    head.insert(head.end(), {"writes", "simulated", "analytical"});
  }
  TextTable table(columns);
  table.add(head);
  for (int level = 0; level < design.level_count(); ++level) {
    std::string name = level_name(design, level);
    for (int d = 0; d < design.data_space_count(); ++d) {
      std::string space = design.problem().data_spaces[d].name;
      for (const Cells& counters :
           counter_rows(report.simulation.counts.at(level, d), report.analytical.counts.at(level, d),
                        two_panels, !report.simulation.truncated, style)) {
        Cells row = {std::exchange(name, ""), std::exchange(space, "")};
        row.insert(row.end(), counters.begin(), counters.end());
        table.add(std::move(row));
      }
    }
  }
  return table;
}

}  // namespace

std::string count_table(const RunReport& report, const Style& style) {
  constexpr std::size_t kIndent = 2;
  const TextTable wide = build(report, style, true);
  if (wide.width() + kIndent <= style.width) return wide.text(kIndent);
  return build(report, style, false).text(kIndent);
}

}  // namespace nestwave
