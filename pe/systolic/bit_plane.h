// SPDX-License-Identifier: Apache-2.0
// One bit for every PE of an array, row by row.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "dataflows/state.h"

namespace nestwave {

/// 64 columns to a word; bits beyond the last column are never set.
class BitPlane {
 public:
  BitPlane(std::size_t rows, std::size_t columns)
      : rows_(rows), words_((columns + 63) / 64), bits_(rows * words_, 0) {}

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t words() const { return words_; }
  std::uint64_t* operator[](std::size_t row) { return bits_.data() + row * words_; }
  const std::uint64_t* operator[](std::size_t row) const { return bits_.data() + row * words_; }
  [[nodiscard]] bool test(std::size_t row, std::size_t column) const {
    return ((*this)[row][column / 64] >> (column % 64) & 1U) != 0;
  }
  void set(std::size_t row, std::size_t column) {
    (*this)[row][column / 64] |= std::uint64_t{1} << (column % 64);
  }
  void clear(std::size_t row, std::size_t column) {
    (*this)[row][column / 64] &= ~(std::uint64_t{1} << (column % 64));
  }
  [[nodiscard]] bool any() const {
    for (const std::uint64_t word : bits_)
      if (word != 0) return true;
    return false;
  }
  [[nodiscard]] bool any(std::size_t row) const {
    return std::any_of((*this)[row], (*this)[row] + words_, [](std::uint64_t word) { return word != 0; });
  }
  void reset() { bits_.assign(bits_.size(), 0); }
  /// Shows all bits to the visitor.
  void visit_state(StateVisitor& state) const {
    for (const std::uint64_t word : bits_) state.plain(word);
  }

 private:
  std::size_t rows_;
  std::size_t words_;
  std::vector<std::uint64_t> bits_;
};

/// Every bit of the row moves to the next column; `first` enters column 0, what lies beyond `last_mask`
/// of the last word leaves. Returns whether the row changed.
inline bool shift_right(std::uint64_t* row, std::size_t words, bool first, std::uint64_t last_mask) {
  std::uint64_t carry = first ? 1 : 0;
  std::uint64_t changed = 0;
  for (std::size_t w = 0; w < words; ++w) {
    std::uint64_t moved = row[w] << 1U | carry;
    if (w + 1 == words) moved &= last_mask;
    carry = row[w] >> 63U;
    changed |= moved ^ row[w];
    row[w] = moved;
  }
  return changed != 0;
}

inline std::uint64_t last_word_mask(std::size_t columns) {
  return columns % 64 == 0 ? ~std::uint64_t{0} : (std::uint64_t{1} << (columns % 64)) - 1;
}

}  // namespace nestwave
