// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/remainders/lane.h"

#include <algorithm>

namespace nestwave::analytical::remainders {

std::uint64_t Lane::count() const {
  std::uint64_t product = 1;
  for (const Comb& loop : loops_) product *= loop.bound;
  return product;
}

std::int64_t Lane::position(std::uint64_t ordinal) const {
  std::int64_t at = 0;
  for (auto loop = loops_.rbegin(); loop != loops_.rend(); ++loop) {
    at += loop->stride * static_cast<std::int64_t>(ordinal % loop->bound);
    ordinal /= loop->bound;
  }
  return at;
}

std::uint64_t Lane::not_above(std::int64_t limit) const {
  if (limit < 0) return 0;
  std::uint64_t ordinal = 0;
  for (const Comb& loop : loops_) {
    const std::int64_t digit = std::min(static_cast<std::int64_t>(loop.bound - 1), limit / loop.stride);
    limit -= digit * loop.stride;
    ordinal = ordinal * loop.bound + static_cast<std::uint64_t>(digit);
  }
  return ordinal + 1;
}

CoordinateSet Lane::spread(const CoordinateSet& set, std::uint64_t begin, std::uint64_t end,
                           std::int64_t coefficient) const {
  // Cut the interval into the largest aligned pieces: some iterations of one loop, with all of those
  // inside. There are at most two for each loop.
  CoordinateSet all = CoordinateSet::none();
  while (begin < end) {
    std::vector<Comb> copies;
    std::uint64_t piece = 1;
    for (auto loop = loops_.rbegin(); loop != loops_.rend(); ++loop) {
      const std::uint64_t whole = piece * loop->bound;
      const std::int64_t stride = coefficient * loop->stride;
      if (begin % whole == 0 && whole <= end - begin) {
        copies.push_back({stride, loop->bound});
        piece = whole;
        continue;
      }
      const std::uint64_t iterations = std::min((end - begin) / piece, (whole - begin % whole) / piece);
      copies.push_back({stride, iterations});
      piece *= iterations;
      break;
    }
    all = all.united(set.spread(copies).shifted(coefficient * position(begin)));
    begin += piece;
  }
  return all;
}

std::vector<Stretch> stretches(const Lane& lane, std::int64_t before, std::int64_t now, std::int64_t reach) {
  std::vector<std::uint64_t> edges = {0, lane.not_above(now - reach), lane.not_above(now - 1),
                                      lane.not_above(before - reach), lane.not_above(before - 1)};
  const std::uint64_t end = edges[2];  // from here on nothing is left
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  std::vector<Stretch> found;
  for (std::size_t i = 0; i + 1 < edges.size() && edges[i] < end; ++i) {
    const std::int64_t at = lane.position(edges[i]);
    const auto extent = [&](std::int64_t left) { return std::clamp<std::int64_t>(left - at, 0, reach); };
    found.push_back({edges[i], edges[i + 1], extent(before), extent(now)});
  }
  return found;
}

std::int64_t canonical(const Lane& lane, std::int64_t left, std::int64_t reach) {
  const std::uint64_t whole = lane.not_above(left - reach);
  if (whole < lane.count() && lane.position(whole) < left) return left;  // one tile is cut
  return lane.position(whole - 1) + reach;
}

}  // namespace nestwave::analytical::remainders
