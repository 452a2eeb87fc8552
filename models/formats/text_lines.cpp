// SPDX-License-Identifier: Apache-2.0
#include "models/formats/text_lines.h"

#include <algorithm>

namespace nestwave {

Piece Piece::trimmed() const {
  constexpr std::string_view kBlanks = " \t";
  const std::size_t first = std::min(text.find_first_not_of(kBlanks), text.size());
  const std::size_t last = text.find_last_not_of(kBlanks);
  return part(first, last == std::string_view::npos ? 0 : last - first + 1);
}

Piece Piece::part(std::size_t at, std::size_t length) const {
  return {text.substr(at, length), column + static_cast<int>(at)};
}

TextLines::TextLines(std::string_view text, std::shared_ptr<const std::string> file)
    : rest_(text), file_(std::move(file)) {
  if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
}

bool TextLines::next() {
  if (rest_.empty()) return false;
  const std::size_t end = std::min(rest_.find('\n'), rest_.size());
  line_ = rest_.substr(0, end);
  if (line_.ends_with('\r')) line_.remove_suffix(1);
  rest_.remove_prefix(std::min(end + 1, rest_.size()));
  ++number_;
  return true;
}

}  // namespace nestwave
