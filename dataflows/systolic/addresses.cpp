// SPDX-License-Identifier: Apache-2.0
#include "dataflows/systolic/addresses.h"

#include <algorithm>

namespace nestwave {

namespace {

constexpr std::uint64_t kMaxTable = std::uint64_t{1} << 28;

}  // namespace

Addresses::Addresses(const Problem& problem, int data_space, const FlatIndex& group, const FlatIndex& lane,
                     const FlatIndex& position)
    : space_(problem.data_spaces[data_space]) {
  for (const Rank& rank : space_.ranks) {
    std::uint64_t length = 1;
    std::size_t moving = 0;
    for (const Term& term : rank.terms) {
      const std::uint64_t steps = problem.dimensions[term.dimension].size - 1;
      length += static_cast<std::uint64_t>(term.coefficient) * steps;
      moving += steps > 0 ? 1 : 0;
    }
    slides_ = slides_ || moving > 1;
    lengths_.push_back(length);
  }
  pitches_.assign(lengths_.size(), 1);
  for (std::size_t r = lengths_.size(); r-- > 0;) {
    pitches_[r] = words_;
    words_ *= lengths_[r];
  }
  for (std::size_t r = 0; r < space_.ranks.size(); ++r)
    if (problem.padded(space_.ranks[r]))
      margins_.push_back({r, static_cast<std::uint64_t>(space_.ranks[r].begin),
                          static_cast<std::uint64_t>(space_.ranks[r].end)});
  group_ = table(problem, group);
  lane_ = table(problem, lane);
  position_ = table(problem, position);
}

Addresses::Table Addresses::table(const Problem& problem, const FlatIndex& index) const {
  if (index.size > kMaxTable)
    throw InputError(problem.where, "a systolic array's matrix of " + problem.name + " has a side of " +
                                        std::to_string(index.size) + ", at most 2^28 can be simulated");
  // Coordinate of every rank per step of each dimension.
  const auto steps = [&](std::size_t rank) {
    std::vector<std::uint64_t> all;
    for (const int d : index.dimensions) {
      all.push_back(0);
      for (const Term& term : space_.ranks[rank].terms)
        if (term.dimension == d) all.back() += static_cast<std::uint64_t>(term.coefficient);
    }
    return all;
  };
  std::vector<std::uint64_t> words(index.dimensions.size(), 0);
  for (std::size_t r = 0; r < space_.ranks.size(); ++r) {
    const std::vector<std::uint64_t> own = steps(r);
    for (std::size_t i = 0; i < own.size(); ++i) words[i] += own[i] * pitches_[r];
  }
  Table table;
  table.word = sums(problem, index, words);
  for (const Margin& margin : margins_) {
    table.coordinate.push_back(sums(problem, index, steps(margin.rank)));
    const std::vector<std::uint64_t>& all = table.coordinate.back();
    table.furthest.push_back(*std::max_element(all.begin(), all.end()));
  }
  return table;
}

std::vector<std::uint64_t> Addresses::sums(const Problem& problem, const FlatIndex& index,
                                           const std::vector<std::uint64_t>& steps) {
  // The last dimension moves fastest: each one multiplies what the ones before it have made.
  std::vector<std::uint64_t> all = {0};
  for (std::size_t i = 0; i < index.dimensions.size(); ++i) {
    std::vector<std::uint64_t> next;
    next.reserve(all.size() * problem.dimensions[index.dimensions[i]].size);
    for (const std::uint64_t base : all)
      for (std::uint64_t digit = 0; digit < problem.dimensions[index.dimensions[i]].size; ++digit)
        next.push_back(base + digit * steps[i]);
    all = std::move(next);
  }
  return all;
}

void Addresses::write_lane(std::uint64_t group, std::uint64_t lane, std::vector<std::uint64_t>& words) const {
  for (std::size_t p = 0; p < margins_.size(); ++p)
    write_overhang(margins_[p], group_.coordinate[p][group] + lane_.coordinate[p][lane],
                   position_.furthest[p], words);
}

void Addresses::write_position(std::uint64_t position, std::vector<std::uint64_t>& words) const {
  for (std::size_t p = 0; p < margins_.size(); ++p)
    write_overhang(margins_[p], position_.coordinate[p][position], group_.furthest[p] + lane_.furthest[p],
                   words);
}

void Addresses::write_overhang(const Margin& margin, std::uint64_t part, std::uint64_t rest,
                               std::vector<std::uint64_t>& words) {
  words.push_back(margin.begin - std::min(margin.begin, part));
  words.push_back(std::max(part + rest + 1, margin.end) - margin.end);
}

std::string Addresses::name(std::uint64_t word) const {
  std::string text = space_.name;
  for (std::size_t r = 0; r < lengths_.size(); ++r)
    text += "[" + std::to_string(word / pitches_[r] % lengths_[r]) + "]";
  return text;
}

}  // namespace nestwave
