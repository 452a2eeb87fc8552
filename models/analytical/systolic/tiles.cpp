// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/systolic/tiles.h"

#include <algorithm>
#include <array>
#include <map>

#include "models/analytical/checked.h"
#include "models/error.h"

namespace nestwave::analytical {

namespace {

/// Which boxes hold a coordinate. Two parts of at most (2 x kMaxFlattened - 1)^2 boxes each.
using Members = std::array<std::uint64_t, 3>;

Members common(const Members& a, const Members& b) {
  return {a[0] & b[0], a[1] & b[1], a[2] & b[2]};
}

bool none(const Members& members) {
  return (members[0] | members[1] | members[2]) == 0;
}

using Classes = std::map<Members, std::uint64_t>;  ///< coordinates held by the same boxes, and how many

std::uint64_t count(const std::vector<Classes>& ranks, std::size_t rank, const Members& members) {
  if (rank == ranks.size()) return 1;
  std::uint64_t words = 0;
  for (const auto& [held, coordinates] : ranks[rank]) {
    const Members both = common(members, held);
    if (!none(both)) words = plus(words, times(coordinates, count(ranks, rank + 1, both)));
  }
  return words;
}

}  // namespace

MatrixWords::MatrixWords(const Problem& problem, int data_space, const FlatIndex& lane,
                         const FlatIndex& position)
    : problem_(problem), space_(problem.data_spaces[data_space]), lane_(lane), position_(position) {
  for (const Rank& rank : space_.ranks)
    slides_ = slides_ || std::count_if(rank.terms.begin(), rank.terms.end(), [&](const Term& term) {
                           return problem.dimensions[term.dimension].size > 1;
                         }) > 1;
}

void MatrixWords::cut(const FlatIndex& index, std::size_t at, std::uint64_t first, std::uint64_t end,
                      Box& box, std::vector<Box>& all) const {
  if (at == index.dimensions.size()) {
    all.push_back(box);
    return;
  }
  std::uint64_t inside = 1;
  for (std::size_t d = at + 1; d < index.dimensions.size(); ++d)
    inside *= problem_.dimensions[index.dimensions[d]].size;
  Range& range = box[index.dimensions[at]];
  const auto part = [&](std::uint64_t from, std::uint64_t to, std::uint64_t low, std::uint64_t high) {
    range = {from, to};
    cut(index, at + 1, low, high, box, all);
  };
  std::uint64_t from = first / inside;
  const std::uint64_t to = end / inside;
  if (from == to) {
    part(from, from + 1, first % inside, end % inside);
  } else {
    if (first % inside != 0) {
      part(from, from + 1, first % inside, inside);
      ++from;
    }
    if (from < to) part(from, to, 0, inside);
    if (end % inside != 0) part(to, to + 1, 0, end % inside);
  }
  range = {};
}

std::vector<MatrixWords::Box> MatrixWords::boxes(const MatrixPart& part) const {
  std::vector<Box> lanes;
  Box box(problem_.dimensions.size());
  cut(lane_, 0, part.first_lane, part.end_lane, box, lanes);
  std::vector<Box> all;
  for (Box& lane : lanes) cut(position_, 0, part.first_position, part.end_position, lane, all);
  return all;
}

std::vector<std::uint64_t> MatrixWords::coordinates(const Rank& rank, const Box& box) const {
  std::vector<std::uint64_t> reached = {0};
  for (const Term& term : rank.terms) {
    std::vector<std::uint64_t> next;
    const Range& range = box[term.dimension];
    next.reserve(reached.size() * (range.end - range.first));
    for (const std::uint64_t base : reached)
      for (std::uint64_t i = range.first; i < range.end; ++i)
        next.push_back(base + i * static_cast<std::uint64_t>(term.coefficient));
    reached = std::move(next);
  }
  std::erase_if(reached, [&](std::uint64_t at) {
    return at < static_cast<std::uint64_t>(rank.begin) || at >= static_cast<std::uint64_t>(rank.end);
  });
  return reached;
}

std::uint64_t MatrixWords::stored_places(const MatrixPart& part) const {
  std::uint64_t places = 0;
  for (const Box& box : boxes(part)) {
    std::uint64_t product = 1;
    for (const Rank& rank : space_.ranks) {
      std::uint64_t reached = 1;
      for (const Term& term : rank.terms)
        reached = times(reached, box[term.dimension].end - box[term.dimension].first);
      product = times(product, problem_.padded(rank) ? coordinates(rank, box).size() : reached);
    }
    places = plus(places, product);
  }
  return places;
}

std::uint64_t MatrixWords::distinct(const std::vector<MatrixPart>& parts) const {
  std::vector<Box> all;
  for (const MatrixPart& part : parts)
    for (Box& box : boxes(part)) all.push_back(std::move(box));
  if (all.size() > 64 * Members{}.size()) throw InternalError("too many boxes in parts of a matrix");
  Members every{};
  for (std::size_t i = 0; i < all.size(); ++i) every[i / 64] |= std::uint64_t{1} << (i % 64);
  std::vector<Classes> ranks;
  for (const Rank& rank : space_.ranks) {
    std::map<std::uint64_t, Members> held;
    for (std::size_t i = 0; i < all.size(); ++i)
      for (const std::uint64_t at : coordinates(rank, all[i]))
        held[at][i / 64] |= std::uint64_t{1} << (i % 64);
    Classes& classes = ranks.emplace_back();
    for (const auto& [at, members] : held) ++classes[members];
  }
  return count(ranks, 0, every);
}

}  // namespace nestwave::analytical
