// SPDX-License-Identifier: Apache-2.0
// A mapping in the making: factors per level and dimension, and what their tiles cost.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/architecture.h"
#include "models/mapping.h"
#include "models/policy.h"
#include "models/problem.h"

namespace nestwave {

/// `bound` steps of `stride` coordinates.
struct Comb {
  std::uint64_t stride = 1;
  std::uint64_t bound = 1;
};

/// Number of different sums of one step from each comb.
[[nodiscard]] std::uint64_t distinct_sums(std::vector<Comb> combs);

/// Words of all tiles together that a level may hold; none: unlimited.
[[nodiscard]] std::optional<std::uint64_t> tile_room(const StorageLevel& level);

/// Per level and data space: is it kept there.
using KeepTable = std::vector<std::vector<bool>>;

/// Starts with every dimension whole in time at level 0. Refers to its problem and architecture.
class Tiling {
 public:
  using Factors = std::vector<std::vector<std::uint64_t>>;  ///< [level][dimension]

  Tiling(const Problem& problem, const Architecture& architecture, Footprint footprint, KeepTable keep);

  Factors temporal;
  Factors across;  ///< spatial, along x
  Factors down;    ///< spatial, along y

  [[nodiscard]] int level_count() const { return static_cast<int>(keep_.size()); }
  [[nodiscard]] const KeepTable& keep() const { return keep_; }

  /// Takes `factor` of the dimension from the loop at level 0 to one at `level`.
  void move_inward(int level, int dimension, std::uint64_t factor) {
    temporal[0][dimension] /= factor;
    temporal[level][dimension] *= factor;
  }

  [[nodiscard]] std::uint64_t tile_words(int level, int data_space) const;
  /// Words of all tiles that the level keeps.
  [[nodiscard]] std::uint64_t kept_words(int level) const;
  /// Every level has room for its tiles.
  [[nodiscard]] bool fits() const;

  /// Estimate of the words through the outer side of one instance of `level`: a tile is fetched anew
  /// for every turn of the innermost loop above that moves it, sums go both ways. Overlap between
  /// neighbours is left out. It only ranks choices; no reported figure comes from it.
  [[nodiscard]] double traffic(int level, const std::vector<int>& order) const;

  /// The loops written down, those in time in `order`, outermost first.
  [[nodiscard]] Mapping mapping(const std::vector<int>& order) const;

 private:
  [[nodiscard]] std::uint64_t extent(int level, int dimension) const;

  const Problem* problem_;
  const Architecture* architecture_;
  Footprint footprint_;
  KeepTable keep_;
};

}  // namespace nestwave
