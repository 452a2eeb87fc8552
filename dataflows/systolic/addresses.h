// SPDX-License-Identifier: Apache-2.0
// Which word of a tensor stands at a place of the matrix that the GEMM view makes of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/gemm_view.h"

namespace nestwave {

/// Words are numbered as they lie in the tensor, last rank fastest. A word's number and its coordinates
/// are sums of one part for the group, one for the index along the lanes and one for that in the stream,
/// so three tables give them all.
class Addresses {
 public:
  /// `lane` and `position` are the two indices that the data space depends on.
  Addresses(const Problem& problem, int data_space, const FlatIndex& group, const FlatIndex& lane,
            const FlatIndex& position);

  [[nodiscard]] std::uint64_t word(std::uint64_t group, std::uint64_t lane, std::uint64_t position) const {
    return group_.word[group] + lane_.word[lane] + position_.word[position];
  }
  /// The place lies in the tensor; otherwise it is padding, a zero that nobody stores.
  [[nodiscard]] bool stored(std::uint64_t group, std::uint64_t lane, std::uint64_t position) const {
    for (std::size_t p = 0; p < margins_.size(); ++p) {
      const std::uint64_t at =
          group_.coordinate[p][group] + lane_.coordinate[p][lane] + position_.coordinate[p][position];
      if (at < margins_[p].begin || at >= margins_[p].end) return false;
    }
    return true;
  }
  [[nodiscard]] bool padded() const { return !margins_.empty(); }
  /// Writes down what decides which positions of a lane are stored: lanes with the same words have them at
  /// the same positions.
  void write_lane(std::uint64_t group, std::uint64_t lane, std::vector<std::uint64_t>& words) const;
  /// The same for a position and the lanes.
  void write_position(std::uint64_t position, std::vector<std::uint64_t>& words) const;
  /// Words of the tensor, holes included.
  [[nodiscard]] std::uint64_t words() const { return words_; }
  /// Several places may hold the same word: windows overlap.
  [[nodiscard]] bool slides() const { return slides_; }
  /// "Inputs[0][3]".
  [[nodiscard]] std::string name(std::uint64_t word) const;

 private:
  struct Table {
    std::vector<std::uint64_t> word;
    std::vector<std::vector<std::uint64_t>> coordinate;  ///< by padded rank
    std::vector<std::uint64_t> furthest;                 ///< the largest coordinate, by padded rank
  };
  struct Margin {
    std::size_t rank;
    std::uint64_t begin;
    std::uint64_t end;
  };
  /// How far places with this part of their coordinate may lie outside, on both sides, if the rest of it is
  /// between 0 and `rest`. Nothing else matters to whether they do.
  static void write_overhang(const Margin& margin, std::uint64_t part, std::uint64_t rest,
                             std::vector<std::uint64_t>& words);
  [[nodiscard]] Table table(const Problem& problem, const FlatIndex& index) const;
  /// For each value of the index the sum over its dimensions of digit x step.
  [[nodiscard]] static std::vector<std::uint64_t> sums(const Problem& problem, const FlatIndex& index,
                                                       const std::vector<std::uint64_t>& steps);

  const DataSpace& space_;
  std::vector<std::uint64_t> lengths_;  ///< by rank
  std::vector<std::uint64_t> pitches_;
  std::uint64_t words_ = 1;
  bool slides_ = false;
  std::vector<Margin> margins_;  ///< of the ranks with padding
  Table group_;
  Table lane_;
  Table position_;
};

}  // namespace nestwave
