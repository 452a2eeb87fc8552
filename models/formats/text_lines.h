// SPDX-License-Identifier: Apache-2.0
// A text line by line, with the place of every piece.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "models/error.h"

namespace nestwave {

/// A piece of a line and the column (from 1) at which it begins.
struct Piece {
  std::string_view text;
  int column = 1;

  /// Without blanks at either end.
  [[nodiscard]] Piece trimmed() const;
  /// The part from offset `at` on, `length` bytes of it.
  [[nodiscard]] Piece part(std::size_t at, std::size_t length = std::string_view::npos) const;
};

/// Walks over the lines of a text, which must outlive it. Ends of lines: \n or \r\n; a byte order mark is
/// passed over.
class TextLines {
 public:
  TextLines(std::string_view text, std::shared_ptr<const std::string> file);

  /// Goes to the next line; false at the end of the text.
  bool next();
  [[nodiscard]] Piece line() const { return {line_, 1}; }
  [[nodiscard]] int number() const { return number_; }
  /// Of a piece of the present line.
  [[nodiscard]] Location where(const Piece& piece) const { return {file_, number_, piece.column}; }

 private:
  std::string_view rest_;
  std::shared_ptr<const std::string> file_;
  std::string_view line_;
  int number_ = 0;
};

}  // namespace nestwave
