// SPDX-License-Identifier: Apache-2.0
// The mapped loop nest, flattened: temporal loops in time order, spatial loops in space order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/design.h"

namespace nestwave {

/// One loop of the flattened nest; loops of bound 1 are left out.
struct NestLoop {
  int level = 0;  ///< the storage level it is written at
  int dimension = 0;
  std::uint64_t bound = 1;
  std::uint64_t index_stride = 1;  ///< what one iteration adds to the dimension's index
};

/// Loops of a design, outermost first. A compute step is the mixed-radix number of the temporal
/// indices; an instance is the mixed-radix number of the spatial indices above its level.
class Nest {
 public:
  explicit Nest(const Design& design);

  [[nodiscard]] const std::vector<NestLoop>& temporal() const { return temporal_; }
  [[nodiscard]] const std::vector<NestLoop>& spatial() const { return spatial_; }
  [[nodiscard]] std::uint64_t steps() const { return steps_; }
  /// How many of the temporal loops are written at levels outside `level`.
  [[nodiscard]] std::size_t temporal_above(int level) const;
  /// Compute steps that one iteration of temporal loop `position` lasts.
  [[nodiscard]] std::uint64_t steps_inside(std::size_t position) const { return steps_inside_[position]; }
  /// Index of temporal loop `position` at a compute step.
  [[nodiscard]] std::uint64_t digit(std::uint64_t step, std::size_t position) const {
    return step / steps_inside_[position] % temporal_[position].bound;
  }
  /// "M=3 R=1": the indices of all temporal loops at a step, outermost first.
  [[nodiscard]] std::string indices(const Problem& problem, std::uint64_t step) const;

 private:
  std::vector<NestLoop> temporal_;
  std::vector<NestLoop> spatial_;
  std::vector<std::uint64_t> steps_inside_;
  std::uint64_t steps_ = 1;
};

}  // namespace nestwave
