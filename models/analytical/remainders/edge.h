// SPDX-License-Identifier: Apache-2.0
// An edge of an operand whose tiles the ends of dimensions may cut.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/analytical/nest.h"
#include "models/analytical/remainders/lane.h"
#include "models/design.h"

namespace nestwave::analytical::remainders {

/// Where an instance stands: the index of every loop of flatten(design); only those of spatial loops
/// above the instance mean anything.
using Place = std::vector<std::uint64_t>;

/// One dimension on an edge.
struct Side {
  std::int64_t size = 1;       ///< of the dimension
  std::int64_t reach = 1;      ///< indices in a whole tile; 1 if the data space does not use the dimension
  std::int64_t parent_at = 0;  ///< position of the parent, if it is one certain instance
  Lane parents;                ///< positions of all parents otherwise
  std::vector<Lane> fanouts;   ///< positions of the children under a parent, one lane for each level between
  Lane children;               ///< the same, all levels together
  std::int64_t whole = 1;      ///< indices that must be left for every tile of every child to be whole

  /// From a parent's position to the end of its last child's tile.
  [[nodiscard]] std::int64_t parent_reach() const { return children.last() + reach; }
};

/// The coordinates of a rank that exist, where what is counted leaves out the others.
struct Window {
  bool clips = false;  ///< some coordinates that are reached do not exist
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

/// Between a parent and the level below it, for all parents or a certain one. With `parent` = `child` there
/// is one child, the instance itself.
struct CutEdge {
  /// `place`: the parent, if a certain one is meant. `child` may be level_count(): the MACs. `clip`: padding
  /// is left out.
  CutEdge(const Design& design, int data_space, int parent, int child, const std::optional<Place>& place,
          bool clip);

  /// The least number of indices left of dimension d, before temporal loop k, that has the same effect.
  [[nodiscard]] std::int64_t canonical_before(std::size_t k, int d, std::int64_t left) const {
    return canonical(outside[k][d], left, inside[k][d]);
  }
  /// The same for a tile of the child in position 0.
  [[nodiscard]] std::int64_t canonical_tile(int d, std::int64_t left) const {
    return canonical(outside.back()[d], left, sides[d].reach);
  }

  /// The same of a coordinate of rank r at which everything from temporal loop k inward begins: all
  /// coordinates with the same effect as one are the same. Those before the window, whole inside it and
  /// behind it are one case each.
  [[nodiscard]] std::int64_t canonical_begin(std::size_t k, std::size_t r, std::int64_t at) const;
  /// The same for a tile of the child in position 0, and all its siblings, that has moved there by `shift`.
  [[nodiscard]] std::int64_t canonical_move(std::size_t r, std::int64_t at, std::int64_t shift) const;
  /// Whether the window cuts some child's tile, new or old, in such a move.
  [[nodiscard]] bool clipped(std::size_t r, std::int64_t at, std::int64_t shift) const;

  std::vector<NestLoop> times;  ///< temporal loops above the child, outermost first
  /// The outermost so many tell the epochs apart: down to the innermost over a used dimension.
  std::size_t epoch_loops = 0;
  std::vector<Side> sides;  ///< per dimension
  /// Those of the data space, then one for each dimension that it does not use, with the coefficient 0:
  /// the set {0} of an instance with work, nothing without. A tile is the product over all of them.
  std::vector<Rank> ranks;
  std::vector<Window> windows;  ///< per rank of the data space
  bool one_child = true;

 private:
  /// [k][d]: spatial loops above the child outside the k-th temporal loop, and the indices that all
  /// loops from there inward reach; at the end those of the child.
  std::vector<std::vector<Lane>> outside;
  std::vector<std::vector<std::int64_t>> inside;
  /// [k][r]: from the first coordinate of all that is inside to the last.
  std::vector<std::vector<std::int64_t>> spans;
};

}  // namespace nestwave::analytical::remainders
