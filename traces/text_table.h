// SPDX-License-Identifier: Apache-2.0
// Rows of cells, aligned in columns.
#pragma once

#include <string>
#include <vector>

#include "traces/format.h"

namespace nestwave {

class TextTable {
 public:
  enum class Align { left, right };

  /// `gap`: blanks between columns.
  explicit TextTable(std::vector<Align> columns, std::size_t gap = 2)
      : columns_(std::move(columns)), gap_(gap) {}

  /// Missing cells at the end are empty; the row is then no longer than its last cell.
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  /// Columns the widest row takes, without indentation.
  [[nodiscard]] std::size_t width() const;
  /// One line per row, each ended by a newline; no blanks at line ends.
  [[nodiscard]] std::string text(std::size_t indent = 0) const;

 private:
  [[nodiscard]] std::vector<std::size_t> widths() const;

  std::vector<Align> columns_;
  std::size_t gap_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace nestwave
