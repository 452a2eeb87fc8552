// SPDX-License-Identifier: Apache-2.0
// The PEs of a systolic array in which sums stay: one operand goes from left to right, the other from top
// to bottom, and finished sums move down the columns.
#pragma once

#include <cstdint>
#include <vector>

#include "pe/systolic/bit_plane.h"
#include "pe/systolic/operand_grid.h"

namespace nestwave {

/// Plain data and the rule of one cycle; values are carried only if asked for.
class SumGrid {
 public:
  using Value = std::uint64_t;

  SumGrid(std::size_t rows, std::size_t columns, bool with_values);

  /// What arrives at the edges in a cycle; cleared by step().
  struct Edge {
    std::vector<bool> left;  ///< by row: a word
    std::vector<Value> left_value;
    BitPlane top;    ///< by column: a word
    BitPlane tail;   ///< it is the last one of a fold
    BitPlane shift;  ///< by column: move finished sums down by a row
    std::vector<Value> top_value;
    std::vector<std::size_t> first_row;  ///< by column: the rows above have sums of the next fold
    std::vector<std::size_t> last_row;   ///< by column: sums leave below this row
  };
  Edge edge;

  GridCounts step();
  /// Sums that left in this cycle, by column.
  [[nodiscard]] const BitPlane& exits() const { return exits_; }
  [[nodiscard]] Value exit_value(std::size_t column) const { return exit_value_[column]; }
  /// Nothing is on its way.
  [[nodiscard]] bool empty() const { return !across_.any() && !down_.any() && !finished_.any(); }
  /// Shows the registers to the visitor.
  void visit_state(StateVisitor& state) const {
    for (const BitPlane* plane : {&across_, &down_, &tail_, &sums_, &finished_}) plane->visit_state(state);
  }

 private:
  void drain(GridCounts& counts);
  void stream_in(std::size_t row, GridCounts& counts);
  void multiply(std::size_t row, GridCounts& counts);

  std::size_t rows_;
  std::size_t columns_;
  std::uint64_t mask_;
  bool with_values_;
  BitPlane across_;
  BitPlane down_;
  BitPlane tail_;
  BitPlane sums_;      ///< a sum is being made here
  BitPlane finished_;  ///< second register: a finished sum waits or moves
  BitPlane exits_;
  std::vector<Value> across_value_, down_value_, sum_value_, finished_value_, exit_value_;
};

}  // namespace nestwave
