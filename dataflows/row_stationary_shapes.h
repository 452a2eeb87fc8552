// SPDX-License-Identifier: Apache-2.0
// What one pass of a row-stationary layer has in common with another, so that the array can do both alike.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "dataflows/row_stationary_passes.h"

namespace nestwave {

/// Numbers the shapes of passes. Two passes of one shape differ in nothing but the places of their words in
/// the tensors and the numbers of their block and tile: they have the same parts of the array work on as many
/// words, of which as many are padding; both begin a block or a tile or neither does; and the same PEs have a
/// part in any pass behind them.
class PassShapes {
 public:
  using Shape = std::uint32_t;

  explicit PassShapes(const RowStationaryPasses& passes);

  /// Of a pass; of all that is behind the last one.
  [[nodiscard]] Shape of_pass(std::uint64_t index);
  /// Of the first pass of a tile.
  [[nodiscard]] Shape of_tile(std::uint64_t tile) {
    return tile < passes_.tiles() ? of_pass(passes_.of_tile(tile).index) : kBehind;
  }

 private:
  static constexpr Shape kBehind = 0;
  static constexpr std::size_t kRecent = 1024;
  struct Recent {
    std::uint64_t pass = ~std::uint64_t{0};
    Shape shape = kBehind;
  };
  [[nodiscard]] Shape measure(std::uint64_t index);
  void find_ends();

  const RowStationaryPasses& passes_;
  std::map<std::array<std::uint64_t, 13>, Shape> shapes_;
  std::vector<Recent> recent_;
  /// The last pass that all PEs have a part in, and from there on by pass: how often the PEs that have a part
  /// in any later pass become fewer.
  std::uint64_t last_full_ = 0;
  std::vector<std::uint32_t> ends_;
};

}  // namespace nestwave
