// SPDX-License-Identifier: Apache-2.0
// The mapped nest as a flat list of loops, and the words a tile touches, found by visiting them.
#pragma once

#include <cstdint>
#include <vector>

#include "models/design.h"

namespace nestwave::oracle {

/// Words of one data space, sorted and distinct; a word is its coordinates as one number.
using Words = std::vector<std::int64_t>;

/// The words one instance holds in one epoch.
struct Tile {
  Words words;
  std::vector<std::int64_t> corner;  ///< smallest coordinate along every rank
};

[[nodiscard]] std::uint64_t common_words(const Words& a, const Words& b);
[[nodiscard]] Words difference(const Words& a, const Words& b);
/// Brings a list of words into set form.
void make_set(Words& words);

/// Enumerates points of the nest. `level` equal to level_count() stands for the MACs.
class Nest {
 public:
  explicit Nest(const Design& design);

  [[nodiscard]] std::uint64_t steps() const { return steps_; }
  [[nodiscard]] std::uint64_t instances(int level) const;
  /// Compute steps between two advances of a temporal loop above `level`.
  [[nodiscard]] std::uint64_t steps_inside(int level) const;
  /// Everything the loops of `level` and of all levels inside touch while the loops above stand
  /// where `instance` and `step` put them; operands are filled up to their hull under a bounding box.
  [[nodiscard]] Tile tile(int data_space, int level, std::uint64_t instance, std::uint64_t step) const;

 private:
  struct FlatLoop {
    int level;
    int dimension;
    bool spatial;
    std::int64_t bound;
    std::int64_t stride;  ///< how far one iteration moves the dimension's index
  };

  [[nodiscard]] std::int64_t encode(int data_space, const std::vector<std::int64_t>& coordinates) const;
  [[nodiscard]] Words hull(int data_space, const std::vector<std::int64_t>& low,
                           const std::vector<std::int64_t>& high) const;

  const Design& design_;
  std::vector<FlatLoop> loops_;  ///< outermost first
  std::uint64_t steps_ = 1;
  std::vector<std::vector<std::int64_t>> extents_;  ///< per data space and rank: coordinates in use
};

}  // namespace nestwave::oracle
