// SPDX-License-Identifier: Apache-2.0
// Explicit sets of tensor coordinates, for the simulation only: a tile is the product of one set
// per rank.
#pragma once

#include <cstdint>
#include <vector>

#include "models/policy.h"

namespace nestwave {

/// A set of integers kept as sorted, disjoint, non-touching half-open intervals.
class RankSet {
 public:
  struct Interval {
    std::int64_t begin;
    std::int64_t end;
  };

  RankSet() = default;
  /// The set { value }.
  explicit RankSet(std::int64_t value) : intervals_{{value, value + 1}} {}

  [[nodiscard]] std::uint64_t size() const;
  [[nodiscard]] bool contains(std::int64_t value) const;
  [[nodiscard]] RankSet shifted(std::int64_t by) const;
  [[nodiscard]] RankSet united(const RankSet& other) const;
  /// Elements that are not in `other`.
  [[nodiscard]] RankSet without(const RankSet& other) const;
  /// Elements of [begin, end).
  [[nodiscard]] RankSet within(std::int64_t begin, std::int64_t end) const;
  /// { a + i·stride : a in this, 0 ≤ i < bound }.
  [[nodiscard]] RankSet swept(std::int64_t stride, std::uint64_t bound) const;
  /// From the smallest element to the largest.
  [[nodiscard]] RankSet hull() const;
  /// The union of copies moved by every element of `offsets`.
  [[nodiscard]] RankSet spread(const RankSet& offsets) const;
  [[nodiscard]] const std::vector<Interval>& intervals() const { return intervals_; }

 private:
  std::vector<Interval> intervals_;
};

/// One RankSet per rank.
using Region = std::vector<RankSet>;

/// Number of words in the product of the ranks.
[[nodiscard]] std::uint64_t word_count(const Region& region);

}  // namespace nestwave
