// SPDX-License-Identifier: Apache-2.0
#include "traces/reference_loop.h"

namespace nestwave {

namespace {

/// SplitMix64: a well-spread number for every (seed, data space, word).
std::uint64_t mixed(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31U);
}

}  // namespace

Value operand_value(std::uint64_t seed, int data_space, const WordPacking& packing, std::uint64_t word) {
  if (!packing.exists(word)) return 0;
  const std::uint64_t bits = mixed(mixed(seed * 64 + static_cast<std::uint64_t>(data_space)) ^ word);
  return bits % 15 - 7;  // -7 … 7, modulo 2^64
}

WordPacking::WordPacking(const Problem& problem, int data_space) : space_(&problem.data_spaces[data_space]) {
  for (const Rank& rank : space_->ranks) {
    rank_sizes_.push_back(static_cast<std::uint64_t>(problem.length(rank)));
    padded_ = padded_ || problem.padded(rank);
  }
}

bool WordPacking::exists(std::uint64_t word) const {
  if (!padded_) return true;
  for (std::size_t r = rank_sizes_.size(); r-- > 0; word /= rank_sizes_[r]) {
    const auto at = static_cast<std::int64_t>(word % rank_sizes_[r]);
    if (at < space_->ranks[r].begin || at >= space_->ranks[r].end) return false;
  }
  return true;
}

std::uint64_t WordPacking::words() const {
  std::uint64_t product = 1;
  for (const std::uint64_t size : rank_sizes_) product *= size;
  return product;
}

std::uint64_t WordPacking::word_at(const std::vector<std::uint64_t>& point) const {
  std::uint64_t packed = 0;
  for (std::size_t r = 0; r < rank_sizes_.size(); ++r) {
    std::uint64_t at = 0;
    for (const Term& term : space_->ranks[r].terms)
      at += static_cast<std::uint64_t>(term.coefficient) * point[term.dimension];
    packed = packed * rank_sizes_[r] + at;
  }
  return packed;
}

std::string WordPacking::name(std::uint64_t word) const {
  std::string text;
  for (std::size_t r = rank_sizes_.size(); r-- > 0;) {
    text = "[" + std::to_string(word % rank_sizes_[r]) + "]" + text;
    word /= rank_sizes_[r];
  }
  return space_->name + text;
}

std::vector<WordPacking> word_packings(const Problem& problem) {
  std::vector<WordPacking> packings;
  for (std::size_t d = 0; d < problem.data_spaces.size(); ++d)
    packings.emplace_back(problem, static_cast<int>(d));
  return packings;
}

Sums reference_outputs(const Problem& problem, std::uint64_t seed) {
  const int outputs = problem.outputs();
  const std::vector<WordPacking> packings = word_packings(problem);
  Sums sums;
  std::vector<std::uint64_t> point(problem.dimensions.size(), 0);
  while (true) {
    Value product = 1;
    for (int d = 0; d < static_cast<int>(packings.size()); ++d)
      if (d != outputs) product *= operand_value(seed, d, packings[d], packings[d].word_at(point));
    sums[packings[outputs].word_at(point)] += product;
    std::size_t j = point.size();
    while (j > 0 && ++point[j - 1] == problem.dimensions[j - 1].size) point[--j] = 0;
    if (j == 0) return sums;
  }
}

FunctionalResult compare_outputs(const Problem& problem, std::uint64_t seed, const Sums& found) {
  FunctionalResult result;
  result.seed = seed;
  for (const auto& [word, value] : reference_outputs(problem, seed)) {
    const auto place = found.find(word);
    ++result.outputs_checked;
    if (place != found.end() && place->second == value) continue;
    result.ok = false;
    result.fault =
        WordPacking(problem, problem.outputs()).name(word) + " is " +
        (place == found.end() ? "missing" : std::to_string(static_cast<std::int64_t>(place->second))) +
        ", the plain loop gives " + std::to_string(static_cast<std::int64_t>(value));
    return result;
  }
  return result;
}

}  // namespace nestwave
