// SPDX-License-Identifier: Apache-2.0
// Sets of coordinates of one rank.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/policy.h"

namespace nestwave::analytical {

/// `bound` copies, each `stride` coordinates after the one before: what a loop does to a rank.
struct Comb {
  std::int64_t stride = 0;
  std::uint64_t bound = 1;
};

/// A finite set of integers, kept as disjoint runs in ascending order. Dense sets cost one run,
/// whatever their length; a strided one costs a run per element.
class CoordinateSet {
 public:
  /// {0}.
  CoordinateSet() : runs_{{0, 1}} {}
  /// {}.
  [[nodiscard]] static CoordinateSet none();
  /// All sums of one element of every comb (`touched`), or their hull (`bounding_box`).
  CoordinateSet(const std::vector<Comb>& combs, Footprint footprint);

  [[nodiscard]] std::uint64_t size() const;
  [[nodiscard]] bool empty() const { return runs_.empty(); }
  /// The smallest element; the set must not be empty.
  [[nodiscard]] std::int64_t front() const { return runs_.front().begin; }
  [[nodiscard]] CoordinateSet shifted(std::int64_t by) const;
  /// The elements that are not in `other`.
  [[nodiscard]] CoordinateSet without(const CoordinateSet& other) const;
  /// The elements of [begin, end).
  [[nodiscard]] CoordinateSet within(std::int64_t begin, std::int64_t end) const;
  /// The union of the copies that the combs make of this set.
  [[nodiscard]] CoordinateSet spread(std::vector<Comb> combs) const;
  /// The elements of either set.
  [[nodiscard]] CoordinateSet united(const CoordinateSet& other) const;
  /// Sets with equal elements are equal; the order means nothing.
  auto operator<=>(const CoordinateSet&) const = default;

 private:
  struct Run {
    std::int64_t begin;
    std::int64_t end;
    auto operator<=>(const Run&) const = default;
  };
  void repeat_along(const Comb& comb);
  void append(const Run& run);

  std::vector<Run> runs_;
};

}  // namespace nestwave::analytical
