// SPDX-License-Identifier: Apache-2.0
// Words of a tile in a rank of which some coordinates do not exist.
#include <algorithm>

#include "models/design.h"
#include "models/mapping_loops.h"

namespace nestwave {

namespace {

/// Coordinates that one dimension contributes to a rank while a tile is in one place.
using Part = std::vector<std::int64_t>;

constexpr std::uint64_t kMostSums = std::uint64_t{1} << 22;

/// Different sums of one coordinate of every part that lie in [begin, end).
std::uint64_t sums_within(const std::vector<const Part*>& parts, const Rank& rank) {
  std::vector<std::int64_t> sums = {0};
  for (const Part* part : parts) {
    std::vector<std::int64_t> next;
    next.reserve(sums.size() * part->size());
    for (const std::int64_t coordinate : *part)
      for (const std::int64_t sum : sums) next.push_back(sum + coordinate);
    std::sort(next.begin(), next.end());
    next.erase(std::unique(next.begin(), next.end()), next.end());
    sums = std::move(next);
  }
  return static_cast<std::uint64_t>(std::count_if(
      sums.begin(), sums.end(), [&](std::int64_t sum) { return rank.begin <= sum && sum < rank.end; }));
}

}  // namespace

/// The most that any place of the tile has of [rank.begin, rank.end). Where there are too many places to
/// look at, as much as if one lay wholly inside.
std::uint64_t Design::words_that_exist(int level, const Rank& rank, bool outermost,
                                       std::uint64_t with_padding) const {
  const std::uint64_t most =
      std::min(with_padding, static_cast<std::uint64_t>(std::min(rank.end, problem_.length(rank)) -
                                                        std::min(rank.begin, problem_.length(rank))));
  std::uint64_t work = 1;
  for (const Term& term : rank.terms) {
    const std::uint64_t size = problem_.dimensions[term.dimension].size;
    if (size > kMostSums / work) return most;
    work *= size;
  }
  // Per term: what the tile has of the dimension in each of its places.
  std::vector<std::vector<Part>> places;
  for (const Term& term : rank.terms) {
    const auto size = static_cast<std::int64_t>(problem_.dimensions[term.dimension].size);
    std::vector<std::int64_t> origins = {0};
    std::vector<std::int64_t> inside = {0};
    std::int64_t stride = 1;
    const auto visit = [&](int at, const Loop& loop, bool temporal) {
      if (loop.dimension != term.dimension) return;
      const bool in_tile = at >= level || (temporal && outermost);
      std::vector<std::int64_t>& all = in_tile ? inside : origins;
      std::vector<std::int64_t> next;
      for (std::uint64_t i = 0; i < loop.bound; ++i)
        for (const std::int64_t index : all)
          if (index + static_cast<std::int64_t>(i) * stride < size)
            next.push_back(index + static_cast<std::int64_t>(i) * stride);
      all = std::move(next);
      stride *= static_cast<std::int64_t>(loop.bound);
    };
    for_each_loop_outward(mapping_, visit);
    places.emplace_back();
    for (const std::int64_t origin : origins) {
      Part part;
      for (const std::int64_t index : inside)
        if (origin + index < size) part.push_back(term.coefficient * (origin + index));
      if (!part.empty()) places.back().push_back(std::move(part));
    }
  }
  std::uint64_t largest = 0;
  std::vector<const Part*> choice;
  const auto choose = [&](const auto& self, std::size_t t) -> void {
    if (largest == most) return;
    if (t == places.size()) {
      largest = std::max(largest, sums_within(choice, rank));
      return;
    }
    for (const Part& part : places[t]) {
      choice.push_back(&part);
      self(self, t + 1);
      choice.pop_back();
    }
  };
  choose(choose, 0);
  return largest;
}

}  // namespace nestwave
