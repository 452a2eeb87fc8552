// SPDX-License-Identifier: Apache-2.0
// Compute steps, and the indices of the temporal loops that they stand for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/design.h"

namespace nestwave {

/// The temporal loops of a design and the numbering of its compute steps: in the order of the nest,
/// those values of the indices at which the PE with all spatial indices 0 has work.
///
/// In each dimension that is a condition of its own: the digits of its temporal loops, outermost
/// first, must not exceed those of the largest index such a PE can have. A dimension is "tight" at a
/// loop while all digits further out are at that limit; the rounds inside are cut short then.
class Steps {
 public:
  /// One temporal loop; loops of bound 1 are left out.
  struct Loop {
    int level = 0;
    int dimension = 0;
    std::uint64_t bound = 1;
    std::uint64_t index_stride = 1;  ///< what one iteration adds to the dimension's index
    std::uint64_t last = 0;          ///< its digit at the largest index
  };
  using Digits = std::vector<std::uint64_t>;  ///< one per loop, outermost first
  static constexpr std::size_t kEnd = ~std::size_t{0};

  explicit Steps(const Design& design);

  /// Outermost first.
  [[nodiscard]] const std::vector<Loop>& loops() const { return loops_; }
  [[nodiscard]] std::uint64_t count() const { return count_; }
  /// How many of the loops are written at levels outside `level`.
  [[nodiscard]] std::size_t above(int level) const;
  /// Index of one loop at a step; without imperfect factors it costs a division.
  [[nodiscard]] std::uint64_t digit(std::uint64_t step, std::size_t loop) const;
  /// Indices of all loops at a step.
  void digits(std::uint64_t step, Digits& digits) const;
  /// The step with these indices, which must be legal.
  [[nodiscard]] std::uint64_t step_of(const Digits& digits) const;
  /// Steps that have the same first `loops` indices.
  [[nodiscard]] std::uint64_t inside(const Digits& digits, std::size_t loops) const;
  /// Goes to the next value of the first `loops` indices and puts the others to 0. Returns the loop
  /// that advanced, or kEnd after the last value.
  std::size_t advance(Digits& digits, std::size_t loops) const;

 private:
  /// Whether each dimension is tight, one bit per dimension.
  using Tight = std::uint64_t;

  [[nodiscard]] Tight tight(const Digits& digits, std::size_t loops) const;
  [[nodiscard]] std::uint64_t inside(Tight tight, std::size_t loops) const;

  bool imperfect_;
  int dimensions_;
  std::vector<Loop> loops_;
  std::uint64_t count_;
  std::vector<std::uint64_t> steps_inside_;  ///< without imperfect factors: of one iteration of a loop
  /// By loop and dimension: values of the indices of the loops from there on, free or tight.
  std::vector<std::uint64_t> free_values_;
  std::vector<std::uint64_t> tight_values_;
};

}  // namespace nestwave
