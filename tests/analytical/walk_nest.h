// SPDX-License-Identifier: Apache-2.0
// The nest of a small design, spelt out: its steps one by one, its tiles word by word.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "models/design.h"

namespace nestwave::test {

using Point = std::vector<std::int64_t>;
using Words = std::set<Point>;

class WalkNest {
 public:
  explicit WalkNest(const Design& design);

  [[nodiscard]] std::uint64_t steps() const { return steps_.size(); }
  /// Whether step `t` begins an epoch of the data space at `level` (level_count(): every step does).
  [[nodiscard]] bool begins_epoch(int d, int level, std::uint64_t t) const;
  /// Whether from step t − 1 to t some temporal loop above `level` has advanced.
  [[nodiscard]] bool advances_above(int level, std::uint64_t t) const;
  /// Where the tile of an instance with all spatial indices 0 begins.
  [[nodiscard]] Point origin(int d, int level, std::uint64_t t) const;
  /// The instance's tile in the epoch of step `t`; empty without work.
  [[nodiscard]] Words tile(int d, int level, std::uint64_t instance, std::uint64_t t) const;
  /// All that the instance touches in the whole run.
  [[nodiscard]] Words everything(int d, int level, std::uint64_t instance) const;

 private:
  struct WalkLoop {
    int level;
    bool spatial;
    int dimension;
    std::int64_t bound;
    std::int64_t stride;
  };
  using Indices = std::vector<std::int64_t>;  ///< per loop of the nest; −1: all of them

  [[nodiscard]] std::size_t epoch_loops(int d, int level) const;
  void place(int level, std::uint64_t instance, Indices& indices) const;
  [[nodiscard]] Words touched(int d, const Indices& indices) const;

  const Design& design_;
  std::vector<WalkLoop> loops_;
  std::vector<Indices> steps_;  ///< spatial indices 0
};

}  // namespace nestwave::test
