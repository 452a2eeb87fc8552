// SPDX-License-Identifier: Apache-2.0
// Instances that cannot be told apart by what they do, so that one of them can stand for all.
#pragma once

#include <cstdint>
#include <vector>

#include "dataflows/nest.h"
#include "models/design.h"

namespace nestwave {

/// Children of one parent take part in the same transfers with the same numbers of words, so they do
/// the same at the same time, with one exception: of the members of a reduction group only the lowest
/// takes old sums. Below each fan-out there are therefore two kinds of children at most: those whose
/// spatial indices over dimensions that the outputs do not use are all 0, and the others. A simulated
/// instance stands for all used instances that are of the same kind at every fan-out above them.
///
/// Where an operand has padding that is left out, what an instance holds depends on where it stands in the
/// padded ranks. Of a spatial loop over one of their dimensions those indices stand for each other at which
/// no padding is met wherever the other loops stand; the others are simulated one by one. With imperfect
/// factors each instance is simulated.
class Symmetry {
 public:
  /// `every_instance`: none stands for another.
  Symmetry(const Design& design, const Nest& nest, bool every_instance);

  /// Simulated instances of a level; the level count stands for the PEs.
  [[nodiscard]] std::uint64_t instances(int level) const { return weights_[level].size(); }
  /// How many used instances a simulated one stands for.
  [[nodiscard]] const std::vector<std::uint64_t>& weights(int level) const { return weights_[level]; }
  [[nodiscard]] std::uint64_t weight(int level, std::uint64_t instance) const {
    return weights_[level][instance];
  }
  /// Simulated children at `inner` of one simulated instance at `outer`.
  [[nodiscard]] std::uint64_t children(int outer, int inner) const {
    return instances(inner) / instances(outer);
  }
  /// Per dimension: the index that the spatial loops above `level` give a simulated instance; of loops whose
  /// values stand for each other, that of the first.
  [[nodiscard]] std::vector<std::int64_t> place(int level, std::uint64_t instance,
                                                std::size_t dimensions) const;
  /// Whether the instance is the lowest member of its reduction group below its parent at `outer`.
  [[nodiscard]] bool lowest(int outer, int level, std::uint64_t instance) const;

 private:
  /// One digit of the number of a simulated instance.
  struct Digit {
    int level;
    std::uint64_t bound;
    bool reduces;                       ///< another value than 0 is not the lowest
    int dimension;                      ///< of the one loop that it counts; -1: it stands for several
    std::vector<std::int64_t> offsets;  ///< of that loop: the index in the dimension, per value
  };
  std::vector<Digit> digits_;                        ///< outermost first
  std::vector<std::vector<std::uint64_t>> weights_;  ///< by level and simulated instance
};

}  // namespace nestwave
