// SPDX-License-Identifier: Apache-2.0
#include "memory/row_stationary/tile_streams.h"

#include <algorithm>

namespace nestwave {

namespace {

/// Of the rows of a tile those that are no padding.
std::uint64_t existing_rows(const RowStationaryPasses& passes, const Pass& pass) {
  std::uint64_t rows = 0;
  for (std::uint64_t row = 0; row < passes.tile_rows(pass.rows); ++row)
    if (passes.row_exists(passes.ifmap_row(pass, row))) ++rows;
  return rows;
}

}  // namespace

FilterUnits::FilterUnits(const RowStationaryPasses& passes) : passes_(passes), pass_(passes.at(0)) {
  measure();
}

void FilterUnits::measure() {
  channel_sets_ = 0;
  while (channel_sets_ < pass_.channel_sets && channel_ < passes_.channels_of(pass_, channel_sets_))
    ++channel_sets_;
  words_ = passes_.shape().filter_rows * channel_sets_ * pass_.filters;
}

void FilterUnits::advance() {
  if (++channel_ < passes_.channels_of(pass_, 0)) return measure();
  channel_ = 0;
  if (++filter_column_ < passes_.shape().filter_columns) return measure();
  filter_column_ = 0;
  const std::uint64_t next = pass_.index + 1;
  if (next < passes_.count())
    pass_ = passes_.at(next);
  else
    pass_.index = next;
  measure();
}

void FilterUnits::visit_state(StateVisitor& state) {
  state.relative(pass_.index, state.frame().iteration);
  state.kept(filter_column_);
  state.kept(channel_);
  if (!state.restoring()) return;
  pass_ = passes_.at_or_over(pass_.index);
  measure();
}

IfmapUnits::IfmapUnits(const RowStationaryPasses& passes) : passes_(passes), pass_(passes.of_tile(0)) {
  measure();
}

void IfmapUnits::measure() {
  const bool exists = passes_.column_exists(passes_.ifmap_column(column_));
  words_ = exists ? existing_rows(passes_, pass_) * pass_.channels : 0;
  stored_ = stored(pass_, column_);
}

std::uint64_t IfmapUnits::stored(const Pass& pass, std::uint64_t column) const {
  if (passes_.plan().machine.stores_padding) return passes_.tile_rows(pass.rows) * pass.channels;
  if (!passes_.column_exists(passes_.ifmap_column(column))) return 0;
  return existing_rows(passes_, pass) * pass.channels;
}

void IfmapUnits::advance() {
  if (++column_ < passes_.tile_columns()) return measure();
  column_ = 0;
  if (++image_ < pass_.images) return measure();
  image_ = 0;
  if (++tile_ < passes_.tiles()) pass_ = passes_.of_tile(tile_);
  measure();
}

void IfmapUnits::visit_state(StateVisitor& state) {
  state.relative(tile_, passes_.at(state.frame().iteration).tile);
  state.kept(image_);
  state.kept(column_);
  if (!state.restoring()) return;
  pass_ = passes_.of_tile(std::min(tile_, passes_.tiles() - 1));
  measure();
}

}  // namespace nestwave
