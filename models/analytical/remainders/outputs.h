// SPDX-License-Identifier: Apache-2.0
// Sums travelling between keepers in designs with imperfect factors.
#pragma once

#include <cstdint>
#include <vector>

#include "models/analytical/nest.h"
#include "models/analytical/remainders/digit_sum.h"
#include "models/analytical/remainders/edge.h"
#include "models/counts.h"
#include "models/design.h"

namespace nestwave::analytical::remainders {

/// Iterations that take part in a sum over instances, for every loop of flatten(design): a range, or one
/// index. Temporal loops are not looked at.
using Part = std::vector<DigitRange>;

/// The chain of keepers of the outputs, see OutputChain: the origin of an instance, and when an epoch begins
/// at zero, are found the same way. An instance without work in an epoch has no part in it; as the tiles of
/// an instance are equal or disjoint and the lowest member of a group has work whenever any has, the first
/// visit with work is still the one in which the indices of all unused dimensions are 0.
///
/// Every count is a sum over epochs and instances of a product over dimensions: the extent of the tile in
/// those that the outputs use, 1 or 0 in the others. Epochs before a certain one are a union of boxes, in
/// each of which the indices are independent, so a count is one product of sums per box.
class Outputs {
 public:
  explicit Outputs(const Design& design);

  [[nodiscard]] int size() const { return static_cast<int>(links_.size()) - 1; }
  [[nodiscard]] int level(int keeper) const { return links_[keeper].level; }
  /// All instances of all levels.
  [[nodiscard]] Part everyone() const;
  /// The instance of a keeper that stands at `place`, with all that is under it.
  [[nodiscard]] Part standing_at(int keeper, const Place& place) const;
  /// Counts before compute step `step` of the instances of a keeper in `part`, with all further in.
  [[nodiscard]] Counts counts(int keeper, const Part& part, std::uint64_t step) const;
  /// Words that the children of a keeper drain before the step; under the innermost: products.
  [[nodiscard]] std::uint64_t sent_outward(int keeper, const Part& part, std::uint64_t step) const;

 private:
  /// A keeper or, in the end, the MACs.
  struct Link {
    int level = 0;
    std::size_t loops = 0;        ///< of the nest, above it
    std::size_t epoch_loops = 0;  ///< of these the outermost that tell its epochs apart
  };
  /// Epochs up to the one with the given indices (one for each loop of the nest).
  struct Span {
    std::vector<std::int64_t> indices;
    bool inclusive = true;
    bool empty = false;
  };

  [[nodiscard]] Span begun(std::uint64_t step) const;
  [[nodiscard]] Span ended(std::uint64_t step) const;
  [[nodiscard]] Span span(std::uint64_t step, bool inclusive) const;
  /// `first_inside`: loops of unused dimensions from here on stand at 0.
  [[nodiscard]] std::uint64_t words(const Link& link, const Part& part, const Span& span,
                                    std::size_t first_inside) const;
  [[nodiscard]] std::uint64_t box(const Link& link, const Part& part, const Span& span, std::size_t cut,
                                  std::size_t first_inside) const;
  [[nodiscard]] std::uint64_t at_zero(int link, const Part& part, const Span& span) const;
  [[nodiscard]] Part lowest(Part part, int parent, int child) const;
  [[nodiscard]] std::uint64_t ever_held(const Part& part) const;

  const Design& design_;
  std::vector<NestLoop> nest_;
  std::vector<bool> used_;  ///< per dimension: by the outputs
  std::vector<Link> links_;
};

}  // namespace nestwave::analytical::remainders
