// SPDX-License-Identifier: Apache-2.0
#include "tests/oracle/random_problem.h"

#include <algorithm>

namespace nestwave::oracle {

namespace {

/// Dimensions as a string of letters, projections as in "C,P*2+R": short enough to read as a table.
struct Shape {
  int weight;  ///< how often it is drawn, against the others
  std::string name;
  std::string dimensions;
  std::vector<std::string> projections;  ///< the last one is the read-write data space
};

/// `a`, `b` … stand for stride and dilation, drawn anew for every problem.
const std::vector<Shape>& shapes() {
  static const std::vector<Shape> all = {
      {3, "conv1d", "MPR", {"M,R", "Pa+Rb", "M,P"}},
      {3, "conv1d-channels", "NMCPR", {"M,C,R", "N,C,Pa+Rb", "N,M,P"}},
      {3, "conv2d", "NMCPQRS", {"M,C,R,S", "N,C,Pa+Rb,Qc+Sd", "N,M,P,Q"}},
      {2, "conv2d-plain", "NMCPQRS", {"M,C,R,S", "N,C,P+R,Q+S", "N,M,P,Q"}},
      {2, "grouped", "NGMCPQRS", {"G,M,C,R,S", "N,G,C,Pa+Rb,Qc+Sd", "N,G,M,P,Q"}},
      {2, "depthwise", "NGPQRS", {"G,R,S", "N,G,Pa+Rb,Qc+Sd", "N,G,P,Q"}},
      {2, "matmul", "MNK", {"M,K", "K,N", "M,N"}},
      {1, "batched-matmul", "BMNK", {"B,M,K", "B,K,N", "B,M,N"}},
      {2, "filter", "PR", {"R", "Pa+Rb", "P"}},
      {2, "pooling", "CPR", {"C,Pa+Rb", "C,P"}},
      {1, "dot", "K", {"K", "K", ""}},
      {1, "scale", "M", {"", "M", "M"}},
      {1, "product-of-three", "IJK", {"I,K", "K,J", "J", "I,J"}},
      {1, "spread-outputs", "MPR", {"M,R", "Pa+Rb", "Mc,Pd"}},
      {2, "two-filters", "PRS", {"R,S", "Pa+Rb+Sc", "P"}},
  };
  return all;
}

Rank parse_rank(const std::string& text, const std::string& dimensions,
                const std::vector<std::int64_t>& drawn) {
  Rank rank;
  for (const char c : text) {
    if (c == '+') continue;
    if (c >= 'a' && c <= 'z')
      rank.terms.back().coefficient = drawn[static_cast<std::size_t>(c - 'a')];
    else
      rank.terms.push_back({static_cast<int>(dimensions.find(c)), 1});
  }
  return rank;
}

DataSpace parse_space(const std::string& text, const std::string& dimensions,
                      const std::vector<std::int64_t>& drawn) {
  DataSpace space;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    space.ranks.push_back(parse_rank(text.substr(begin, end - begin), dimensions, drawn));
    begin = end + 1;
  }
  return space;
}

const Shape& draw_shape(Dice& dice) {
  std::uint64_t total = 0;
  for (const Shape& shape : shapes()) total += static_cast<std::uint64_t>(shape.weight);
  std::uint64_t drawn = dice.roll(total);
  for (const Shape& shape : shapes()) {
    const auto weight = static_cast<std::uint64_t>(shape.weight);
    if (drawn < weight) return shape;
    drawn -= weight;
  }
  return shapes().front();
}

}  // namespace

Problem random_problem(Dice& dice, std::uint64_t max_macs) {
  const Shape& shape = draw_shape(dice);
  Problem problem;
  problem.name = shape.name;
  const std::vector<std::int64_t> steps = {1, 1, 1, 2, 2, 3};
  std::vector<std::int64_t> drawn;
  for (int i = 0; i < 4; ++i) drawn.push_back(dice.pick(steps));

  // Sizes in random order, so that no dimension always gets what is left of the budget.
  const std::vector<std::uint64_t> few = {1, 2, 3, 4, 5, 6, 8};
  const std::vector<std::uint64_t> many = {4, 6, 7, 8, 9, 12, 16, 24, 32};
  for (const char letter : shape.dimensions) problem.dimensions.push_back({std::string(1, letter), 1});
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < problem.dimensions.size(); ++i) order.push_back(i);
  dice.shuffle(order);
  std::uint64_t left = max_macs;
  for (const std::size_t i : order) {
    const std::uint64_t size = dice.pick(problem.dimensions.size() <= 3 ? many : few);
    if (size > left) continue;
    problem.dimensions[i].size = size;
    left /= size;
  }

  const std::vector<std::string> names = {"Weights", "Inputs", "Extra"};
  for (std::size_t i = 0; i < shape.projections.size(); ++i) {
    DataSpace space = parse_space(shape.projections[i], shape.dimensions, drawn);
    space.read_write = i + 1 == shape.projections.size();
    space.name = space.read_write ? "Outputs" : names[i];
    problem.data_spaces.push_back(std::move(space));
  }
  if (dice.chance(20)) dice.shuffle(problem.data_spaces);
  return problem;
}

void pad(Problem& problem, Dice& dice) {
  for (DataSpace& space : problem.data_spaces) {
    if (space.read_write || !dice.chance(80)) continue;
    for (Rank& rank : space.ranks) {
      if (!dice.chance(rank.terms.size() > 1 ? 85 : 15)) continue;
      const auto length = static_cast<std::uint64_t>(problem.length(rank));
      // Narrow margins, as layers have them, or any.
      const std::uint64_t margin = dice.chance(75) ? std::min<std::uint64_t>(length, 4) : length;
      const std::uint64_t before = dice.roll(margin);
      const std::uint64_t behind = dice.roll(std::min(margin, length - before));
      rank.begin = static_cast<std::int64_t>(before);
      rank.end = static_cast<std::int64_t>(length - behind);
    }
  }
}

}  // namespace nestwave::oracle
