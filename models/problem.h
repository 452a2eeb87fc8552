// SPDX-License-Identifier: Apache-2.0
// The layer to compute: dimensions, and the tensors their points touch.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/error.h"

namespace nestwave {

/// One dimension of the iteration space, e.g. M = 32.
struct Dimension {
  std::string name;
  std::uint64_t size = 1;
};

/// One summand of a rank: index of `dimension` × `coefficient` (stride, dilation; ≥ 1).
struct Term {
  int dimension = 0;
  std::int64_t coefficient = 1;
};

/// One axis of a tensor; its coordinate is the sum of the terms, from 0 up. Only the coordinates in
/// [begin, end) exist in memory: those before and behind are padding, zeros that no one has to store.
struct Rank {
  static constexpr std::int64_t kUnbounded = std::int64_t{1} << 40;  ///< beyond every coordinate

  std::vector<Term> terms;
  std::int64_t begin = 0;         ///< ≥ 0
  std::int64_t end = kUnbounded;  ///< may lie beyond the last coordinate that the terms make
};

/// A tensor (Timeloop's "data space") and its projection from the iteration space.
struct DataSpace {
  std::string name;
  std::vector<Rank> ranks;
  bool read_write = false;  ///< true for the outputs
  Location where;

  [[nodiscard]] bool uses(int dimension) const {
    for (const Rank& rank : ranks)
      for (const Term& term : rank.terms)
        if (term.dimension == dimension) return true;
    return false;
  }
};

/// Shape and instance of one layer. Exactly one data space is read-write.
struct Problem {
  std::string name;
  std::vector<Dimension> dimensions;
  std::vector<DataSpace> data_spaces;
  Location where;

  /// Position of the dimension or data space of that name, or -1.
  [[nodiscard]] int find_dimension(const std::string& wanted) const;
  [[nodiscard]] int find_data_space(const std::string& wanted) const;
  /// Position of the read-write data space.
  [[nodiscard]] int outputs() const;
  /// Coordinates of a rank that its terms reach, holes included: 0 … length − 1.
  [[nodiscard]] std::int64_t length(const Rank& rank) const;
  /// Whether some of them are padding: of one rank, of a data space.
  [[nodiscard]] bool padded(const Rank& rank) const { return rank.begin > 0 || rank.end < length(rank); }
  [[nodiscard]] bool padded(int data_space) const;
  /// Multiply-accumulates: the product of all dimension sizes.
  [[nodiscard]] std::uint64_t macs() const;
};

}  // namespace nestwave
