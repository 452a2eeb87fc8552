// SPDX-License-Identifier: Apache-2.0
#include "app/row_stationary_words.h"

#include <algorithm>

#include "models/error.h"

namespace nestwave {

RowStationaryWords::RowStationaryWords(const Problem& problem, const ConvShape& shape, std::uint64_t seed)
    : problem_(problem),
      shape_(shape),
      seed_(seed),
      weights_(problem, shape.places.weights),
      inputs_(problem, shape.places.inputs),
      outputs_(problem, shape.places.outputs) {}

Value RowStationaryWords::filter_word(std::uint64_t group, std::uint64_t filter, std::uint64_t channel,
                                      std::uint64_t row, std::uint64_t column) const {
  Point point = origin();
  point.set(shape_.places.groups, group);
  point.set(shape_.places.filters, filter);
  point.set(shape_.places.channels, channel);
  point.set(shape_.places.filter_rows, row);
  point.set(shape_.places.filter_columns, column);
  return operand_value(seed_, shape_.places.weights, weights_, weights_.word_at(point.index));
}

Value RowStationaryWords::ifmap_word(std::uint64_t image, std::uint64_t group, std::uint64_t channel,
                                     std::uint64_t row, std::uint64_t column) const {
  Point point = origin();
  point.set(shape_.places.images, image);
  point.set(shape_.places.groups, group);
  point.set(shape_.places.channels, channel);
  // Any window that contains the pixel names it.
  const std::uint64_t out_row = std::min(row / shape_.stride_down, shape_.out_rows - 1);
  const std::uint64_t out_column = std::min(column / shape_.stride_across, shape_.out_columns - 1);
  point.set(shape_.places.out_rows, out_row);
  point.set(shape_.places.filter_rows, row - out_row * shape_.stride_down);
  point.set(shape_.places.out_columns, out_column);
  point.set(shape_.places.filter_columns, column - out_column * shape_.stride_across);
  return operand_value(seed_, shape_.places.inputs, inputs_, inputs_.word_at(point.index));
}

std::uint64_t RowStationaryWords::word(const OutputPlace& place) const {
  Point point = origin();
  point.set(shape_.places.images, place.image);
  point.set(shape_.places.groups, place.group);
  point.set(shape_.places.filters, place.filter);
  point.set(shape_.places.out_rows, place.row);
  point.set(shape_.places.out_columns, place.column);
  return outputs_.word_at(point.index);
}

Value RowStationaryWords::old_sum(const OutputPlace& place) const {
  const auto found = sums_.find(word(place));
  if (found == sums_.end())
    throw InternalError(outputs_.name(word(place)) + " is read before any sum has arrived in the buffer");
  return found->second;
}

}  // namespace nestwave
