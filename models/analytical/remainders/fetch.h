// SPDX-License-Identifier: Apache-2.0
// Words that one move of the tiles costs, at the ends of dimensions and away from them.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "models/analytical/remainders/change.h"
#include "models/analytical/remainders/edge.h"
#include "models/analytical/remainders/sharing.h"
#include "models/policy.h"

namespace nestwave::analytical::remainders {

struct Words {
  std::uint64_t read = 0;    ///< by the parents, shared as the multicast rule says
  std::uint64_t filled = 0;  ///< into the children
};

/// The words of `now` that were not in the tile before, for all parents of the edge and their children.
///
/// With A_r the new set of a child in (pseudo-)rank r and B_r the old one, A \ B = ∏ A_r − ∏ (A_r ∩ B_r).
/// A child's place is chosen rank by rank, so sums over children are products of sums, and so is the
/// union that `overlap` reads: all x_r in U_r (union of A_r), some x_r in V_r (union of A_r \ B_r). A tile
/// that is empty in one rank is empty in all: as A then nothing is needed, as B all of A.
///
/// All that holds as well of what padding leaves of the sets; but in a rank in which it cuts some of them
/// every child stands for itself.
class Fetch {
 public:
  Fetch(const CutEdge& edge, const Policy& policy)
      : edge_(edge),
        footprint_(policy.footprint),
        multicast_(edge.one_child ? Multicast::none : policy.multicast),
        sharing_(edge, policy) {}

  [[nodiscard]] Words operator()(const Change& change);

 private:
  /// Sums over parents and children of one rank.
  struct RankWords {
    std::uint64_t wanted = 0;       ///< Σ |A_r|
    std::uint64_t kept = 0;         ///< Σ |A_r ∩ B_r|
    std::uint64_t read_wanted = 0;  ///< Σ over parents of |U_r|
    std::uint64_t read_kept = 0;    ///< Σ over parents of |U_r| − |V_r|
  };
  [[nodiscard]] const RankWords& rank_words(std::size_t r, const Change& change);
  void add_clipped(std::size_t r, const Change& change, RankWords& words) const;
  void add_parents(const Rank& rank, const std::vector<Stretch>& parent, std::int64_t shift,
                   RankWords& words) const;

  const CutEdge& edge_;
  Footprint footprint_;
  Multicast multicast_;
  Sharing sharing_;
  std::map<std::vector<std::int64_t>, RankWords> known_ranks_;
  std::map<Change, Words> known_;
};

}  // namespace nestwave::analytical::remainders
