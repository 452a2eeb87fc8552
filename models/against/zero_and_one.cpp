// SPDX-License-Identifier: Apache-2.0
#include "models/against/zero_and_one.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "models/error.h"
#include "models/mapping_loops.h"

namespace nestwave::against {

namespace {

using Step = std::vector<std::int64_t>;  ///< per rank
using Remembered = std::optional<Step>;

struct MovingLoop {
  std::uint64_t bound = 1;
  Step per_iteration;
};

std::int64_t coefficient(const Rank& rank, int dimension) {
  for (const Term& term : rank.terms)
    if (term.dimension == dimension) return term.coefficient;
  return 0;
}

std::uint64_t product(std::uint64_t a, std::uint64_t b) {
  std::uint64_t result = 0;
  if (__builtin_mul_overflow(a, b, &result))
    throw InputError({}, "the fills of the design do not fit in 64 bits");
  return result;
}

std::uint64_t sum(std::uint64_t a, std::uint64_t b) {
  std::uint64_t result = 0;
  if (__builtin_add_overflow(a, b, &result))
    throw InputError({}, "the fills of the design do not fit in 64 bits");
  return result;
}

class Evaluation {
 public:
  Evaluation(const Design& design, int data_space, int level) : reuse_(design.policy().reuse) {
    const std::vector<Rank>& ranks = design.problem().data_spaces[static_cast<std::size_t>(data_space)].ranks;
    extent_.assign(ranks.size(), 1);
    std::vector<std::int64_t> stride(design.problem().dimensions.size(), 1);
    // From the innermost loop outward, so that each finds the stride of its index.
    for_each_loop_outward(design.mapping(), [&](int l, const Loop& loop, bool temporal) {
      std::int64_t& index_stride = stride[static_cast<std::size_t>(loop.dimension)];
      MovingLoop moving{loop.bound, {}};
      for (std::size_t r = 0; r < ranks.size(); ++r) {
        moving.per_iteration.push_back(coefficient(ranks[r], loop.dimension) * index_stride);
        if (l >= level) extent_[r] += moving.per_iteration[r] * static_cast<std::int64_t>(loop.bound - 1);
      }
      index_stride *= static_cast<std::int64_t>(loop.bound);
      if (l < level && temporal && loop.bound > 1) loops_.push_back(std::move(moving));
    });
    std::reverse(loops_.begin(), loops_.end());
    known_.resize(loops_.size());
  }

  std::uint64_t fills() { return sum(whole(), visit(0, std::nullopt).words); }

 private:
  struct Visit {
    std::uint64_t words = 0;
    Remembered after;
  };

  [[nodiscard]] std::uint64_t whole() const {
    std::uint64_t words = 1;
    for (const std::int64_t extent : extent_) words = product(words, static_cast<std::uint64_t>(extent));
    return words;
  }

  [[nodiscard]] std::uint64_t fresh(const Step& step) const {
    std::uint64_t kept = 1;
    for (std::size_t r = 0; r < step.size(); ++r) {
      const std::int64_t overlap = std::max<std::int64_t>(0, extent_[r] - std::abs(step[r]));
      kept = product(kept, static_cast<std::uint64_t>(overlap));
    }
    return whole() - kept;
  }

  /// The tile moves by `step`.
  [[nodiscard]] Visit move(const Step& step, const Remembered& remembered) const {
    const bool in_place = std::all_of(step.begin(), step.end(), [](std::int64_t s) { return s == 0; });
    if (in_place) return {0, reuse_ == Reuse::timeloop_3_0_3 ? Remembered(step) : remembered};
    if (!remembered || *remembered == step) return {fresh(step), step};
    return {whole(), std::nullopt};
  }

  /// Loop `j` and those inside it, from all indices 0: what is fetched after the tile they begin with. It
  /// leaves all of them at index 1.
  Visit visit(std::size_t j, const Remembered& remembered) {
    if (j == loops_.size()) return {0, remembered};
    if (const auto known = known_[j].find(remembered); known != known_[j].end()) return known->second;
    Step step = loops_[j].per_iteration;
    for (std::size_t inner = j + 1; inner < loops_.size(); ++inner)
      for (std::size_t r = 0; r < step.size(); ++r) step[r] -= loops_[inner].per_iteration[r];
    const Visit first = visit(j + 1, remembered);
    const Visit advance = move(step, first.after);
    const Visit second = visit(j + 1, advance.after);
    const Visit result = {sum(first.words, product(loops_[j].bound - 1, sum(advance.words, second.words))),
                          second.after};
    known_[j].emplace(remembered, result);
    return result;
  }

  Reuse reuse_;
  std::vector<std::int64_t> extent_;  ///< of the tile, per rank
  std::vector<MovingLoop> loops_;     ///< temporal, outside the level, outermost first
  std::vector<std::map<Remembered, Visit>> known_;
};

}  // namespace

std::uint64_t fills_at_zero_and_one(const Design& design, int data_space, int level) {
  return Evaluation(design, data_space, level).fills();
}

}  // namespace nestwave::against
