// SPDX-License-Identifier: Apache-2.0
// The feeders along one edge of a systolic array: each does what its neighbour did a cycle before.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "dataflows/state.h"

namespace nestwave {

/// Every lane goes through the folds by itself. A start given to lane 0 reaches lane i after i cycles.
class Lanes {
 public:
  struct Lane {
    std::uint64_t begun = 0;     ///< folds so far; the present one has the index begun - 1
    std::uint64_t position = 0;  ///< cycles of the present fold that are over
    std::uint64_t left = 0;      ///< cycles of it that are to come
  };

  explicit Lanes(std::size_t count) : lanes_(count), starts_(count, 0) {}

  /// Moves the starts on by a cycle; `length(lane, fold)` cycles will a lane then take for the fold.
  template <typename Length>
  void begin_cycle(bool start, Length length) {
    for (std::size_t i = starts_.size(); i-- > 1;) starts_[i] = starts_[i - 1];
    starts_[0] = start ? 1 : 0;
    starting_ = false;
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
      if (starts_[i] == 0) continue;
      starting_ = true;
      Lane& lane = lanes_[i];
      lane.left = length(i, lane.begun);
      ++lane.begun;
      lane.position = 0;
    }
  }
  /// The cycle is over, and `more` cycles after it that were like it.
  void end_cycle(std::uint64_t more) {
    for (Lane& lane : lanes_) {
      if (lane.left == 0) continue;
      lane.left -= 1 + more;
      lane.position += 1 + more;
    }
  }

  [[nodiscard]] const Lane& operator[](std::size_t i) const { return lanes_[i]; }
  [[nodiscard]] std::size_t size() const { return lanes_.size(); }
  /// A start is on its way: the next cycle is not like this one.
  [[nodiscard]] bool starting() const { return starting_; }
  [[nodiscard]] bool running() const {
    return std::any_of(lanes_.begin(), lanes_.end(), [](const Lane& lane) { return lane.left > 0; });
  }
  /// Cycles for which every lane that runs in this cycle still does; the last one of a fold not included.
  [[nodiscard]] std::uint64_t alike() const {
    std::uint64_t cycles = ~std::uint64_t{0};
    for (const Lane& lane : lanes_)
      if (lane.left > 0) cycles = std::min(cycles, lane.left > 2 ? lane.left - 2 : 0);
    return cycles;
  }
  /// The first fold that a lane has still to do with.
  [[nodiscard]] std::uint64_t oldest_fold() const {
    std::uint64_t oldest = ~std::uint64_t{0};
    for (const Lane& lane : lanes_) oldest = std::min(oldest, lane.left > 0 ? lane.begun - 1 : lane.begun);
    return oldest;
  }
  /// Shows lanes and starts to the visitor; its iterations are folds. Between two cycles only.
  void visit_state(StateVisitor& state) {
    for (Lane& lane : lanes_) {
      state.index(lane.begun, 1);
      state.plain(lane.left);
      state.plain(lane.left > 0 ? lane.position : 0);
    }
    for (const std::uint8_t start : starts_) state.plain(start);
  }

 private:
  std::vector<Lane> lanes_;
  std::vector<std::uint8_t> starts_;
  bool starting_ = false;
};

}  // namespace nestwave
