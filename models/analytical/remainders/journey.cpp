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
  Left left;
  Change first;
  for (int d = 0; d < static_cast<int>(edge_.sides.size()); ++d) {
    first.now.push_back(edge_.canonical_tile(d, edge_.sides[d].size));
    left.push_back(edge_.canonical_before(0, d, edge_.sides[d].size));
  }
  first.before.assign(edge_.sides.size(), 0);
  first.shift.assign(edge_.ranks.size(), 0);
  return fetch_(first) + path(0, left, indices).credited.words;
}

/// What iteration `index` of loop k leaves of the loop's dimension.
std::int64_t Journey::left_inside(std::size_t k, const Left& left, std::uint64_t index) const {
  const NestLoop& loop = edge_.times[k];
  const std::int64_t rest = left[loop.dimension] - loop.stride * static_cast<std::int64_t>(index);
  return edge_.canonical_before(k + 1, loop.dimension, rest);
}

Journey::Left Journey::inside(std::size_t k, const Left& left, std::uint64_t index) const {
  Left rest = left;
  for (int d = 0; d < static_cast<int>(rest.size()); ++d)
    rest[d] = d == edge_.times[k].dimension ? left_inside(k, left, index)
                                            : edge_.canonical_before(k + 1, d, left[d]);
  return rest;
}

const Stage& Journey::all_epochs(std::size_t k, const Left& left) {
  Left key = left;
  key.push_back(static_cast<std::int64_t>(k));
  const auto known = known_.find(key);
  if (known != known_.end()) return known->second;
  Stage all;
  if (k < depth()) all = iterations(k, left, iterations_left(edge_.times[k], left[edge_.times[k].dimension]));
  return known_.emplace(std::move(key), all).first->second;
}

/// The first `count` iterations of loop k, with everything inside.
Stage Journey::iterations(std::size_t k, const Left& left, std::uint64_t count) {
  Stage all;
  for (std::uint64_t begin = 0; begin < count;) {
    const Left rest = inside(k, left, begin);
    // The iterations with the same left are neighbours, as there is ever less left.
    std::uint64_t end = begin + 1;
    for (std::uint64_t beyond = count; end < beyond;) {
      const std::uint64_t middle = end + (beyond - end) / 2;
      if (left_inside(k, left, middle) == rest[edge_.times[k].dimension])
        end = middle + 1;
      else
        beyond = middle;
    }
    const Stage one = all_epochs(k + 1, rest);
    if (begin > 0) all = then(all, advance(k, left, begin - 1));
    all = then(all, one);
    if (end - begin > 1) all = then(all, repeat(then(advance(k, left, begin), one), end - begin - 1));
    begin = end;
  }
  return all;
}

/// From the first epoch inside to the one with these indices.
Stage Journey::path(std::size_t k, const Left& left, const std::vector<std::uint64_t>& indices) {
  if (k == epochs()) return {};
  Stage way = iterations(k, left, indices[k]);
  if (indices[k] > 0) way = then(way, advance(k, left, indices[k] - 1));
  return then(way, path(k + 1, inside(k, left, indices[k]), indices));
}

/// From the last epoch of iteration `index` of loop k to the first of the next.
Stage Journey::advance(std::size_t k, const Left& left, std::uint64_t index) {
  const std::size_t dimensions = edge_.sides.size();
  if (k >= epochs()) return step(Left(edge_.ranks.size(), 0), {}, {});  // within an epoch
  const NestLoop& loop = edge_.times[k];
  Left before = left;
  Left moved(dimensions, 0);
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
  return stage(change);
}

Stage Journey::stage(const Change& change) {
  const auto whole = [&] {
    Change from_nothing{Left(change.before.size(), 0), change.now, Left(change.shift.size(), 0)};
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
