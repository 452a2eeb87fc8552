// SPDX-License-Identifier: Apache-2.0
// Which tiles of sums have been visited before, along the keepers of the outputs down to one of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "dataflows/nest.h"
#include "dataflows/symmetry.h"
#include "models/design.h"

namespace nestwave {

/// Tells where a tile of sums starts: at zero, or from an old sum that its parent sends. Keepers are
/// counted from the outermost one, which is 0, to the one at `level`.
class Visits {
 public:
  Visits(const Design& design, const Nest& nest, const Symmetry& symmetry, int level);

  /// Position of the keeper at `level`.
  [[nodiscard]] std::size_t depth() const { return keepers_.size() - 1; }
  /// Whether any tile of the run takes old sums.
  [[nodiscard]] bool returns_sums() const;
  /// Whether this instance at `level` is the member of its group that takes old sums.
  [[nodiscard]] bool takes_old_sums(std::uint64_t instance) const {
    return keepers_.back().lowest[instance] != 0;
  }
  /// Bit k: with these indices of the temporal loops keeper k holds its tile for the first time
  /// within the present tile of keeper k − 1.
  [[nodiscard]] std::uint32_t first_visits(const Steps::Digits& digits) const;
  /// No instance has held the tile before.
  [[nodiscard]] bool first_ever(std::uint32_t first_visits) const {
    return (first_visits | ~all_) == ~std::uint32_t{0};
  }
  /// Whether the children of `parent` get an old sum, that is, whether the parent's words hold one.
  [[nodiscard]] bool brings_old_sums(std::uint64_t parent, std::uint32_t first_visits) const {
    return sums_exist(depth(), parent, first_visits);
  }
  /// The epoch that held the same words before `epoch` under the same tile of the parent, if there is
  /// one, where every round of the loops is alike; `epochs`: how many one iteration of each loop takes.
  [[nodiscard]] std::uint64_t previous(const Steps::Digits& digits, std::uint64_t epoch,
                                       const std::vector<std::uint64_t>& epochs) const;
  /// The same where rounds differ: notes `epoch` for the next time.
  std::uint64_t revisit(const Steps::Digits& digits, std::uint64_t epoch);

 private:
  struct Keeper {
    std::uint64_t children = 1;        ///< simulated, per instance of the keeper above
    std::vector<std::uint8_t> lowest;  ///< per simulated instance: lowest index of its reduction group
    std::size_t until = 0;             ///< loops [0, until) of the nest decide its epochs
    std::size_t from = 0;              ///< loops [from, until) run within one epoch of the keeper above
  };

  [[nodiscard]] bool sums_exist(std::size_t keeper, std::uint64_t parent, std::uint32_t first_visits) const;

  std::vector<std::uint64_t> bounds_;   ///< of the temporal loops
  std::vector<std::uint8_t> relevant_;  ///< per loop: moves the outputs
  std::vector<Keeper> keepers_;
  std::uint32_t all_ = 0;                   ///< a bit for every keeper
  std::vector<std::uint64_t> last_visits_;  ///< where rounds differ: epoch that held each tile last
};

}  // namespace nestwave
