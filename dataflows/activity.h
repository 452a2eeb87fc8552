// SPDX-License-Identifier: Apache-2.0
// In which compute steps a PE has work.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "dataflows/nest.h"
#include "models/design.h"

namespace nestwave {

/// With imperfect factors a PE has no work in the steps in which its point lies outside the problem.
/// A PE that has any work has some in step 0.
class Activity {
 public:
  Activity(const Design& design, std::shared_ptr<const Nest> nest);

  /// The first step at or after `step` in which the PE has work; the number of steps if there is none.
  [[nodiscard]] std::uint64_t next(std::uint64_t pe, std::uint64_t step) {
    return always_[pe] != 0 ? step : search(pe, step);
  }
  /// A step behind `step`, at most `limit`, before which the PE has work without a gap; it has work
  /// in `step`.
  [[nodiscard]] std::uint64_t works_until(std::uint64_t pe, std::uint64_t step, std::uint64_t limit) {
    return always_[pe] != 0 ? limit : follow(pe, step, limit);
  }

 private:
  [[nodiscard]] std::uint64_t search(std::uint64_t pe, std::uint64_t step);
  [[nodiscard]] std::uint64_t follow(std::uint64_t pe, std::uint64_t step, std::uint64_t limit);
  [[nodiscard]] std::uint64_t place(std::uint64_t pe, std::size_t dimension) const {
    return places_[pe * sizes_.size() + dimension];
  }

  std::shared_ptr<const Nest> nest_;
  std::vector<std::uint64_t> sizes_;   ///< of the dimensions
  std::vector<std::uint64_t> reach_;   ///< by loop and dimension: farthest index of the loops from there on
  std::vector<std::uint64_t> places_;  ///< by PE and dimension: index that the spatial loops make
  std::vector<std::uint8_t> always_;   ///< by PE
  Steps::Digits digits_;               ///< reused
};

}  // namespace nestwave
