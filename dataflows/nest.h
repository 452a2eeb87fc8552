// SPDX-License-Identifier: Apache-2.0
// The mapped loop nest, flattened: temporal loops in time order, spatial loops in space order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/design.h"
#include "models/steps.h"

namespace nestwave {

/// One loop of the flattened nest; loops of bound 1 are left out.
struct NestLoop {
  int level = 0;  ///< the storage level it is written at
  int dimension = 0;
  std::uint64_t bound = 1;
  std::uint64_t index_stride = 1;  ///< what one iteration adds to the dimension's index
};

/// Loops of a design, outermost first. A compute step numbers the values of the temporal indices; an
/// instance is the mixed-radix number of the spatial indices above its level.
class Nest {
 public:
  explicit Nest(const Design& design);

  [[nodiscard]] const std::vector<NestLoop>& temporal() const { return temporal_; }
  [[nodiscard]] const std::vector<NestLoop>& spatial() const { return spatial_; }
  /// Which step stands for which indices.
  [[nodiscard]] const Steps& numbering() const { return numbering_; }
  [[nodiscard]] std::uint64_t steps() const { return numbering_.count(); }
  /// Whether dimensions are cut unevenly, so that rounds and instances differ.
  [[nodiscard]] bool uneven() const { return uneven_; }
  /// How many of the temporal loops are written at levels outside `level`.
  [[nodiscard]] std::size_t temporal_above(int level) const { return numbering_.above(level); }
  /// Index of temporal loop `position` at a compute step.
  [[nodiscard]] std::uint64_t digit(std::uint64_t step, std::size_t position) const {
    return numbering_.digit(step, position);
  }
  /// Iterations of the loop that come after the one in which `step` is; 0 also in the first, in which sums
  /// may start at zero, and where a loop further out has another index than at `reference`. Not with
  /// imperfect factors.
  [[nodiscard]] std::uint64_t iterations_left(std::size_t loop, std::uint64_t step,
                                              std::uint64_t reference) const;
  /// Per dimension: the index that the spatial loops above `level` give one of its instances.
  [[nodiscard]] std::vector<std::uint64_t> place(int level, std::uint64_t instance,
                                                 std::size_t dimensions) const;
  /// "M=3 R=1": the indices of all temporal loops at a step, outermost first.
  [[nodiscard]] std::string indices(const Problem& problem, std::uint64_t step) const;

 private:
  Steps numbering_;
  bool uneven_;
  std::vector<NestLoop> temporal_;
  std::vector<NestLoop> spatial_;
};

}  // namespace nestwave
