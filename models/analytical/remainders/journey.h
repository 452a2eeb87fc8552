// SPDX-License-Identifier: Apache-2.0
// An exact recursion over the epochs of an edge whose tiles the ends of dimensions may cut.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "models/analytical/remainders/edge.h"
#include "models/analytical/remainders/fetch.h"
#include "models/policy.h"

namespace nestwave::analytical::remainders {

/// What a stretch of consecutive moves fetches. Under the rules of Timeloop that depends on the step
/// remembered on entry, but only in one way: whether the first step of the stretch is credited. It is if
/// none is remembered, or one that is equal.
struct Stage {
  static constexpr int kNone = -1;

  struct Outcome {
    Words words;
    int remembered = kNone;  ///< after the stretch; used if it has a step
  };
  bool has_step = false;  ///< without one, what is remembered passes through, and both words are the same
  int first = kNone;
  Outcome credited;
  Outcome refused;
};

/// All epochs of loops k and inside are F_k = F_{k+1} c F_{k+1} c … , one F for each index of the loop. What
/// an F and the move c after it cost depends only on what is left of each dimension, and of that only on
/// what cuts some tile inside; and where padding is left out, on where it begins, unless no border is near.
/// So F is computed once for each such case, and equal indices of a loop, which are neighbours, are taken
/// together by repeated squaring: the cost follows the number of cases.
class Journey {
 public:
  enum class Rule {
    tiles,       ///< fetches between keepers, as Reuse says
    every_step,  ///< all words of every step: reads for the MACs
  };
  Journey(const CutEdge& edge, const Policy& policy, Rule rule)
      : edge_(edge), reuse_(policy.reuse), rule_(rule), fetch_(edge, policy) {}

  /// Words of all epochs up to the one that contains the step with these temporal indices.
  [[nodiscard]] Words until(const std::vector<std::uint64_t>& indices);

 private:
  using Values = std::vector<std::int64_t>;
  /// Where loops from a certain one inward begin, as far as it makes a difference.
  struct Spot {
    Values left;  ///< per dimension: indices left, as canonical_before() gives them
    Values at;    ///< per rank of the data space: coordinate, as canonical_begin() gives it
    auto operator<=>(const Spot&) const = default;
  };

  [[nodiscard]] std::size_t epochs() const;
  [[nodiscard]] std::size_t depth() const;
  [[nodiscard]] const Stage& all_epochs(std::size_t k, const Spot& from);
  [[nodiscard]] Stage iterations(std::size_t k, const Spot& from, std::uint64_t count);
  [[nodiscard]] Stage path(std::size_t k, const Spot& from, const std::vector<std::uint64_t>& indices);
  [[nodiscard]] Stage advance(std::size_t k, const Spot& from, std::uint64_t index);
  [[nodiscard]] Stage stage(const Change& change);
  [[nodiscard]] Stage step(const std::vector<std::int64_t>& shift, const Words& fresh, const Words& whole);
  [[nodiscard]] std::int64_t left_inside(std::size_t k, const Spot& from, std::uint64_t index) const;
  [[nodiscard]] std::int64_t begin_inside(std::size_t k, const Spot& from, std::size_t r,
                                          std::uint64_t index) const;
  [[nodiscard]] bool leads_to(std::size_t k, const Spot& from, std::uint64_t index, const Spot& to) const;
  [[nodiscard]] Spot inside(std::size_t k, const Spot& from, std::uint64_t index) const;
  [[nodiscard]] int step_number(const std::vector<std::int64_t>& shift);

  const CutEdge& edge_;
  Reuse reuse_;
  Rule rule_;
  Fetch fetch_;
  std::map<std::pair<std::size_t, Spot>, Stage> known_;  ///< per loop and where it begins
  std::map<std::vector<std::int64_t>, int> steps_;
};

}  // namespace nestwave::analytical::remainders
