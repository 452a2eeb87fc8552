// SPDX-License-Identifier: Apache-2.0
// Where the instances of a level stand along one dimension, and what the dimension's end leaves them.
#pragma once

#include <cstdint>
#include <vector>

#include "models/analytical/sets.h"

namespace nestwave::analytical::remainders {

/// Indices of one dimension at which spatial loops put instances: all sums of one multiple of every
/// stride. Loops stand outermost first; each stride is a multiple of what the loops after it reach,
/// so positions ascend with their ordinal. Without loops there is one position, 0.
class Lane {
 public:
  void add(const Comb& loop) { loops_.push_back(loop); }
  [[nodiscard]] const std::vector<Comb>& loops() const { return loops_; }

  [[nodiscard]] std::uint64_t count() const;
  [[nodiscard]] std::int64_t position(std::uint64_t ordinal) const;
  [[nodiscard]] std::int64_t last() const { return position(count() - 1); }
  /// How many positions are at most `limit`.
  [[nodiscard]] std::uint64_t not_above(std::int64_t limit) const;

  /// The union of the copies of `set` at the positions [begin, end), `coefficient` coordinates an index.
  [[nodiscard]] CoordinateSet spread(const CoordinateSet& set, std::uint64_t begin, std::uint64_t end,
                                     std::int64_t coefficient) const;

 private:
  std::vector<Comb> loops_;
};

/// Neighbouring positions [begin, end) at which a tile has the same extent, and had in the epoch
/// before. An extent of 0 is a tile that begins beyond the dimension's end.
struct Stretch {
  std::uint64_t begin = 0;
  std::uint64_t end = 1;
  std::int64_t before = 0;
  std::int64_t now = 0;
};

/// The positions with a tile now, in at most five stretches. `before` and `now` are the indices left
/// from position 0 to the end of the dimension, of which a tile takes up to `reach`; no two
/// positions are nearer to each other than that.
[[nodiscard]] std::vector<Stretch> stretches(const Lane& lane, std::int64_t before, std::int64_t now,
                                             std::int64_t reach);

/// The least number of indices left that leaves every position the same extent as `left` (≥ 1) does.
[[nodiscard]] std::int64_t canonical(const Lane& lane, std::int64_t left, std::int64_t reach);

}  // namespace nestwave::analytical::remainders
