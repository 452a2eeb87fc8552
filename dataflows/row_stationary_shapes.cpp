// SPDX-License-Identifier: Apache-2.0
#include "dataflows/row_stationary_shapes.h"

#include <algorithm>

namespace nestwave {

PassShapes::PassShapes(const RowStationaryPasses& passes) : passes_(passes), recent_(kRecent) {
  find_ends();
}

/// The first pass is as large as any. From the last one back, each may have PEs that no later one has: by
/// stack and set, the rows that are used.
void PassShapes::find_ends() {
  const Pass first = passes_.at(0);
  const std::uint64_t sets = first.channel_sets;
  std::vector<std::uint64_t> rows(first.filter_sets * sets, 0);
  std::uint32_t changes = 0;
  for (last_full_ = passes_.count() - 1;; --last_full_) {
    ends_.push_back(changes);
    const Pass pass = passes_.at(last_full_);
    if (pass.filter_sets == first.filter_sets && pass.channel_sets == sets && pass.rows == first.rows) break;
    bool more = false;
    for (std::uint64_t stack = 0; stack < pass.filter_sets; ++stack)
      for (std::uint64_t set = 0; set < pass.channel_sets; ++set) {
        std::uint64_t& most = rows[stack * sets + set];
        more = more || pass.rows > most;
        most = std::max(most, pass.rows);
      }
    if (more) ++changes;
  }
  std::reverse(ends_.begin(), ends_.end());
}

PassShapes::Shape PassShapes::of_pass(std::uint64_t index) {
  if (index >= passes_.count()) return kBehind;
  Recent& recent = recent_[index % kRecent];
  if (recent.pass != index) recent = {index, measure(index)};
  return recent.shape;
}

PassShapes::Shape PassShapes::measure(std::uint64_t index) {
  const Pass pass = passes_.at(index);
  const bool first = index == 0;
  const Pass before = first ? pass : passes_.at(index - 1);
  // Rows that exist follow each other.
  const std::uint64_t rows = passes_.tile_rows(pass.rows);
  std::uint64_t above = 0;
  while (above < rows && !passes_.row_exists(passes_.ifmap_row(pass, above))) ++above;
  std::uint64_t existing = above;
  while (existing < rows && passes_.row_exists(passes_.ifmap_row(pass, existing))) ++existing;
  const std::uint64_t ends = index < last_full_ ? ~std::uint64_t{0} : ends_[index - last_full_];
  return shapes_
      .try_emplace(
          {first, pass.block != before.block, pass.tile != before.tile, pass.last_of_tile, pass.adds_to_old,
           pass.filters, pass.block_filters, pass.rows, pass.images, pass.channels, above, existing, ends},
          static_cast<Shape>(shapes_.size()) + kBehind + 1)
      .first->second;
}

}  // namespace nestwave
