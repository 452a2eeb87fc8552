// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/reuse.h"

#include <algorithm>

namespace nestwave::analytical {

namespace {

using Shift = std::vector<std::int64_t>;

bool is_zero(const Shift& shift) {
  return std::all_of(shift.begin(), shift.end(), [](std::int64_t s) { return s == 0; });
}

/// Effect of a piece of the walk under Reuse::timeloop when it is entered with a given step
/// remembered: the step remembered at its end, and what was fetched meanwhile.
struct Effect {
  std::size_t remembered = 0;
  Fetches fetches;
};

/// The effects for every step that can be remembered on entry; state 0 is "none".
using Walk = std::vector<Effect>;

Walk then(const Walk& first, const Walk& second) {
  Walk both = first;
  for (Effect& effect : both) {
    const Effect& next = second[effect.remembered];
    effect.remembered = next.remembered;
    effect.fetches.whole += next.fetches.whole;
    for (std::size_t j = 0; j < effect.fetches.delta.size(); ++j)
      effect.fetches.delta[j] += next.fetches.delta[j];
  }
  return both;
}

Walk nothing(std::size_t states, std::size_t loops) {
  Walk walk(states);
  for (std::size_t s = 0; s < states; ++s) walk[s] = {s, {0, std::vector<std::uint64_t>(loops, 0)}};
  return walk;
}

/// The piece done `count` times in a row, by repeated squaring.
Walk repeat(Walk piece, std::uint64_t count) {
  Walk result = nothing(piece.size(), piece.front().fetches.delta.size());
  while (count > 0) {
    if (count % 2 == 1) result = then(result, piece);
    count /= 2;
    if (count > 0) piece = then(piece, piece);
  }
  return result;
}

/// The exact recursion on the remembered step.
///
/// All tiles of loops j and inside are F_j = F_{j+1} (c_j F_{j+1})^{b_j − 1}, where c_j is the
/// single move by which loop j advances. The tiles up to the one with indices d_0 d_1 … are
/// (F_1 c_0)^{d_0} (F_2 c_1)^{d_1} …, which costs O(loops² · states · log bound) for any of them.
///
/// `zero_is_a_step`: Timeloop 3.0.3 remembers an advance that moves nothing as a step of zero.
Fetches timeloop_fetches(const std::vector<Move>& moves, std::uint64_t tiles, bool zero_is_a_step) {
  std::vector<Shift> steps;  // state s > 0 remembers steps[s − 1]; the state after them a step of zero
  std::vector<std::size_t> state_of(moves.size(), 0);
  for (std::size_t j = 0; j < moves.size(); ++j) {
    const Shift shift = shift_of(moves, j);
    if (is_zero(shift)) continue;
    const auto known = std::find(steps.begin(), steps.end(), shift);
    state_of[j] = static_cast<std::size_t>(known - steps.begin()) + 1;
    if (known == steps.end()) steps.push_back(shift);
  }
  const std::size_t at_rest = steps.size() + 1;
  const std::size_t states = at_rest + 1;

  const auto single_move = [&](std::size_t j) {
    Walk walk = nothing(states, moves.size());
    if (state_of[j] == 0) {  // same place: nothing fetched
      if (zero_is_a_step)
        for (Effect& effect : walk) effect.remembered = at_rest;
      return walk;
    }
    for (std::size_t s = 0; s < states; ++s) {
      if (s == 0 || s == state_of[j]) {
        walk[s].fetches.delta[j] = 1;
        walk[s].remembered = state_of[j];
      } else {
        walk[s].fetches.whole = 1;
        walk[s].remembered = 0;
      }
    }
    return walk;
  };

  Walk path = nothing(states, moves.size());  // the way to the last tile, built from its inner end
  Walk inside = path;                         // F_{j+1}
  std::uint64_t last = tiles - 1;
  for (std::size_t j = moves.size(); j-- > 0;) {
    const Walk forth = then(inside, single_move(j));
    path = then(repeat(forth, last % moves[j].bound), path);
    last /= moves[j].bound;
    inside = then(repeat(forth, moves[j].bound - 1), inside);
  }
  Fetches fetches = path[0].fetches;
  fetches.whole += 1;  // the first tile, after which no step is remembered
  return fetches;
}

}  // namespace

Shift shift_of(const std::vector<Move>& moves, std::size_t advancing) {
  Shift shift = moves[advancing].strides;
  for (std::size_t j = advancing + 1; j < moves.size(); ++j)
    for (std::size_t r = 0; r < shift.size(); ++r)
      shift[r] -= moves[j].strides[r] * static_cast<std::int64_t>(moves[j].bound - 1);
  return shift;
}

Fetches count_fetches(const std::vector<Move>& moves, Reuse reuse, std::uint64_t tiles) {
  Fetches fetches{0, std::vector<std::uint64_t>(moves.size(), 0)};
  if (tiles == 0) return fetches;
  if (reuse == Reuse::timeloop || reuse == Reuse::timeloop_3_0_3)
    return timeloop_fetches(moves, tiles, reuse == Reuse::timeloop_3_0_3);
  fetches.whole = 1;
  // Loop j advances at every tile whose number is a multiple of the tiles inside one of its
  // iterations, but not of those inside the next outer loop: (b_j − 1) ∏ outer bounds in all.
  std::uint64_t inside = 1;
  for (std::size_t j = moves.size(); j-- > 0;) {
    const std::uint64_t whole_loops = inside * moves[j].bound;
    const std::uint64_t advances = (tiles - 1) / inside - (tiles - 1) / whole_loops;
    inside = whole_loops;
    if (is_zero(shift_of(moves, j))) continue;
    (reuse == Reuse::none ? fetches.whole : fetches.delta[j]) += advances;
  }
  return fetches;
}

}  // namespace nestwave::analytical
