// SPDX-License-Identifier: Apache-2.0
// Which words stand where: tiles of a design as lists of coordinates, for following values along.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/design.h"

namespace nestwave {

/// Coordinates of one data space, each packed into one number.
using WordList = std::vector<std::uint64_t>;

/// The words of every tile of one data space, from the description alone.
class WordMap {
 public:
  WordMap(const Design& design, int data_space);

  /// Words of the tile that `instance` of `level` (level count: the MACs) holds at a compute step.
  [[nodiscard]] WordList tile(int level, std::uint64_t instance, std::uint64_t step) const;
  /// The single word that a MAC uses at a step.
  [[nodiscard]] std::uint64_t word(std::uint64_t pe, std::uint64_t step) const;
  /// First compute step of an epoch of `level`; the epoch must exist.
  [[nodiscard]] std::uint64_t first_step(int level, std::uint64_t epoch);
  /// The epoch of `level` that a compute step belongs to.
  [[nodiscard]] std::uint64_t epoch_at(int level, std::uint64_t step);
  /// More than any packed word.
  [[nodiscard]] std::uint64_t words() const;
  /// Whether the level has an epoch of that index.
  [[nodiscard]] bool has_epoch(int level, std::uint64_t epoch);
  /// The word touched at a point of the iteration space, one index per dimension.
  [[nodiscard]] std::uint64_t word_at(const std::vector<std::uint64_t>& point) const;
  /// Lowest index of its reduction group among the children of one parent at level `outer`.
  [[nodiscard]] bool lowest(int outer, int level, std::uint64_t instance) const;
  /// "Inputs[3][0]".
  [[nodiscard]] std::string name(std::uint64_t word) const;

 private:
  struct Flat {
    int level;
    int dimension;
    bool spatial;
    std::uint64_t bound;
    std::uint64_t stride;
    std::uint64_t steps_inside;  ///< temporal loops: compute steps of one iteration
  };
  struct Walk {  ///< first steps of the epochs of one level, found so far
    std::vector<std::uint64_t> first_steps;
    std::uint64_t next_step = 0;
    WordList corner;
  };

  [[nodiscard]] std::vector<std::uint64_t> origin(int level, std::uint64_t instance,
                                                  std::uint64_t step) const;
  void find_epochs(int level, std::uint64_t count);
  [[nodiscard]] std::uint64_t pack(const std::vector<std::uint64_t>& coordinates) const;

  const Design& design_;
  const DataSpace& space_;
  std::vector<Flat> loops_;  ///< outermost first
  std::uint64_t steps_ = 1;
  std::vector<std::uint64_t> rank_sizes_;
  std::vector<std::vector<std::vector<std::uint64_t>>>
      local_;                                  ///< per level and rank: coordinates in the tile
  std::vector<std::uint64_t> steps_per_move_;  ///< per level: steps of the innermost loop above it
  std::vector<Walk> walks_;
};

}  // namespace nestwave
