// SPDX-License-Identifier: Apache-2.0
// The PEs of a systolic array in which an operand stays: words of a stream go from left to right, sums
// from top to bottom, and what stays next is shifted in from the top.
#pragma once

#include <cstdint>
#include <vector>

#include "pe/systolic/bit_plane.h"

namespace nestwave {

/// What happened in one cycle.
struct GridCounts {
  std::uint64_t macs = 0;
  std::uint64_t started = 0;    ///< sums that stay: MACs that begin one
  std::uint64_t finished = 0;   ///< sums that stay: those that are complete
  std::uint64_t reduced = 0;    ///< sums on their way that another product was added to
  std::uint64_t sum_hops = 0;   ///< links crossed by sums, that out of the array included
  std::uint64_t load_hops = 0;  ///< links crossed by words that are to stay
  bool changed = false;         ///< the next cycle may differ even if the edges do the same
};

/// Plain data and the rule of one cycle; values are carried only if asked for.
class OperandGrid {
 public:
  using Value = std::uint64_t;

  OperandGrid(std::size_t rows, std::size_t columns, bool with_values);

  /// What arrives at the edges in a cycle; cleared by step().
  struct Edge {
    std::vector<bool> left;  ///< by row: a word of the stream
    std::vector<bool> head;  ///< the first one of a fold: what was loaded goes to work
    std::vector<Value> left_value;
    BitPlane shift;  ///< by column: move what is loaded down by a row
    BitPlane begin;  ///< by column: it is the first one of a fold
    BitPlane top;    ///< by column: a word enters row 0
    BitPlane exit;   ///< it belongs to the last row: sums leave below it
    std::vector<Value> top_value;
  };
  Edge edge;

  GridCounts step();
  /// Sums that left in this cycle, by column.
  [[nodiscard]] const BitPlane& exits() const { return exits_; }
  [[nodiscard]] Value exit_value(std::size_t column) const { return exit_value_[column]; }
  /// Nothing is on its way.
  [[nodiscard]] bool empty() const { return !stream_.any() && !sums_.any(); }
  /// Shows the registers to the visitor. `half_loaded`: columns in which the next shift is not the first
  /// one of a fold.
  void visit_state(StateVisitor& state, const BitPlane& half_loaded) const;

 private:
  void stream_in(std::size_t row, GridCounts& counts);
  void multiply(std::size_t row, GridCounts& counts);
  void move_values(std::size_t row);
  void load(GridCounts& counts);
  void load_values(std::size_t row, std::size_t word, std::uint64_t moves);

  std::size_t rows_;
  std::size_t columns_;
  std::uint64_t mask_;
  bool with_values_;
  BitPlane stream_;  ///< a word of the stream is here
  BitPlane head_;    ///< it is the first of a fold
  BitPlane loaded_;  ///< second register
  BitPlane loaded_exit_;
  BitPlane loading_;  ///< words of the present fold are being shifted through
  BitPlane working_;  ///< first register
  BitPlane working_exit_;
  BitPlane sums_;  ///< a sum has been formed here, or passed
  BitPlane exits_;
  std::vector<Value> stream_value_, loaded_value_, working_value_, sum_value_, exit_value_;
};

}  // namespace nestwave
