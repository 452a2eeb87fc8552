// SPDX-License-Identifier: Apache-2.0
// How the tiles of an edge change from one epoch to the next.
#pragma once

#include <cstdint>
#include <vector>

#include "models/analytical/remainders/edge.h"
#include "models/analytical/sets.h"

namespace nestwave::analytical::remainders {

/// Seen from the instance in position 0; the others have the same at their offsets.
struct Change {
  std::vector<std::int64_t>
      before;  ///< per dimension: indices left from the old tile's beginning; 0: no old tile
  std::vector<std::int64_t> now;    ///< the same of the new tile
  std::vector<std::int64_t> shift;  ///< per rank of the data space: move of the tile's origin
  std::vector<std::int64_t> at;     ///< the same: where the new tile begins, as canonical_move() gives it
  auto operator<=>(const Change&) const = default;
};

/// New and old set of one child in one rank.
struct RankSets {
  CoordinateSet now;    ///< A, beginning at 0
  CoordinateSet fresh;  ///< A \ B
};

/// `stretches`: per term of the rank, the extents of both tiles. A is not empty.
[[nodiscard]] RankSets rank_sets(const Rank& rank, const std::vector<Stretch>& extents, std::int64_t shift,
                                 Footprint footprint);

/// One position of a lane, with the extents of its tile.
struct Spot {
  std::int64_t position = 0;
  Stretch extents;
};

/// The positions of stretches one by one.
[[nodiscard]] std::vector<Spot> spots(const Lane& lane, const std::vector<Stretch>& stretches);

/// Calls visit(choice) for every choice of one item from each list.
template <typename Item, typename Visit>
void for_each_choice(const std::vector<std::vector<Item>>& lists, const Visit& visit) {
  std::vector<Item> choice(lists.size());
  const auto choose = [&](const auto& self, std::size_t i) -> void {
    if (i == lists.size()) return visit(choice);
    for (const Item& item : lists[i]) {
      choice[i] = item;
      self(self, i + 1);
    }
  };
  choose(choose, 0);
}

/// How many positions a choice stands for.
[[nodiscard]] std::uint64_t choice_count(const std::vector<Stretch>& choice);

}  // namespace nestwave::analytical::remainders
