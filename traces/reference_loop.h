// SPDX-License-Identifier: Apache-2.0
// The values of the functional mode and what must come out: operands drawn from a seed, words packed into
// numbers, and a plain loop over the problem.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "models/problem.h"
#include "models/result.h"

namespace nestwave {

/// Values are integers modulo 2^64, so that no order of additions shows.
using Value = std::uint64_t;

/// Coordinates of one data space as one number: mixed radix, the first rank most significant.
class WordPacking {
 public:
  /// Keeps a reference to the data space of the problem.
  WordPacking(const Problem& problem, int data_space);

  /// Coordinates that a rank can reach, holes included.
  [[nodiscard]] std::uint64_t rank_size(std::size_t rank) const { return rank_sizes_[rank]; }
  /// More than any packed word.
  [[nodiscard]] std::uint64_t words() const;
  /// The word touched at a point of the iteration space, one index per dimension.
  [[nodiscard]] std::uint64_t word_at(const std::vector<std::uint64_t>& point) const;
  /// "Inputs[3][0]".
  [[nodiscard]] std::string name(std::uint64_t word) const;
  /// Whether the word exists, or is padding.
  [[nodiscard]] bool exists(std::uint64_t word) const;

 private:
  const DataSpace* space_;
  std::vector<std::uint64_t> rank_sizes_;
  bool padded_ = false;  ///< some word is padding
};

/// Of every data space of the problem, which must outlive them.
[[nodiscard]] std::vector<WordPacking> word_packings(const Problem& problem);

/// The value of an operand: a small pseudo-random integer for every (seed, data space, word); padding is 0.
[[nodiscard]] Value operand_value(std::uint64_t seed, int data_space, const WordPacking& packing,
                                  std::uint64_t word);

/// Packed output words and their sums.
using Sums = std::unordered_map<std::uint64_t, Value>;

/// Every output by a plain loop over the problem.
[[nodiscard]] Sums reference_outputs(const Problem& problem, std::uint64_t seed);

/// Compares the outputs of a run with the plain loop.
[[nodiscard]] FunctionalResult compare_outputs(const Problem& problem, std::uint64_t seed, const Sums& found);

}  // namespace nestwave
