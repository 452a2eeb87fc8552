// SPDX-License-Identifier: Apache-2.0
// Which words stand where: tiles of a design as lists of coordinates, for following values along.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "models/design.h"
#include "models/steps.h"
#include "traces/reference_loop.h"

namespace nestwave {

/// Coordinates of one data space, each packed into one number.
using WordList = std::vector<std::uint64_t>;

/// The words of every tile of one data space, from the description alone.
class WordMap {
 public:
  WordMap(const Design& design, int data_space);

  /// Words of the tile that `instance` of `level` (level count: the MACs) holds in the epoch that begins
  /// at a compute step; none if it has no work there. Padding that the level leaves out is no word.
  [[nodiscard]] WordList tile(int level, std::uint64_t instance, std::uint64_t step) const;
  /// Whether a PE has work in a step.
  [[nodiscard]] bool has_work(std::uint64_t pe, std::uint64_t step) const;
  /// The single word that a MAC uses at a step in which it has work.
  [[nodiscard]] std::uint64_t word(std::uint64_t pe, std::uint64_t step) const;
  /// First compute step of an epoch of `level`; the epoch must exist.
  [[nodiscard]] std::uint64_t first_step(int level, std::uint64_t epoch);
  /// The epoch of `level` that a compute step belongs to.
  [[nodiscard]] std::uint64_t epoch_at(int level, std::uint64_t step);
  [[nodiscard]] const WordPacking& packing() const { return packing_; }
  /// More than any packed word.
  [[nodiscard]] std::uint64_t words() const { return packing_.words(); }
  /// Whether the level has an epoch of that index.
  [[nodiscard]] bool has_epoch(int level, std::uint64_t epoch);
  /// The word touched at a point of the iteration space, one index per dimension.
  [[nodiscard]] std::uint64_t word_at(const std::vector<std::uint64_t>& point) const {
    return packing_.word_at(point);
  }
  /// Lowest index of its reduction group among the children of one parent at level `outer`.
  [[nodiscard]] bool lowest(int outer, int level, std::uint64_t instance) const;
  /// "Inputs[3][0]".
  [[nodiscard]] std::string name(std::uint64_t word) const { return packing_.name(word); }

 private:
  struct Flat {
    int level;
    int dimension;
    std::uint64_t bound;
    std::uint64_t stride;
  };
  struct Walk {  ///< first steps of the epochs of one level, found so far
    std::size_t loops = 0;
    Steps::Digits digits;
    std::vector<std::uint64_t> first_steps;
    std::uint64_t next_step = 0;
    std::uint64_t corner = 0;
    bool over = false;
  };

  /// Index per dimension at which the tile of an instance begins.
  [[nodiscard]] std::vector<std::uint64_t> first_index(int level, std::uint64_t instance,
                                                       std::uint64_t step) const;
  /// Coordinates of one rank in a tile with these extents, from its first on; ascending.
  [[nodiscard]] const WordList& offsets_in_tile(std::size_t rank,
                                                const std::vector<std::uint64_t>& extent) const;
  [[nodiscard]] bool exists(std::size_t rank, std::uint64_t coordinate) const;
  void find_epochs(int level, std::uint64_t count);

  const Design& design_;
  int data_space_;
  const DataSpace& space_;
  WordPacking packing_;
  Steps steps_;
  std::vector<Flat> spatial_;                     ///< innermost first
  std::vector<std::vector<std::uint64_t>> full_;  ///< per level and dimension: indices reached inside
  mutable std::map<std::vector<std::uint64_t>, WordList> offsets_;  ///< found so far
  std::vector<Walk> walks_;
};

}  // namespace nestwave
