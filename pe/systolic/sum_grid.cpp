// SPDX-License-Identifier: Apache-2.0
#include "pe/systolic/sum_grid.h"

#include <string>

#include "models/error.h"

namespace nestwave {

namespace {

std::uint64_t count(std::uint64_t bits) {
  return static_cast<std::uint64_t>(std::popcount(bits));
}

}  // namespace

SumGrid::SumGrid(std::size_t rows, std::size_t columns, bool with_values)
    : edge{std::vector<bool>(rows),
           std::vector<Value>(rows),
           BitPlane(1, columns),
           BitPlane(1, columns),
           BitPlane(1, columns),
           std::vector<Value>(columns),
           std::vector<std::size_t>(columns, 0),
           std::vector<std::size_t>(columns, rows - 1)},
      rows_(rows),
      columns_(columns),
      mask_(last_word_mask(columns)),
      with_values_(with_values),
      across_(rows, columns),
      down_(rows, columns),
      tail_(rows, columns),
      sums_(rows, columns),
      finished_(rows, columns),
      exits_(1, columns) {
  if (!with_values) return;
  for (auto* values : {&across_value_, &down_value_, &sum_value_, &finished_value_})
    values->assign(rows * columns, 0);
  exit_value_.assign(columns, 0);
}

GridCounts SumGrid::step() {
  GridCounts counts;
  exits_.reset();
  // What moves out makes room for what is finished in this cycle.
  drain(counts);
  for (std::size_t row = rows_; row-- > 0;) {
    stream_in(row, counts);
    multiply(row, counts);
  }
  edge.left.assign(rows_, false);
  edge.top.reset();
  edge.tail.reset();
  edge.shift.reset();
  return counts;
}

void SumGrid::drain(GridCounts& counts) {
  for (std::size_t column = 0; column < columns_; ++column) {
    if (!edge.shift.test(0, column)) continue;
    counts.changed = true;
    const std::size_t last = edge.last_row[column];
    if (finished_.test(last, column)) {
      exits_.set(0, column);
      finished_.clear(last, column);
      ++counts.sum_hops;
      if (with_values_) exit_value_[column] = finished_value_[last * columns_ + column];
    }
    for (std::size_t row = last; row-- > edge.first_row[column];) {
      if (!finished_.test(row, column)) continue;
      finished_.clear(row, column);
      finished_.set(row + 1, column);
      ++counts.sum_hops;
      if (with_values_)
        finished_value_[(row + 1) * columns_ + column] = finished_value_[row * columns_ + column];
    }
  }
}

void SumGrid::stream_in(std::size_t row, GridCounts& counts) {
  counts.changed |= shift_right(across_[row], across_.words(), edge.left[row], mask_);
  for (std::size_t w = 0; w < down_.words(); ++w) {
    const std::uint64_t word = row > 0 ? down_[row - 1][w] : edge.top[0][w];
    const std::uint64_t tail = row > 0 ? tail_[row - 1][w] : edge.tail[0][w];
    counts.changed |= word != down_[row][w] || tail != tail_[row][w];
    down_[row][w] = word;
    tail_[row][w] = tail;
  }
  if (!with_values_) return;
  Value* across = across_value_.data() + row * columns_;
  Value* down = down_value_.data() + row * columns_;
  for (std::size_t column = columns_; column-- > 1;) across[column] = across[column - 1];
  across[0] = edge.left_value[row];
  for (std::size_t column = 0; column < columns_; ++column)
    down[column] = row > 0 ? down_value_[(row - 1) * columns_ + column] : edge.top_value[column];
}

void SumGrid::multiply(std::size_t row, GridCounts& counts) {
  for (std::size_t w = 0; w < across_.words(); ++w) {
    const std::uint64_t macs = across_[row][w] & down_[row][w];
    if (macs == 0) continue;
    const std::uint64_t started = macs & ~sums_[row][w];
    const std::uint64_t finished = macs & tail_[row][w];
    if ((finished_[row][w] & finished) != 0)
      throw InternalError("a PE of row " + std::to_string(row) +
                          " finishes a sum before the last one has moved out");
    counts.macs += count(macs);
    counts.started += count(started);
    counts.finished += count(finished);
    counts.changed |= started != 0 || finished != 0;
    if (with_values_)
      for (std::uint64_t left = macs; left != 0; left &= left - 1) {
        const auto bit = static_cast<std::size_t>(std::countr_zero(left));
        const std::size_t at = row * columns_ + w * 64 + bit;
        const std::uint64_t one = std::uint64_t{1} << bit;
        const Value product = across_value_[at] * down_value_[at];
        sum_value_[at] = (started & one) != 0 ? product : sum_value_[at] + product;
        if ((finished & one) != 0) finished_value_[at] = sum_value_[at];
      }
    sums_[row][w] = (sums_[row][w] | macs) & ~finished;
    finished_[row][w] |= finished;
  }
}

}  // namespace nestwave
