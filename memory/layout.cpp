// SPDX-License-Identifier: Apache-2.0
#include "memory/layout.h"

namespace nestwave {

namespace {

std::uint64_t tensor_words(const Problem& problem, const DataSpace& space) {
  std::uint64_t words = 1;
  for (const Rank& rank : space.ranks) {
    std::uint64_t size = 1;
    for (const Term& term : rank.terms)
      size += static_cast<std::uint64_t>(term.coefficient) * (problem.dimensions[term.dimension].size - 1);
    words *= size;
  }
  return words;
}

}  // namespace

Layout::Layout(const Design& design, int level, std::uint64_t burst_bytes)
    : word_bits_(design.architecture().levels[level].word_bits), burst_bits_(burst_bytes * 8) {
  constexpr std::uint64_t kMostBits = std::uint64_t{1} << 60;
  for (int d = 0; d < design.data_space_count(); ++d) {
    first_.push_back(bursts_);
    if (!design.mapping().levels[level].keep[d]) continue;
    const std::uint64_t words = tensor_words(design.problem(), design.problem().data_spaces[d]);
    if (words > kMostBits / word_bits_ - bursts_)
      throw InputError(design.architecture().levels[level].where,
                       "the tensors are too large for the address space of a memory");
    bursts_ += (words * word_bits_ + burst_bits_ - 1) / burst_bits_;
  }
}

std::vector<std::uint64_t> Layout::bursts(int data_space, const WordRanges& words) const {
  std::vector<std::uint64_t> bursts;
  for (const WordRange& range : words) {
    std::uint64_t burst = first_[data_space] + range.begin * word_bits_ / burst_bits_;
    const std::uint64_t last = first_[data_space] + (range.end * word_bits_ - 1) / burst_bits_;
    if (!bursts.empty() && burst <= bursts.back()) burst = bursts.back() + 1;
    for (; burst <= last; ++burst) bursts.push_back(burst);
  }
  return bursts;
}

}  // namespace nestwave
