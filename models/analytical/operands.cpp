// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/operands.h"

#include "models/analytical/checked.h"
#include "models/analytical/reuse.h"

namespace nestwave::analytical {

namespace {

/// Different places to which the loops, given per rank, move a tile.
std::uint64_t distinct_places(const std::vector<std::vector<Comb>>& offsets) {
  std::uint64_t places = 1;
  for (const std::vector<Comb>& combs : offsets) places = times(places, CoordinateSet().spread(combs).size());
  return places;
}

/// Reads of the parent for a word that each child fetches at its own place; the copies of a set are
/// equal only at equal places. For `overlap` this holds of single words only.
std::uint64_t reads_per_child_word(const Edge& edge, Multicast multicast) {
  if (multicast == Multicast::none) return edge.children;
  if (multicast != Multicast::per_level) return distinct_places(edge.offsets);
  // Two subtrees need the same one by one if they are at one place, whatever fan-outs are inside.
  std::uint64_t reads = 1;
  for (const auto& fanout : edge.fanouts) reads = times(reads, distinct_places(fanout));
  return reads;
}

/// A fetch: every child takes its tile, or the part of it that was not in the tile before.
struct FetchWords {
  std::uint64_t per_child = 0;
  std::uint64_t parent_reads = 0;
};

/// Turns sizes of one fetch by one child into what the parent reads for all children.
class Volumes {
 public:
  Volumes(const Edge& edge, const Policy& policy) : edge_(edge), multicast_(policy.multicast) {
    for (const std::vector<Comb>& combs : edge.tile) tile_.emplace_back(combs, policy.footprint);
    if (multicast_ != Multicast::overlap) reads_per_child_word_ = reads_per_child_word(edge, multicast_);
  }

  [[nodiscard]] FetchWords whole() const {
    FetchWords words{1, 1};
    for (std::size_t r = 0; r < tile_.size(); ++r) {
      words.per_child = times(words.per_child, tile_[r].size());
      if (multicast_ == Multicast::overlap)
        words.parent_reads = times(words.parent_reads, tile_[r].spread(edge_.offsets[r]).size());
    }
    if (multicast_ != Multicast::overlap) words.parent_reads = times(words.per_child, reads_per_child_word_);
    return words;
  }

  /// With A the new tile and B the old one, A \ B = ∏ A_r − ∏ (A_r ∩ B_r), as both are products.
  /// A word x is in the union of the children's deltas if for some child every x_r is in A_r and
  /// some x_r is not in B_r. The children's offsets are a product as well, so the child can be
  /// chosen rank by rank: all x_r in U_r (union of A_r), at least one in V_r (union of A_r \ B_r).
  [[nodiscard]] FetchWords delta(const std::vector<std::int64_t>& shift) const {
    FetchWords all{1, 1};
    FetchWords old{1, 1};
    for (std::size_t r = 0; r < tile_.size(); ++r) {
      const CoordinateSet fresh = tile_[r].without(tile_[r].shifted(-shift[r]));
      all.per_child = times(all.per_child, tile_[r].size());
      old.per_child = times(old.per_child, tile_[r].size() - fresh.size());
      if (multicast_ != Multicast::overlap) continue;
      const std::uint64_t wanted = tile_[r].spread(edge_.offsets[r]).size();
      all.parent_reads = times(all.parent_reads, wanted);
      old.parent_reads = times(old.parent_reads, wanted - fresh.spread(edge_.offsets[r]).size());
    }
    FetchWords words{all.per_child - old.per_child, all.parent_reads - old.parent_reads};
    if (multicast_ != Multicast::overlap) words.parent_reads = times(words.per_child, reads_per_child_word_);
    return words;
  }

 private:
  const Edge& edge_;
  Multicast multicast_;
  std::vector<CoordinateSet> tile_;
  std::uint64_t reads_per_child_word_ = 1;
};

}  // namespace

OperandFlow operand_flow(const Edge& edge, const Policy& policy, std::uint64_t step) {
  const Volumes volumes(edge, policy);
  const Fetches fetches = count_fetches(edge.moves, policy.reuse, divide_up(step, edge.steps_per_tile));
  OperandFlow flow;
  const auto add = [&](std::uint64_t count, const FetchWords& words) {
    flow.read = plus(flow.read, times(count, words.parent_reads));
    flow.filled = plus(flow.filled, times(count, words.per_child));
  };
  add(fetches.whole, volumes.whole());
  for (std::size_t j = 0; j < edge.moves.size(); ++j)
    if (fetches.delta[j] > 0) add(fetches.delta[j], volumes.delta(shift_of(edge.moves, j)));
  return flow;
}

std::uint64_t operand_reads_per_step(const Edge& to_macs, Multicast multicast) {
  return reads_per_child_word(to_macs, multicast);
}

}  // namespace nestwave::analytical
