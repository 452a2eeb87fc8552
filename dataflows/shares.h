// SPDX-License-Identifier: Apache-2.0
// What each child of an edge has of a tile when dimensions are cut unevenly (imperfect factors), or when
// padding is left out.
#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "dataflows/nest.h"
#include "dataflows/parcels.h"
#include "dataflows/region.h"
#include "dataflows/symmetry.h"
#include "models/design.h"

namespace nestwave {

/// Tiles that the end of a dimension cuts short, or cuts off: in each dimension a tile begins where
/// the loops above put it and ends where the loops inside end, but not beyond the dimension. An
/// instance for which that leaves nothing in some dimension has no work and holds nothing. Of what is
/// left, coordinates that are padding are no words: of the child if it leaves them out, and of
/// what is sent if the parent does or the child.
class Shares {
 public:
  /// Per dimension: the index that the temporal loops above the children make.
  using Offsets = std::vector<std::int64_t>;
  struct Share {
    std::uint64_t words = 0;  ///< of the tile; 0: no work
    std::uint64_t fresh = 0;  ///< of them, those that have to be brought
  };
  /// From one tile to the next.
  struct Move {
    const Offsets* before = nullptr;  ///< null: there was no tile before
    const Offsets* now = nullptr;
    bool credited = true;  ///< words in common are not fetched again
  };

  Shares(const Design& design, const Nest& nest, const Symmetry& symmetry, int data_space, int outer,
         int inner);

  [[nodiscard]] std::size_t dimensions() const { return sizes_.size(); }
  /// Shares of all simulated children of all parents.
  void shares(const Move& move, Share* first);
  /// Words that a parent reads to bring what is fresh to its children. Of outputs: different words
  /// of all its children together.
  [[nodiscard]] std::uint64_t sent(const Move& move, std::uint64_t parent);
  /// The same words by the children that share them: parcels.cpp.
  [[nodiscard]] std::shared_ptr<const Parcels> parcels(const Move& move, std::uint64_t parent);

 private:
  /// What remains of each dimension from a tile's beginning on, capped where more makes no
  /// difference, before and after a move; then the move of the origin, the window of coordinates that exist,
  /// from the new origin on, and whether the move is credited.
  using Key = std::vector<std::int64_t>;
  struct Hash {
    std::size_t operator()(const Key& key) const;
  };
  /// One rank's sets in one child: the new tile, and the old one, relative to the parent's origin.
  static constexpr std::size_t kNow = 0;
  static constexpr std::size_t kBefore = 1;
  struct Pair {
    RankSet now;
    RankSet before;
  };

  [[nodiscard]] std::int64_t left(const Offsets* offsets, const Offsets& place, std::size_t d,
                                  std::int64_t cap) const;
  void make_key(const Move& move, const Offsets& place, const Offsets& caps, bool clip);
  [[nodiscard]] RankSet rank_set(std::size_t rank, const Key& key, const Offsets& rel,
                                 std::size_t side) const;
  [[nodiscard]] Pair pair(std::size_t rank, const Key& key, const Offsets& rel) const;
  [[nodiscard]] bool has_work(const Key& key, const Offsets& rel, std::size_t side) const;
  [[nodiscard]] std::int64_t extent(const Key& key, const Offsets& rel, std::size_t d,
                                    std::size_t side) const;
  [[nodiscard]] Share share(const Key& key, const Offsets& rel) const;
  [[nodiscard]] std::uint64_t united(const Key& key) const;
  [[nodiscard]] std::uint64_t read_by_level(const Key& key) const;
  [[nodiscard]] Key delta(const Key& key, const Offsets& rel) const;
  [[nodiscard]] std::uint64_t sums(const Key& key) const;
  [[nodiscard]] std::uint64_t compute_sent(const Key& key) const;
  [[nodiscard]] std::vector<Parcel> summed(const Key& key) const;
  [[nodiscard]] std::vector<Parcel> alone(const Key& key) const;
  [[nodiscard]] std::vector<Parcel> overlapping(const Key& key) const;
  [[nodiscard]] std::vector<Parcel> shared_by_level(const Key& key) const;
  [[nodiscard]] bool credited(const Key& key) const { return key.back() != 0; }

  const DataSpace& space_;
  Multicast multicast_;
  bool boxed_;
  std::vector<std::int64_t> sizes_;    ///< of the dimensions
  std::vector<bool> used_;             ///< dimensions that the data space uses
  std::vector<bool> padded_;           ///< ranks with padding that is left out; empty: none
  bool child_omits_;                   ///< it is left out of the child's tile, not only of what is sent
  Offsets full_;                       ///< indices that the loops inside a child reach, per dimension
  Offsets span_;                       ///< full_ and the farthest child of a parent
  std::vector<std::uint64_t> fanout_;  ///< of each level between the ends, outermost first
  std::vector<Offsets> rel_;           ///< per child of one parent
  std::vector<Offsets> child_places_;  ///< per simulated child of any parent
  std::vector<Offsets> parent_places_;
  Offsets origin_;  ///< zeros
  Key key_;         ///< reused
  std::unordered_map<Key, Share, Hash> known_shares_;
  std::unordered_map<Key, std::uint64_t, Hash> known_sent_;
  std::unordered_map<Key, std::shared_ptr<const Parcels>, Hash> known_parcels_;
  std::uint64_t next_id_ = 0;
};

}  // namespace nestwave
