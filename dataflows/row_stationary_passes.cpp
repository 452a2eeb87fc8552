// SPDX-License-Identifier: Apache-2.0
#include "dataflows/row_stationary_passes.h"

#include <algorithm>

namespace nestwave {

namespace {

std::uint64_t rounds(std::uint64_t all, std::uint64_t each) {
  return (all + each - 1) / each;
}

}  // namespace

RowStationaryPasses::RowStationaryPasses(const RowStationaryPlan& plan) : plan_(plan) {
  const ConvShape& shape = plan_.shape;
  const RowStationaryParameters& cut = plan_.parameters;
  filter_blocks_ = rounds(shape.filters, cut.m);
  row_blocks_ = rounds(shape.out_rows, cut.e);
  image_blocks_ = rounds(shape.images, cut.n);
  channel_rounds_ = rounds(shape.channels, cut.q * cut.r);
  steps_ = rounds(std::min(cut.m, shape.filters), cut.p * cut.t);
  last_steps_ = rounds(shape.filters - (filter_blocks_ - 1) * cut.m, cut.p * cut.t);
  const std::uint64_t tiles_of_filters = row_blocks_ * image_blocks_ * channel_rounds_;
  group_passes_ = tiles_of_filters * ((filter_blocks_ - 1) * steps_ + last_steps_);
  blocks_ = shape.groups * filter_blocks_ * row_blocks_ * image_blocks_;
  tiles_ = tiles_of_filters == 1 ? shape.groups : blocks_ * channel_rounds_;
  count_ = shape.groups * group_passes_;
}

Pass RowStationaryPasses::at(std::uint64_t index) const {
  const std::uint64_t tiles_of_filters = row_blocks_ * image_blocks_ * channel_rounds_;
  const std::uint64_t group = index / group_passes_;
  std::uint64_t rest = index % group_passes_;
  const std::uint64_t filter_block = std::min(rest / (tiles_of_filters * steps_), filter_blocks_ - 1);
  rest -= filter_block * tiles_of_filters * steps_;
  const std::uint64_t steps = filter_block + 1 == filter_blocks_ ? last_steps_ : steps_;
  const std::uint64_t step = rest % steps;
  const std::uint64_t tile = rest / steps;  // of the filter block
  const std::uint64_t round = tile % channel_rounds_;
  const std::uint64_t image_block = tile / channel_rounds_ % image_blocks_;
  const std::uint64_t row_block = tile / channel_rounds_ / image_blocks_;
  const ConvShape& shape = plan_.shape;
  const RowStationaryParameters& cut = plan_.parameters;

  Pass pass;
  pass.index = index;
  const bool only_tile = tiles_of_filters == 1;
  pass.block = ((group * filter_blocks_ + filter_block) * tiles_of_filters + tile) / channel_rounds_;
  pass.tile = only_tile ? group : (group * filter_blocks_ + filter_block) * tiles_of_filters + tile;
  pass.group = group;
  pass.block_filters = std::min(cut.m, shape.filters - filter_block * cut.m);
  pass.first_filter = filter_block * cut.m + step * cut.p * cut.t;
  pass.filters = std::min(cut.p * cut.t, pass.block_filters - step * cut.p * cut.t);
  pass.first_row = row_block * cut.e;
  pass.rows = std::min(cut.e, shape.out_rows - pass.first_row);
  pass.first_image = image_block * cut.n;
  pass.images = std::min(cut.n, shape.images - pass.first_image);
  pass.first_channel = round * cut.q * cut.r;
  pass.channels = std::min(cut.q * cut.r, shape.channels - pass.first_channel);
  pass.filter_sets = rounds(pass.filters, cut.p);
  pass.channel_sets = rounds(pass.channels, cut.q);
  pass.channel_rounds = channel_rounds_;
  pass.adds_to_old = round > 0;
  pass.last_of_tile = step + 1 == steps && (!only_tile || filter_block + 1 == filter_blocks_);
  return pass;
}

Pass RowStationaryPasses::of_tile(std::uint64_t tile) const {
  const std::uint64_t tiles_of_filters = row_blocks_ * image_blocks_ * channel_rounds_;
  if (tiles_of_filters == 1) return at(tile * group_passes_);
  const std::uint64_t filter_block = tile / tiles_of_filters % filter_blocks_;
  const std::uint64_t group = tile / tiles_of_filters / filter_blocks_;
  const std::uint64_t steps = filter_block + 1 == filter_blocks_ ? last_steps_ : steps_;
  return at(group * group_passes_ + filter_block * tiles_of_filters * steps_ +
            tile % tiles_of_filters * steps);
}

Pass RowStationaryPasses::of_block(std::uint64_t block) const {
  const std::uint64_t blocks_of_filters = row_blocks_ * image_blocks_;
  const std::uint64_t filter_block = block / blocks_of_filters % filter_blocks_;
  const std::uint64_t group = block / blocks_of_filters / filter_blocks_;
  const std::uint64_t steps = filter_block + 1 == filter_blocks_ ? last_steps_ : steps_;
  return at(group * group_passes_ + filter_block * blocks_of_filters * channel_rounds_ * steps_ +
            block % blocks_of_filters * channel_rounds_ * steps);
}

std::uint64_t RowStationaryPasses::filters_of_block(const Pass& pass, std::uint64_t filter_set) const {
  const std::uint64_t each = cut().p * cut().t;
  return pass.block_filters / each * cut().p + share(pass.block_filters % each, filter_set, cut().p);
}

}  // namespace nestwave
