// SPDX-License-Identifier: Apache-2.0
// What a row-stationary array needs from off chip, in the order in which it will be used: filters step by
// step, ifmaps column by column.
#pragma once

#include <cstdint>

#include "dataflows/row_stationary_passes.h"
#include "dataflows/state.h"

namespace nestwave {

/// Filters. One unit is what one step (filter column and channel) of a pass takes: all rows of all sets.
class FilterUnits {
 public:
  explicit FilterUnits(const RowStationaryPasses& passes);

  [[nodiscard]] bool over() const { return pass_.index >= passes_.count(); }
  [[nodiscard]] const Pass& pass() const { return pass_; }
  /// Position in a set's channels.
  [[nodiscard]] std::uint64_t channel() const { return channel_; }
  [[nodiscard]] std::uint64_t filter_column() const { return filter_column_; }
  /// Channel sets that still have a channel at this position: the first ones.
  [[nodiscard]] std::uint64_t channel_sets() const { return channel_sets_; }
  [[nodiscard]] std::uint64_t words() const { return words_; }
  void advance();
  /// The iteration of the frame is a pass.
  void visit_state(StateVisitor& state);

 private:
  void measure();

  const RowStationaryPasses& passes_;
  Pass pass_;
  std::uint64_t filter_column_ = 0;
  std::uint64_t channel_ = 0;
  std::uint64_t channel_sets_ = 0;
  std::uint64_t words_ = 0;
};

/// Ifmaps. One unit is one column of one image of a tile: all rows of all channels.
class IfmapUnits {
 public:
  explicit IfmapUnits(const RowStationaryPasses& passes);

  [[nodiscard]] bool over() const { return tile_ >= passes_.tiles(); }
  [[nodiscard]] std::uint64_t tile() const { return tile_; }
  /// Words that the memory sends, and that lie in the buffer.
  [[nodiscard]] std::uint64_t words() const { return words_; }
  [[nodiscard]] std::uint64_t stored() const { return stored_; }
  /// Words of a column of a pass's tile that lie in the buffer.
  [[nodiscard]] std::uint64_t stored(const Pass& pass, std::uint64_t column) const;
  void advance();
  void visit_state(StateVisitor& state);

 private:
  void measure();

  const RowStationaryPasses& passes_;
  Pass pass_;  ///< the first of the tile
  std::uint64_t tile_ = 0;
  std::uint64_t image_ = 0;
  std::uint64_t column_ = 0;
  std::uint64_t words_ = 0;
  std::uint64_t stored_ = 0;
};

}  // namespace nestwave
