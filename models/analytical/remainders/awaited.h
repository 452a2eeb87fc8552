// SPDX-License-Identifier: Apache-2.0
// Which tiles of an operand the end of a run waits for.
#pragma once

#include <cstdint>
#include <vector>

#include "models/analytical/remainders/edge.h"
#include "models/design.h"

namespace nestwave::analytical::remainders {

/// A tile is waited for if something is taken from it, or from a later one, as tiles arrive in order. Where
/// padding is left out that need not be: the last tiles of a level may bring zeros alone, which the levels
/// inside do not want, or, where words are fetched again that were there, nothing that they lack.
///
/// From the MACs outward: what the children take from an instance ends with a certain step, and that is as
/// long as it needs tiles itself. Children are served together, so the last of them decides for all.
class Awaited {
 public:
  Awaited(const Design& design, int data_space);

  /// Tiles that begin before this step are waited for, later ones by nobody. `keeper`: of
  /// design.keepers(data_space), the one that holds them, or their number: the MACs. `parent`: the instance
  /// of the keeper before, from which they come.
  [[nodiscard]] std::uint64_t steps(std::size_t keeper, const Place& parent) const;

 private:
  [[nodiscard]] int level(std::size_t keeper) const;
  [[nodiscard]] bool all(std::size_t keeper) const;
  [[nodiscard]] std::uint64_t taken(int parent, int child, const Place& place, std::uint64_t steps) const;
  [[nodiscard]] std::vector<Place> children(std::size_t keeper, const Place& parent) const;

  const Design& design_;
  int data_space_;
  std::vector<int> keepers_;
};

}  // namespace nestwave::analytical::remainders
