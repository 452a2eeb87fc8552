// SPDX-License-Identifier: Apache-2.0
#include "pe/systolic/operand_grid.h"

#include "models/error.h"

namespace nestwave {

namespace {

std::uint64_t count(std::uint64_t bits) {
  return static_cast<std::uint64_t>(std::popcount(bits));
}

}  // namespace

OperandGrid::OperandGrid(std::size_t rows, std::size_t columns, bool with_values)
    : edge{std::vector<bool>(rows), std::vector<bool>(rows),    std::vector<Value>(rows),
           BitPlane(1, columns),    BitPlane(1, columns),       BitPlane(1, columns),
           BitPlane(1, columns),    std::vector<Value>(columns)},
      rows_(rows),
      columns_(columns),
      mask_(last_word_mask(columns)),
      with_values_(with_values),
      stream_(rows, columns),
      head_(rows, columns),
      loaded_(rows, columns),
      loaded_exit_(rows, columns),
      loading_(rows, columns),
      working_(rows, columns),
      working_exit_(rows, columns),
      sums_(rows, columns),
      exits_(1, columns) {
  if (!with_values) return;
  for (auto* values : {&stream_value_, &loaded_value_, &working_value_, &sum_value_})
    values->assign(rows * columns, 0);
  exit_value_.assign(columns, 0);
}

GridCounts OperandGrid::step() {
  GridCounts counts;
  exits_.reset();
  // From the bottom: a row reads what the row above it formed in the cycle before.
  for (std::size_t row = rows_; row-- > 0;) {
    stream_in(row, counts);
    if (with_values_) move_values(row);
    multiply(row, counts);
  }
  load(counts);
  edge.left.assign(rows_, false);
  edge.head.assign(rows_, false);
  edge.shift.reset();
  edge.begin.reset();
  edge.top.reset();
  edge.exit.reset();
  return counts;
}

void OperandGrid::stream_in(std::size_t row, GridCounts& counts) {
  const std::size_t words = stream_.words();
  counts.changed |= shift_right(stream_[row], words, edge.left[row], mask_);
  counts.changed |= shift_right(head_[row], words, edge.head[row], mask_);
}

void OperandGrid::move_values(std::size_t row) {
  Value* stream = stream_value_.data() + row * columns_;
  for (std::size_t column = columns_; column-- > 1;) stream[column] = stream[column - 1];
  stream[0] = edge.left_value[row];
  for (std::size_t column = 0; column < columns_; ++column) {
    const std::size_t at = row * columns_ + column;
    const bool head = head_.test(row, column);
    if (head) working_value_[at] = loaded_value_[at];
    const bool multiplies = stream_.test(row, column) && (head ? loaded_ : working_).test(row, column);
    const bool passes = row > 0 && sums_.test(row - 1, column);
    const Value above = passes ? sum_value_[at - columns_] : 0;
    sum_value_[at] = multiplies ? above + working_value_[at] * stream[column] : above;
    const bool leaves = row + 1 == rows_
                            ? multiplies || passes
                            : multiplies && (head ? loaded_exit_ : working_exit_).test(row, column);
    if (leaves) exit_value_[column] = sum_value_[at];
  }
}

void OperandGrid::multiply(std::size_t row, GridCounts& counts) {
  for (std::size_t w = 0; w < stream_.words(); ++w) {
    const std::uint64_t head = head_[row][w];
    if (head != 0) {
      working_[row][w] = (working_[row][w] & ~head) | (loaded_[row][w] & head);
      working_exit_[row][w] = (working_exit_[row][w] & ~head) | (loaded_exit_[row][w] & head);
      loaded_[row][w] &= ~head;
      loaded_exit_[row][w] &= ~head;
      counts.changed = true;
    }
    const std::uint64_t macs = stream_[row][w] & working_[row][w];
    const std::uint64_t above = row > 0 ? sums_[row - 1][w] : 0;
    if (row > 0 && (macs & ~above) != 0)
      throw InternalError("a PE of row " + std::to_string(row) + " multiplies without a sum from above");
    const std::uint64_t formed = macs | above;
    const std::uint64_t leaves = row + 1 == rows_ ? formed : macs & working_exit_[row][w];
    const std::uint64_t stays = formed & ~leaves;
    if ((exits_[0][w] & leaves) != 0)
      throw InternalError("two sums leave a column of the array in one cycle");
    exits_[0][w] |= leaves;
    counts.macs += count(macs);
    counts.reduced += count(macs & above);
    counts.sum_hops += count(above) + count(leaves);
    counts.changed |= stays != sums_[row][w];
    sums_[row][w] = stays;
  }
}

void OperandGrid::load(GridCounts& counts) {
  for (std::size_t w = 0; w < loaded_.words(); ++w) {
    const std::uint64_t shift = edge.shift[0][w];
    if (shift == 0) continue;
    const std::uint64_t begin = edge.begin[0][w];
    counts.changed = true;
    // From the bottom; a row takes part once the first word has come to the row above it. Further down
    // words of the fold before may still wait for their stream.
    std::uint64_t below = 0;  // columns in which the row below moves
    for (std::size_t row = rows_; row-- > 0;) {
      const std::uint64_t reached = row == 0 ? begin : loading_[row - 1][w] & ~begin;
      loading_[row][w] = (loading_[row][w] & ~begin) | (reached & shift);
      const std::uint64_t moves = loading_[row][w] & shift;
      if ((loaded_[row][w] & moves & ~below) != 0)
        throw InternalError("a word that was loaded into row " + std::to_string(row) +
                            " is overwritten before it has gone to work");
      below = moves;
      const std::uint64_t above = row > 0 ? loaded_[row - 1][w] : edge.top[0][w];
      const std::uint64_t exit = row > 0 ? loaded_exit_[row - 1][w] : edge.exit[0][w];
      loaded_[row][w] = (loaded_[row][w] & ~moves) | (above & moves);
      loaded_exit_[row][w] = (loaded_exit_[row][w] & ~moves) | (exit & moves);
      counts.load_hops += count(loaded_[row][w] & moves);
      if (with_values_) load_values(row, w, moves);
    }
  }
}

void OperandGrid::load_values(std::size_t row, std::size_t word, std::uint64_t moves) {
  for (; moves != 0; moves &= moves - 1) {
    const std::size_t column = word * 64 + static_cast<std::size_t>(std::countr_zero(moves));
    const std::size_t at = row * columns_ + column;
    loaded_value_[at] = row > 0 ? loaded_value_[at - columns_] : edge.top_value[column];
  }
}

void OperandGrid::visit_state(StateVisitor& state, const BitPlane& half_loaded) const {
  for (const BitPlane* plane : {&stream_, &head_, &sums_, &loaded_, &loaded_exit_}) plane->visit_state(state);
  // Where no stream is under way the next one replaces what works; the first shift of a fold begins the
  // loading anew.
  for (std::size_t row = 0; row < rows_; ++row) {
    const bool streams = stream_.any(row);
    for (std::size_t w = 0; w < stream_.words(); ++w) {
      state.plain(streams ? working_[row][w] : 0);
      state.plain(streams ? working_exit_[row][w] : 0);
      state.plain(loading_[row][w] & half_loaded[0][w]);
    }
  }
}

}  // namespace nestwave
