// SPDX-License-Identifier: Apache-2.0
#include "traces/csv.h"

#include <fmt/format.h>

#include <iterator>

namespace nestwave {

void append_csv_cell(std::string_view cell, std::string& text) {
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    text += cell;
    return;
  }
  text += '"';
  for (const char c : cell) {
    if (c == '"') text += '"';
    text += c;
  }
  text += '"';
}

std::string counts_csv(const RunReport& report) {
  return std::string(kCountsCsvHeader) + counts_csv_lines(report, report.design->problem().name);
}

std::string counts_csv_lines(const RunReport& report, const std::string& layer) {
  const Design& design = *report.design;
  std::string text;
  for (int level = 0; level < design.level_count(); ++level)
    for (int d = 0; d < design.data_space_count(); ++d) {
      if (!design.mapping().levels[level].keep[d]) continue;
      std::string prefix;
      for (const std::string* cell :
           {&layer, &design.architecture().levels[level].name, &design.problem().data_spaces[d].name}) {
        append_csv_cell(*cell, prefix);
        prefix += ',';
      }
      for (std::size_t c = 0; c < kCategories; ++c)
        fmt::format_to(std::back_inserter(text), "{}{},{},{}\n", prefix, kCategoryNames[c],
                       report.simulation.counts.at(level, d).value[c],
                       report.analytical.counts.at(level, d).value[c]);
    }
  return text;
}

}  // namespace nestwave
