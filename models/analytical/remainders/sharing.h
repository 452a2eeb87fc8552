// SPDX-License-Identifier: Apache-2.0
// Reads shared by children that need exactly the same words.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "models/analytical/remainders/change.h"
#include "models/analytical/remainders/edge.h"
#include "models/policy.h"

namespace nestwave::analytical::remainders {

/// Multicast `identical` and `per_level` where tiles are cut.
///
/// In a rank in which no child's tile is cut all sets are copies of each other, and children can agree
/// only where their places in it do: it contributes a factor, the number of its places. The children
/// that differ in the other ranks are compared one by one, as the sets they need.
///
/// Two sets A \ B of products are equal if and only if their forms are: the product A if B misses it;
/// if A ∩ B differs from A in one rank only, the product with A_r \ B_r in that rank; otherwise the pair
/// of A and A ∩ B, as A is then the smallest product around the set.
class Sharing {
 public:
  Sharing(const CutEdge& edge, const Policy& policy) : edge_(edge), policy_(policy) {}

  /// Words that all parents read for the change.
  [[nodiscard]] std::uint64_t reads(const Change& change);

 private:
  /// What is needed below one node of the tree of fan-outs: the same needs have the same number, 0 is
  /// nothing. `reads` of the node serve them.
  struct Need {
    int number = 0;
    std::uint64_t reads = 0;
  };
  /// Per dimension: what is left from the node's position on, and the position under its parent.
  struct Node {
    std::vector<std::int64_t> before;
    std::vector<std::int64_t> now;
    std::vector<std::int64_t> offset;
  };
  /// One rank of a child: both sets numbered by their shape, with the places where they begin.
  struct Form {
    std::uint64_t wanted = 0;                                    ///< |A|
    std::uint64_t kept = 0;                                      ///< |A ∩ B|
    std::int64_t all = 0, fresh = 0, old = 0;                    ///< shapes of A, A \ B, A ∩ B
    std::int64_t all_begin = 0, fresh_begin = 0, old_begin = 0;  ///< relative to that of the tile
  };

  [[nodiscard]] bool uncut(std::size_t r, const Change& change) const;
  [[nodiscard]] std::uint64_t places(const Rank& rank) const;
  [[nodiscard]] Need need(std::size_t fanout, const Node& node);
  [[nodiscard]] Need leaf(const Node& node);
  [[nodiscard]] const Form& form(std::size_t r, const Node& node);
  [[nodiscard]] std::int64_t shape(const CoordinateSet& set);
  [[nodiscard]] int number(std::vector<std::int64_t> form);

  const CutEdge& edge_;
  const Policy& policy_;
  const Change* change_ = nullptr;
  std::vector<std::int64_t> parent_;            ///< per dimension: position of the parent in hand
  std::vector<std::vector<NestLoop>> fanouts_;  ///< loops of which the children are compared one by one
  std::map<std::vector<std::int64_t>, int> numbers_;
  std::map<std::vector<std::int64_t>, Form> forms_;
  std::map<CoordinateSet, std::int64_t> shapes_;
};

}  // namespace nestwave::analytical::remainders
