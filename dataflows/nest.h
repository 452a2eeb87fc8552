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
  /// Iterations of a loop that do the same, by their numbers: those in which no padding is met that any level
  /// leaves out, under the indices that the loops further out have at `step`. Not with imperfect factors.
  struct Alike {
    std::uint64_t first = 0;
    std::uint64_t last = 0;  ///< below `first`: none
    /// How many come after `iteration`; 0 unless the one before it is one of them too, as what moves between
    /// two iterations depends on both, and sums may start at zero in the first.
    [[nodiscard]] std::uint64_t left(std::uint64_t iteration) const {
      return iteration > first && iteration < last ? last - iteration : 0;
    }
  };
  [[nodiscard]] Alike alike(std::size_t loop, std::uint64_t step) const;
  /// Of these iterations, those that come after the one in which `step` is; 0 where a loop further out has
  /// another index than at `reference`.
  [[nodiscard]] std::uint64_t iterations_left(std::size_t loop, std::uint64_t step,
                                              std::uint64_t reference) const;
  /// Per dimension: the index that the spatial loops above `level` give one of its instances.
  [[nodiscard]] std::vector<std::uint64_t> place(int level, std::uint64_t instance,
                                                 std::size_t dimensions) const;
  /// "M=3 R=1": the indices of all temporal loops at a step, outermost first.
  [[nodiscard]] std::string indices(const Problem& problem, std::uint64_t step) const;

 private:
  /// A rank with padding that some level leaves out.
  struct Border {
    std::int64_t begin;  ///< coordinates that exist
    std::int64_t end;
    std::vector<std::int64_t> strides;  ///< per temporal loop
    std::vector<std::int64_t>
        inside;  ///< per temporal loop: what those further in, and in space, add at most
  };
  void find_borders(const Design& design);

  Steps numbering_;
  bool uneven_;
  std::vector<NestLoop> temporal_;
  std::vector<NestLoop> spatial_;
  std::vector<Border> borders_;
};

}  // namespace nestwave
