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

/// One axis of a tensor; its coordinate is the sum of the terms.
struct Rank {
  std::vector<Term> terms;
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
  /// Multiply-accumulates: the product of all dimension sizes.
  [[nodiscard]] std::uint64_t macs() const;
};

}  // namespace nestwave
