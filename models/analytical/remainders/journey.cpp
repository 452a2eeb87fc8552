// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/remainders/journey.h"

#include <algorithm>

#include "models/analytical/checked.h"

namespace nestwave::analytical::remainders {

namespace {

Words operator+(const Words& a, const Words& b) {
  return {plus(a.read, b.read), plus(a.filled, b.filled)};
}

Stage fetching(const Words& words) {
  Stage stage;
  stage.credited.words = stage.refused.words = words;
  return stage;
}

Stage then(const Stage& first, const Stage& second) {
  Stage both = first.has_step ? first : second;
  const auto append = [&](Stage::Outcome& outcome, const Stage::Outcome& before) {
    const bool credited =
        !second.has_step || before.remembered == Stage::kNone || before.remembered == second.first;
    const Stage::Outcome& next = credited ? second.credited : second.refused;
    outcome.words = before.words + next.words;
    outcome.remembered = second.has_step ? next.remembered : before.remembered;
  };
  if (first.has_step) {
    append(both.credited, first.credited);
    append(both.refused, first.refused);
  } else {
    for (Stage::Outcome* outcome : {&both.credited, &both.refused})
      outcome->words = first.credited.words + outcome->words;
  }
  return both;
}

/// The stage done `count` times in a row, by repeated squaring.
Stage repeat(Stage stage, std::uint64_t count) {
  Stage result;
  while (count > 0) {
    if (count % 2 == 1) result = then(result, stage);
    count /= 2;
    if (count > 0) stage = then(stage, stage);
  }
  return result;
}

std::uint64_t iterations_left(const NestLoop& loop, std::int64_t left) {
  return std::min(loop.bound,
                  divide_up(static_cast<std::uint64_t>(left), static_cast<std::uint64_t>(loop.stride)));
}

bool is_zero(const std::vector<std::int64_t>& shift) {
  return std::all_of(shift.begin(), shift.end(), [](std::int64_t s) { return s == 0; });
}

}  // namespace

/// The outermost so many loops tell epochs apart.
std::size_t Journey::epochs() const {
  return rule_ == Rule::every_step ? edge_.times.size() : edge_.epoch_loops;
}

/// Loops inside an epoch do not matter, unless advances that move nothing are remembered.
std::size_t Journey::depth() const {
  return reuse_ == Reuse::timeloop_3_0_3 ? edge_.times.size() : epochs();
}

Words Journey::until(const std::vector<std::uint64_t>& indices) {
  Spot start;
  Change first;
  for (int d = 0; d < static_cast<int>(edge_.sides.size()); ++d) {
    first.now.push_back(edge_.canonical_tile(d, edge_.sides[d].size));
    start.left.push_back(edge_.canonical_before(0, d, edge_.sides[d].size));
  }
  first.before.assign(edge_.sides.size(), 0);
  first.shift.assign(edge_.ranks.size(), 0);
  for (std::size_t r = 0; r < edge_.windows.size(); ++r) {
    first.at.push_back(edge_.canonical_move(r, 0, 0));
    start.at.push_back(edge_.canonical_begin(0, r, 0));
  }
  return fetch_(first) + path(0, start, indices).credited.words;
}

/// What iteration `index` of loop k leaves of the loop's dimension.
std::int64_t Journey::left_inside(std::size_t k, const Spot& from, std::uint64_t index) const {
  const NestLoop& loop = edge_.times[k];
  const std::int64_t rest = from.left[loop.dimension] - loop.stride * static_cast<std::int64_t>(index);
  return edge_.canonical_before(k + 1, loop.dimension, rest);
}

/// The coordinate of rank r at which iteration `index` of loop k begins.
std::int64_t Journey::begin_inside(std::size_t k, const Spot& from, std::size_t r,
                                   std::uint64_t index) const {
  const NestLoop& loop = edge_.times[k];
  std::int64_t at = from.at[r];
  for (const Term& term : edge_.ranks[r].terms)
    if (term.dimension == loop.dimension)
      at += term.coefficient * loop.stride * static_cast<std::int64_t>(index);
  return edge_.canonical_begin(k + 1, r, at);
}

Journey::Spot Journey::inside(std::size_t k, const Spot& from, std::uint64_t index) const {
  Spot to = from;
  for (int d = 0; d < static_cast<int>(to.left.size()); ++d)
    to.left[d] = d == edge_.times[k].dimension ? left_inside(k, from, index)
                                               : edge_.canonical_before(k + 1, d, from.left[d]);
  for (std::size_t r = 0; r < to.at.size(); ++r) to.at[r] = begin_inside(k, from, r, index);
  return to;
}

bool Journey::leads_to(std::size_t k, const Spot& from, std::uint64_t index, const Spot& to) const {
  if (left_inside(k, from, index) != to.left[edge_.times[k].dimension]) return false;
  for (std::size_t r = 0; r < to.at.size(); ++r)
    if (edge_.windows[r].clips && begin_inside(k, from, r, index) != to.at[r]) return false;
  return true;
}

const Stage& Journey::all_epochs(std::size_t k, const Spot& from) {
  std::pair<std::size_t, Spot> key(k, from);
  const auto known = known_.find(key);
  if (known != known_.end()) return known->second;
  Stage all;
  if (k < depth())
    all = iterations(k, from, iterations_left(edge_.times[k], from.left[edge_.times[k].dimension]));
  return known_.emplace(std::move(key), all).first->second;
}

/// The first `count` iterations of loop k, with everything inside.
Stage Journey::iterations(std::size_t k, const Spot& from, std::uint64_t count) {
  Stage all;
  for (std::uint64_t begin = 0; begin < count;) {
    const Spot rest = inside(k, from, begin);
    // The iterations that begin alike are neighbours: there is ever less left, and the coordinates grow.
    std::uint64_t end = begin + 1;
    for (std::uint64_t beyond = count; end < beyond;) {
      const std::uint64_t middle = end + (beyond - end) / 2;
      if (leads_to(k, from, middle, rest))
        end = middle + 1;
      else
        beyond = middle;
    }
    const Stage one = all_epochs(k + 1, rest);
    if (begin > 0) all = then(all, advance(k, from, begin - 1));
    all = then(all, one);
    if (end - begin > 1) all = then(all, repeat(then(advance(k, from, begin), one), end - begin - 1));
    begin = end;
  }
  return all;
}

/// From the first epoch inside to the one with these indices.
Stage Journey::path(std::size_t k, const Spot& from, const std::vector<std::uint64_t>& indices) {
  if (k == epochs()) return {};
  Stage way = iterations(k, from, indices[k]);
  if (indices[k] > 0) way = then(way, advance(k, from, indices[k] - 1));
  return then(way, path(k + 1, inside(k, from, indices[k]), indices));
}

/// From the last epoch of iteration `index` of loop k to the first of the next.
Stage Journey::advance(std::size_t k, const Spot& from, std::uint64_t index) {
  const std::size_t dimensions = edge_.sides.size();
  if (k >= epochs()) return step(Values(edge_.ranks.size(), 0), {}, {});  // within an epoch
  const NestLoop& loop = edge_.times[k];
  Values before = from.left;
  Values moved(dimensions, 0);
  before[loop.dimension] -= loop.stride * static_cast<std::int64_t>(index);
  moved[loop.dimension] = loop.stride;
  // The loops inside, down to the last that tells epochs apart, go back from their last iteration.
  for (std::size_t i = k + 1; i < epochs(); ++i) {
    const NestLoop& inner = edge_.times[i];
    const auto last =
        static_cast<std::int64_t>(iterations_left(inner, before[inner.dimension]) - 1) * inner.stride;
    before[inner.dimension] -= last;
    moved[inner.dimension] -= last;
  }
  Change change;
  for (int d = 0; d < static_cast<int>(dimensions); ++d) {
    change.before.push_back(edge_.canonical_tile(d, before[d]));
    change.now.push_back(edge_.canonical_tile(d, before[d] - moved[d]));
  }
  for (const Rank& rank : edge_.ranks) {
    std::int64_t shift = 0;
    for (const Term& term : rank.terms) shift += term.coefficient * moved[term.dimension];
    change.shift.push_back(shift);
  }
  for (std::size_t r = 0; r < edge_.windows.size(); ++r) {
    std::int64_t at = from.at[r] + change.shift[r];
    for (const Term& term : edge_.ranks[r].terms)
      at += term.coefficient * (from.left[term.dimension] - before[term.dimension]);
    change.at.push_back(edge_.canonical_move(r, at, change.shift[r]));
  }
  return stage(change);
}

Stage Journey::stage(const Change& change) {
  const auto whole = [&] {
    Change from_nothing{Values(change.before.size(), 0), change.now, Values(change.shift.size(), 0), {}};
    for (std::size_t r = 0; r < change.at.size(); ++r)
      from_nothing.at.push_back(edge_.canonical_move(r, change.at[r], 0));
    return fetch_(from_nothing);
  };
  if (rule_ == Rule::every_step) return fetching(whole());
  const bool stays = is_zero(change.shift);
  switch (reuse_) {
    case Reuse::resident: return fetching(fetch_(change));
    case Reuse::none: return fetching(stays ? fetch_(change) : whole());
    case Reuse::timeloop:
    case Reuse::timeloop_3_0_3: break;
  }
  if (stays && reuse_ == Reuse::timeloop) return fetching(fetch_(change));
  return step(change.shift, fetch_(change), stays ? Words{} : whole());
}

/// A step that is remembered; one of zero is always credited.
Stage Journey::step(const std::vector<std::int64_t>& shift, const Words& fresh, const Words& whole) {
  Stage stage;
  stage.has_step = true;
  stage.first = step_number(shift);
  stage.credited = {fresh, stage.first};
  stage.refused = is_zero(shift) ? stage.credited : Stage::Outcome{whole, Stage::kNone};
  return stage;
}

int Journey::step_number(const std::vector<std::int64_t>& shift) {
  return steps_.emplace(shift, static_cast<int>(steps_.size())).first->second;
}

}  // namespace nestwave::analytical::remainders
