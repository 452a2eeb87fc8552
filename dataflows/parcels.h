// SPDX-License-Identifier: Apache-2.0
// The words of one transfer, sorted by who receives them.
#pragma once

#include <cstdint>
#include <vector>

namespace nestwave {

/// Words that a parent reads once for the same children; of sums, words that these children hold a
/// part of each and that become one on their way outward.
struct Parcel {
  std::uint64_t words = 0;
  std::vector<std::uint32_t> children;  ///< numbers under the parent, ascending
};

/// All that a parent sends to its children for one epoch (or its children to it).
struct Parcels {
  std::uint64_t id = 0;  ///< of its own; the same parcels met again may have the same
  std::vector<Parcel> list;

  /// Words read at the parent (of sums: words that reach it).
  [[nodiscard]] std::uint64_t words() const {
    std::uint64_t sum = 0;
    for (const Parcel& parcel : list) sum += parcel.words;
    return sum;
  }
};

}  // namespace nestwave
