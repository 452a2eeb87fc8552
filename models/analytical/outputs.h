// SPDX-License-Identifier: Apache-2.0
// Sums travelling between the keepers of the read-write data space.
#pragma once

#include <cstdint>
#include <vector>

#include "models/counts.h"
#include "models/design.h"

namespace nestwave::analytical {

/// The chain of keepers of the outputs, and how often their tiles begin at zero.
///
/// Every rank of the outputs has one dimension, so tiles of one instance are equal or disjoint: an
/// epoch ends exactly when a relevant loop (over a dimension of the outputs) advances. Holes
/// between outputs (a coefficient above 1) never carry a sum and are not counted.
///
/// Where an epoch gets its sums. Of the members of a spatial-reduction group, all but the lowest
/// always begin at zero. The lowest begins at zero if its parent's word is still at zero, that is
/// if the parent's epoch began at zero and this is the first visit in it. Following that outward
/// ends at the nearest keeper where the instance, or the ancestor it stands under, is not the
/// lowest of its group, or at the outermost keeper: all epochs of that one, the instance's ORIGIN,
/// begin at zero. So an epoch begins at zero if and only if its tile was not visited before in the
/// present epoch of the origin. Instances with the same origin have the same counts.
class OutputChain {
 public:
  explicit OutputChain(const Design& design);

  [[nodiscard]] int size() const { return static_cast<int>(keepers_.size()); }
  [[nodiscard]] int level(int keeper) const { return keepers_[keeper].level; }
  /// Used instances of a keeper (position in the chain) whose origin is at position `origin`.
  [[nodiscard]] std::uint64_t instances(int keeper, int origin) const;
  /// Counts of one such instance before compute step `step`. Instance 0 has origin 0.
  [[nodiscard]] Counts counts(int keeper, int origin, std::uint64_t step) const;
  /// Counts of all instances of a keeper before compute step `step`.
  [[nodiscard]] Counts totals(int keeper, std::uint64_t step) const;

 private:
  /// A temporal loop of the nest, outermost first.
  struct TimeLoop {
    int level;
    std::uint64_t bound;
    bool relevant;
  };
  /// A keeper, or, after the last one, the MACs with a tile of one word and an epoch of one step.
  struct Keeper {
    int level = 0;
    std::size_t epoch_loops = 0;        ///< the outermost so many loops tell its epochs apart
    std::uint64_t steps_per_epoch = 1;  ///< product of the bounds of all other loops
    std::uint64_t tile_words = 1;
    std::uint64_t instances = 1;
    std::uint64_t groups = 1;   ///< reduction groups under one parent
    std::uint64_t members = 1;  ///< instances in a group
  };

  [[nodiscard]] Keeper make_keeper(const Design& design, int parent_level, int level) const;
  [[nodiscard]] std::uint64_t first_visits(std::uint64_t epochs, const Keeper& keeper,
                                           const Keeper& origin) const;

  std::vector<TimeLoop> loops_;
  std::vector<Keeper> keepers_;
  Keeper macs_;
};

}  // namespace nestwave::analytical
