// SPDX-License-Identifier: Apache-2.0
// How the PEs of a row-stationary array are numbered, and which of them a pass uses.
#pragma once

#include <algorithm>
#include <cstdint>

#include "models/row_stationary.h"

namespace nestwave {

/// Stacks of sets on different filters side by side, each `height` PEs high and e wide. In a stack PEs are
/// counted from the bottom: first the filter rows of channel set 0, the last filter row lowest, then those of
/// set 1. Where a set stands in the array makes no difference, every PE is reached by its tag in one cycle.
struct RowStationaryGrid {
  explicit RowStationaryGrid(const RowStationaryPlan& plan)
      : rows(plan.shape.filter_rows),
        height(plan.shape.filter_rows * plan.parameters.r),
        width(plan.parameters.e),
        stacks(plan.parameters.t) {}

  std::uint64_t rows;    ///< R
  std::uint64_t height;  ///< R * r
  std::uint64_t width;   ///< e
  std::uint64_t stacks;  ///< t

  [[nodiscard]] std::uint64_t pes() const { return stacks * height * width; }
  [[nodiscard]] std::uint64_t columns() const { return stacks * width; }
  /// The PE at that height of a column; the one above it is `width` further on.
  [[nodiscard]] std::uint64_t pe(std::uint64_t stack, std::uint64_t level, std::uint64_t column) const {
    return (stack * height + level) * width + column;
  }
  [[nodiscard]] std::uint64_t stack(std::uint64_t pe) const { return pe / (height * width); }
  [[nodiscard]] std::uint64_t level(std::uint64_t pe) const { return pe / width % height; }
  [[nodiscard]] std::uint64_t column(std::uint64_t pe) const { return pe % width; }
  /// Whether a local link leads from it to a PE above.
  [[nodiscard]] bool has_above(std::uint64_t pe) const { return level(pe) + 1 < height; }
  [[nodiscard]] std::uint64_t channel_set(std::uint64_t level) const { return level / rows; }
  [[nodiscard]] std::uint64_t filter_row(std::uint64_t level) const { return rows - 1 - level % rows; }
  [[nodiscard]] std::uint64_t level_of(std::uint64_t channel_set, std::uint64_t filter_row) const {
    return channel_set * rows + rows - 1 - filter_row;
  }
};

}  // namespace nestwave
