// SPDX-License-Identifier: Apache-2.0
// Brute force: every compute step of the nest is walked with explicit sets of words, and every access
// is noted with the step it belongs to. Slow, and meant to be read beside the definitions.
#pragma once

#include <cstdint>
#include <vector>

#include "models/counts.h"
#include "models/design.h"

namespace nestwave::oracle {

/// Words accessed in one instance of a level, attributed to one compute step.
struct Access {
  std::uint64_t step;
  int level;
  std::uint64_t instance;
  int data_space;
  Category category;
  std::uint64_t words;
};

/// All accesses of one design, which must outlive it.
class Oracle {
 public:
  explicit Oracle(const Design& design);
  explicit Oracle(Design&&) = delete;

  [[nodiscard]] CountTable counts() const;
  /// Only what belongs to steps before `step`: fills and starts to the tile's first step; drains
  /// to the last step of the tile's epoch; operand reads and updates to their own.
  [[nodiscard]] CountTable counts_before(std::uint64_t step) const;
  [[nodiscard]] const std::vector<Access>& accesses() const { return accesses_; }
  /// Data space by data space, keepers outermost first, the edge to the MACs last; hops are left 0.
  [[nodiscard]] std::vector<EdgeCounts> edges() const;

 private:
  const Design& design_;
  std::vector<Access> accesses_;
};

[[nodiscard]] CountTable oracle_counts(const Design& design);
[[nodiscard]] CountTable oracle_counts_before(const Design& design, std::uint64_t step);
[[nodiscard]] std::vector<EdgeCounts> oracle_edges(const Design& design);

}  // namespace nestwave::oracle
