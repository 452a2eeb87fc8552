// SPDX-License-Identifier: Apache-2.0
// The processing passes of a row-stationary layer in their order: what one pass multiplies, for the parts of
// the simulated array, each of which goes through the passes at its own pace.
#pragma once

#include <algorithm>
#include <cstdint>

#include "models/row_stationary.h"

namespace nestwave {

/// One processing pass. Sets of PEs are numbered by (filter set, channel set) below t and r; of what is left
/// over at the end of a dimension the first sets take their full share.
struct Pass {
  std::uint64_t index = 0;
  std::uint64_t block = 0;  ///< outputs that are in the buffer together: one per round of M, E and N
  std::uint64_t tile = 0;   ///< ifmap words that are in the buffer together: a group's only tile serves all
                            ///< its blocks, else there is one per round of M, E, N and C
  std::uint64_t group = 0;
  std::uint64_t first_filter = 0, filters = 0;  ///< of the group
  std::uint64_t first_row = 0, rows = 0;        ///< of the output
  std::uint64_t first_image = 0, images = 0;
  std::uint64_t first_channel = 0, channels = 0;  ///< of the group
  std::uint64_t filter_sets = 0;                  ///< of t
  std::uint64_t channel_sets = 0;                 ///< of r
  std::uint64_t block_filters = 0;                ///< of all passes of the block
  std::uint64_t channel_rounds = 0;               ///< in which the channels of the block are added up
  bool adds_to_old = false;                       ///< not the first round of channels: sums come back
  bool last_of_tile = false;                      ///< no later pass needs the ifmap tile
};

class RowStationaryPasses {
 public:
  explicit RowStationaryPasses(const RowStationaryPlan& plan);

  [[nodiscard]] const RowStationaryPlan& plan() const { return plan_; }
  [[nodiscard]] const ConvShape& shape() const { return plan_.shape; }
  [[nodiscard]] const RowStationaryParameters& cut() const { return plan_.parameters; }
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::uint64_t blocks() const { return blocks_; }
  [[nodiscard]] std::uint64_t tiles() const { return tiles_; }
  [[nodiscard]] Pass at(std::uint64_t index) const;

  /// Ifmap rows that a strip of `rows` output rows touches, numbered without those that a stride longer than
  /// the filter leaves out: output row j and filter row i meet at row j * row_step() + i.
  [[nodiscard]] std::uint64_t row_step() const { return std::min(shape().stride_down, shape().filter_rows); }
  [[nodiscard]] std::uint64_t tile_rows(std::uint64_t rows) const {
    return (rows - 1) * row_step() + shape().filter_rows;
  }
  /// The same along a row.
  [[nodiscard]] std::uint64_t column_step() const {
    return std::min(shape().stride_across, shape().filter_columns);
  }
  [[nodiscard]] std::uint64_t tile_columns() const {
    return (shape().out_columns - 1) * column_step() + shape().filter_columns;
  }
  /// Coordinates in the layer's ifmap of a row and a column of a pass.
  [[nodiscard]] std::uint64_t ifmap_row(const Pass& pass, std::uint64_t row) const {
    return pass.first_row * shape().stride_down +
           spread(row, row_step(), shape().stride_down, shape().filter_rows);
  }
  [[nodiscard]] std::uint64_t ifmap_column(std::uint64_t column) const {
    return spread(column, column_step(), shape().stride_across, shape().filter_columns);
  }
  /// Whether they exist, or are padding.
  [[nodiscard]] bool row_exists(std::uint64_t row) const {
    return row >= shape().first_row && row < shape().end_row;
  }
  [[nodiscard]] bool column_exists(std::uint64_t column) const {
    return column >= shape().first_column && column < shape().end_column;
  }
  /// First pass of a tile.
  [[nodiscard]] Pass of_tile(std::uint64_t tile) const;
  /// First pass of a block.
  [[nodiscard]] Pass of_block(std::uint64_t block) const;
  /// The pass; for an index behind the last one the last with that index, as whoever is through shows it.
  [[nodiscard]] Pass at_or_over(std::uint64_t index) const {
    Pass pass = at(std::min(index, count_ - 1));
    pass.index = index;
    return pass;
  }

  /// Filters that a set takes in a pass, and in all passes of its block in one round of channels.
  [[nodiscard]] std::uint64_t filters_of(const Pass& pass, std::uint64_t filter_set) const {
    return share(pass.filters, filter_set, cut().p);
  }
  [[nodiscard]] std::uint64_t filters_of_block(const Pass& pass, std::uint64_t filter_set) const;
  /// Words of psums that a pass and all later ones of its block give.
  [[nodiscard]] std::uint64_t block_sums_from(const Pass& pass) const {
    const std::uint64_t round = pass.first_channel / (cut().q * cut().r);
    return pass.images * pass.rows * shape().out_columns *
           (pass.block_filters * (channel_rounds_ - round) - pass.first_filter % cut().m);
  }
  /// Channels that a set takes in a pass.
  [[nodiscard]] std::uint64_t channels_of(const Pass& pass, std::uint64_t channel_set) const {
    return share(pass.channels, channel_set, cut().q);
  }

 private:
  static std::uint64_t share(std::uint64_t all, std::uint64_t set, std::uint64_t most) {
    const std::uint64_t before = set * most;
    return all <= before ? 0 : all - before < most ? all - before : most;
  }

  static std::uint64_t spread(std::uint64_t at, std::uint64_t step, std::uint64_t stride,
                              std::uint64_t taps) {
    return step == stride ? at : at / taps * stride + at % taps;
  }

  RowStationaryPlan plan_;
  std::uint64_t filter_blocks_ = 0;  ///< rounds of M, of a group
  std::uint64_t row_blocks_ = 0;     ///< rounds of E
  std::uint64_t image_blocks_ = 0;   ///< rounds of N
  std::uint64_t channel_rounds_ = 0;
  std::uint64_t steps_ = 0;       ///< passes of a tile of m filters
  std::uint64_t last_steps_ = 0;  ///< of the last round of M
  std::uint64_t group_passes_ = 0;
  std::uint64_t blocks_ = 0;
  std::uint64_t tiles_ = 0;
  std::uint64_t count_ = 0;
};

}  // namespace nestwave
