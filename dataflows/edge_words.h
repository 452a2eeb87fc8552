// SPDX-License-Identifier: Apache-2.0
// Which words of a tensor cross an edge, epoch by epoch: for what depends on addresses.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "dataflows/nest.h"
#include "dataflows/region.h"
#include "models/design.h"

namespace nestwave {

/// Words [begin, end) of a tensor in row-major order: the last rank varies fastest.
struct WordRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  friend bool operator==(const WordRange&, const WordRange&) = default;
};
/// Sorted and disjoint; ranges that touch are one.
using WordRanges = std::vector<WordRange>;

/// The words that the children of an edge hold, or are brought; the design must outlive it. Instances are
/// numbered as in Design, epochs are named by their first compute step.
class EdgeWords {
 public:
  /// inner = level count: the MACs, with one word per step.
  EdgeWords(const Design& design, std::shared_ptr<const Nest> nest, int data_space, int outer, int inner);

  /// Different words of all children of `parent` together: of their tiles at `step`, those that a child
  /// does not have from its tile at `before`, if that is given.
  [[nodiscard]] WordRanges of_children(std::uint64_t parent, std::uint64_t step,
                                       std::optional<std::uint64_t> before) const;
  /// The same of one child.
  [[nodiscard]] WordRanges of_child(std::uint64_t child, std::uint64_t step,
                                    std::optional<std::uint64_t> before) const;
  /// How much farther back all words lie after one more iteration of a temporal loop (outermost 0).
  [[nodiscard]] std::uint64_t shift(std::size_t loop) const { return loop < loops_ ? shifts_[loop] : 0; }

 private:
  using Index = std::vector<std::int64_t>;  ///< one per dimension

  /// Where the temporal loops above the child stand.
  [[nodiscard]] Index temporal_index(std::uint64_t step) const;
  /// Empty where the child has no work.
  [[nodiscard]] Region tile(const Index& temporal, const Index& place) const;
  /// What the child there has at `now` and, if `before` is not null, did not have at that.
  void append(const Index& place, const Index& now, const Index* before, WordRanges& ranges) const;
  void append(const Region& now, const Region& before, WordRanges& ranges) const;
  void append(const Region& region, WordRanges& ranges) const;

  std::shared_ptr<const Nest> nest_;
  const DataSpace& space_;
  bool boxed_;
  std::size_t loops_;          ///< temporal loops above the child
  std::uint64_t children_;     ///< of one parent
  Index sizes_;                ///< of the dimensions
  Index full_;                 ///< indices that the loops inside a child reach
  std::vector<Index> places_;  ///< of every child, in space
  std::vector<bool> repeats_;  ///< child that has the words of another one of its parent's at any time
  std::vector<std::uint64_t> rank_sizes_;  ///< of the tensor; a single word is one rank of size 1
  std::vector<std::uint64_t> shifts_;      ///< by temporal loop above the child
};

}  // namespace nestwave
