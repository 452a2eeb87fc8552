// SPDX-License-Identifier: Apache-2.0
// Words of a tile: how many different sums the indices of the dimensions in a rank make.
#include <algorithm>
#include <string>

#include "models/design.h"
#include "models/mapping_loops.h"

namespace nestwave {

namespace {

/// `bound` steps of `stride` coordinates.
struct Comb {
  std::uint64_t stride;
  std::uint64_t bound;
};

/// Coordinates that one dimension contributes to a rank: all sums of the combs, below a limit.
struct Reach {
  std::vector<Comb> combs;
  std::uint64_t end = 0;  ///< coordinates from here on are cut off; 0: none are
};

constexpr std::uint64_t kMaxPieces = std::uint64_t{1} << 26;

/// Distinct sums of one coordinate of every reach, one by one; sorted.
std::vector<std::uint64_t> enumerate(const std::vector<Reach>& reaches) {
  std::vector<std::uint64_t> reached = {0};
  for (const Reach& reach : reaches) {
    std::vector<std::uint64_t> own = {0};
    const auto spread = [](std::vector<std::uint64_t>& all, const std::vector<std::uint64_t>& offsets) {
      if (offsets.size() > kMaxPieces / all.size())
        throw InputError(
            {}, "a rank of a tile falls into more than 2^26 pieces; use the policy's bounding boxes");
      std::vector<std::uint64_t> next;
      next.reserve(offsets.size() * all.size());
      for (const std::uint64_t offset : offsets)
        for (const std::uint64_t base : all) next.push_back(base + offset);
      std::sort(next.begin(), next.end());
      next.erase(std::unique(next.begin(), next.end()), next.end());
      all = std::move(next);
    };
    for (const Comb& comb : reach.combs) {
      std::vector<std::uint64_t> offsets;
      for (std::uint64_t i = 0; i < std::min(comb.bound, kMaxPieces + 1); ++i)
        offsets.push_back(i * comb.stride);
      spread(own, offsets);
    }
    if (reach.end > 0) own.erase(std::lower_bound(own.begin(), own.end(), reach.end), own.end());
    spread(reached, own);
  }
  return reached;
}

/// Number of distinct sums, or the length of their hull.
std::uint64_t distinct_sums(const std::vector<Reach>& reaches, Footprint footprint) {
  const bool cut = std::any_of(reaches.begin(), reaches.end(), [](const Reach& r) { return r.end > 0; });
  if (cut) {
    const std::vector<std::uint64_t> all = enumerate(reaches);
    return footprint == Footprint::bounding_box ? all.back() + 1 : all.size();
  }
  std::vector<Comb> combs;
  for (const Reach& reach : reaches) combs.insert(combs.end(), reach.combs.begin(), reach.combs.end());
  std::sort(combs.begin(), combs.end(), [](const Comb& a, const Comb& b) { return a.stride < b.stride; });
  std::uint64_t hull = 1;
  std::uint64_t count = 1;
  bool known = true;
  for (const Comb& comb : combs) {
    if (comb.bound == 1) continue;
    if (comb.stride >= hull)
      count *= comb.bound;  // copies side by side
    else if (count == hull)
      count = hull + comb.stride * (comb.bound - 1);  // copies of a gapless run that overlap
    else
      known = false;
    hull += comb.stride * (comb.bound - 1);
  }
  if (footprint == Footprint::bounding_box) return hull;
  return known ? count : enumerate(reaches).size();
}

}  // namespace

std::uint64_t Design::tile_words(int level, int data_space) const {
  if (!has_nest()) return occupied_tiles_[level][data_space];
  const bool outermost = keepers_[data_space].front() == level;
  // Sums exist only where a MAC puts one: outputs have no holes.
  const Footprint footprint =
      problem_.data_spaces[data_space].read_write ? Footprint::touched : policy_.footprint;
  // Loops from which the indices in the tile come, innermost first.
  const auto reach_of = [&](const Term& term) {
    Reach reach;
    const auto coefficient = static_cast<std::uint64_t>(term.coefficient);
    std::uint64_t stride = 1;
    std::uint64_t indices = 1;  // from 0, as long as no loop in between belongs to other instances
    const auto visit = [&](int at, const Loop& loop, bool temporal) {
      if (loop.dimension != term.dimension) return;
      const bool inside = at >= level || (temporal && outermost);
      if (inside) {
        reach.combs.push_back({coefficient * stride, loop.bound});
        if (indices == stride) indices *= loop.bound;
      }
      stride *= loop.bound;
    };
    for_each_loop_outward(mapping_, visit);
    const std::uint64_t size = problem_.dimensions[term.dimension].size;
    std::uint64_t reached = 1;
    for (const Comb& comb : reach.combs) reached *= comb.bound;
    if (reached == indices)
      reach.combs.assign(1, {coefficient, std::min(indices, size)});
    else if (stride > size)
      reach.end = coefficient * (size - 1) + 1;
    return reach;
  };
  std::uint64_t words = 1;
  for (const Rank& rank : problem_.data_spaces[data_space].ranks) {
    std::vector<Reach> reaches;
    for (const Term& term : rank.terms) reaches.push_back(reach_of(term));
    const std::uint64_t reached = distinct_sums(reaches, footprint);
    const bool clipped = omits_padding(level, data_space) && problem_.padded(rank);
    words *= clipped ? words_that_exist(level, rank, outermost, reached) : reached;
  }
  return words;
}

bool Design::tiles_move(int level) const {
  return std::any_of(keepers_.begin(), keepers_.end(), [level](const std::vector<int>& keepers) {
    return std::find(keepers.begin() + 1, keepers.end(), level) != keepers.end();
  });
}

}  // namespace nestwave
