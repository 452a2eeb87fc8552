// SPDX-License-Identifier: Apache-2.0
#include "traces/text_table.h"

#include <algorithm>
#include <numeric>

namespace nestwave {

std::vector<std::size_t> TextTable::widths() const {
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (const auto& row : rows_)
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], display_width(row[c]));
  return widths;
}

std::size_t TextTable::width() const {
  const std::vector<std::size_t> all = widths();
  return std::accumulate(all.begin(), all.end(), gap_ * (all.size() - 1));
}

std::string TextTable::text(std::size_t indent) const {
  const std::vector<std::size_t> all = widths();
  std::string text;
  for (const auto& row : rows_) {
    std::string line(indent, ' ');
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c > 0) line.append(gap_, ' ');
      line += columns_[c] == Align::left ? pad_right(row[c], all[c]) : pad_left(row[c], all[c]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

}  // namespace nestwave
