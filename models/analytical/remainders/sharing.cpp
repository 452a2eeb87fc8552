// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/remainders/sharing.h"

#include <algorithm>

#include "models/analytical/checked.h"

namespace nestwave::analytical::remainders {

std::uint64_t Sharing::reads(const Change& change) {
  change_ = &change;
  numbers_.clear();
  fanouts_.assign(policy_.multicast == Multicast::per_level ? edge_.sides.front().fanouts.size() : 1, {});

  std::uint64_t alike = 1;  // copies of what is compared one by one
  std::vector<int> cut;     // dimensions of the other ranks
  std::vector<std::vector<Stretch>> parents;
  parent_.assign(edge_.sides.size(), 0);
  std::vector<const Lane*> lanes;
  for (std::size_t r = 0; r < edge_.ranks.size(); ++r) {
    const Rank& rank = edge_.ranks[r];
    const bool whole = uncut(r, change);
    const bool clipped = r < change.at.size() && edge_.clipped(r, change.at[r], change.shift[r]);
    if (whole) alike = times(alike, places(rank));
    for (const Term& term : rank.terms) {
      const Side& side = edge_.sides[term.dimension];
      if (whole) {
        alike = times(alike, side.parents.count());
        continue;
      }
      cut.push_back(term.dimension);
      parents.push_back(stretches(side.parents, change.before[term.dimension] - side.parent_at,
                                  change.now[term.dimension] - side.parent_at, side.parent_reach()));
      if (clipped) {  // where a parent stands makes a difference
        std::vector<Stretch> single;
        for (const Spot& spot : spots(side.parents, parents.back())) single.push_back(spot.extents);
        parents.back() = std::move(single);
      }
      lanes.push_back(&side.parents);
      for (std::size_t f = 0; f < side.fanouts.size(); ++f)
        for (const Comb& loop : side.fanouts[f].loops())
          fanouts_[std::min(f, fanouts_.size() - 1)].push_back(
              {0, true, term.dimension, loop.bound, loop.stride});
    }
  }
  Node root{
      std::vector<std::int64_t>(edge_.sides.size()), {}, std::vector<std::int64_t>(edge_.sides.size(), 0)};
  for (std::size_t d = 0; d < edge_.sides.size(); ++d)
    root.before[d] = std::min(change.before[d], edge_.sides[d].reach);
  for (const Side& side : edge_.sides) root.now.push_back(side.reach);
  std::uint64_t sum = 0;
  for_each_choice(parents, [&](const std::vector<Stretch>& parent) {
    for (std::size_t i = 0; i < cut.size(); ++i) {
      root.before[cut[i]] = parent[i].before;
      root.now[cut[i]] = parent[i].now;
      parent_[cut[i]] = edge_.sides[cut[i]].parent_at + lanes[i]->position(parent[i].begin);
    }
    sum = plus(sum, times(choice_count(parent), need(0, root).reads));
  });
  return times(sum, alike);
}

/// All children under all parents have whole tiles without padding, and all had whole ones before or none had
/// any.
bool Sharing::uncut(std::size_t r, const Change& change) const {
  if (r < change.at.size() && edge_.clipped(r, change.at[r], change.shift[r])) return false;
  const Rank& rank = edge_.ranks[r];
  bool was_whole = true;
  bool was_empty = false;
  for (const Term& term : rank.terms) {
    const Side& side = edge_.sides[term.dimension];
    if (change.now[term.dimension] < side.whole) return false;
    was_whole = was_whole && change.before[term.dimension] >= side.whole;
    was_empty = was_empty || change.before[term.dimension] <= 0;
  }
  return was_whole || was_empty;
}

/// Different places in the rank under one parent; decided level by level, places in the tree.
std::uint64_t Sharing::places(const Rank& rank) const {
  std::vector<std::vector<Comb>> together(fanouts_.size());
  for (const Term& term : rank.terms)
    for (std::size_t f = 0; f < edge_.sides[term.dimension].fanouts.size(); ++f)
      for (const Comb& loop : edge_.sides[term.dimension].fanouts[f].loops())
        together[std::min(f, together.size() - 1)].push_back({term.coefficient * loop.stride, loop.bound});
  std::uint64_t count = 1;
  for (const std::vector<Comb>& offsets : together)
    count = times(count, CoordinateSet().spread(offsets).size());
  return count;
}

Sharing::Need Sharing::need(std::size_t fanout, const Node& node) {
  for (const std::int64_t now : node.now)
    if (now <= 0) return {};  // no work
  if (fanout == fanouts_.size()) return leaf(node);
  const std::vector<NestLoop>& loops = fanouts_[fanout];
  std::vector<std::int64_t> numbers;
  std::map<int, std::uint64_t> different;
  const auto visit = [&](const auto& self, std::size_t i, const Node& at) -> void {
    if (i == loops.size()) {
      const Need child = need(fanout + 1, at);
      numbers.push_back(child.number);
      different.emplace(child.number, child.reads);
      return;
    }
    Node next = at;
    for (std::uint64_t index = 0; index < loops[i].bound; ++index) {
      self(self, i + 1, next);
      next.before[loops[i].dimension] -= loops[i].stride;
      next.now[loops[i].dimension] -= loops[i].stride;
      next.offset[loops[i].dimension] += loops[i].stride;
    }
  };
  visit(visit, 0, node);
  Need all;
  for (const auto& [child, reads] : different) all.reads = plus(all.reads, reads);
  if (all.reads > 0)
    all.number = numbers.size() == 1 ? static_cast<int>(numbers.front()) : number(std::move(numbers));
  return all;
}

Sharing::Need Sharing::leaf(const Node& node) {
  std::uint64_t wanted = 1;
  std::uint64_t kept = 1;
  int differ = 0;  // ranks in which something is new
  for (std::size_t r = 0; r < edge_.ranks.size(); ++r) {
    const Form& rank = form(r, node);
    wanted = times(wanted, rank.wanted);
    kept = times(kept, rank.kept);
    differ += rank.kept < rank.wanted ? 1 : 0;
  }
  if (kept == wanted) return {};
  const bool pair = kept > 0 && differ > 1;
  std::vector<std::int64_t> key = {pair ? -2 : -1};  // not to be taken for the numbers of a node
  for (std::size_t r = 0; r < edge_.ranks.size(); ++r) {
    const Form& rank = form(r, node);
    std::int64_t begin = 0;
    for (const Term& term : edge_.ranks[r].terms) begin += term.coefficient * node.offset[term.dimension];
    const bool only_fresh = kept > 0 && !pair && rank.kept < rank.wanted;
    key.push_back(only_fresh ? rank.fresh : rank.all);
    key.push_back(begin + (only_fresh ? rank.fresh_begin : rank.all_begin));
    if (!pair) continue;
    key.push_back(rank.old);
    key.push_back(begin + rank.old_begin);
  }
  return {number(std::move(key)), wanted - kept};
}

const Sharing::Form& Sharing::form(std::size_t r, const Node& node) {
  const Rank& rank = edge_.ranks[r];
  const std::int64_t shift = r < change_->shift.size() ? change_->shift[r] : 0;
  std::vector<std::int64_t> key = {static_cast<std::int64_t>(r), shift};
  std::vector<Stretch> extents;
  for (const Term& term : rank.terms) {
    const std::int64_t reach = edge_.sides[term.dimension].reach;
    extents.push_back({0, 1, std::clamp<std::int64_t>(node.before[term.dimension], 0, reach),
                       std::clamp<std::int64_t>(node.now[term.dimension], 0, reach)});
    key.push_back(extents.back().before);
    key.push_back(extents.back().now);
  }
  // Coordinates of the tile that exist, where there are others.
  std::int64_t first = 0;
  std::int64_t end = Rank::kUnbounded;
  if (r < change_->at.size() && edge_.clipped(r, change_->at[r], shift)) {
    std::int64_t at = change_->at[r];
    std::int64_t length = 1;
    for (std::size_t t = 0; t < rank.terms.size(); ++t) {
      const Term& term = rank.terms[t];
      at += term.coefficient * (parent_[term.dimension] + node.offset[term.dimension]);
      length += term.coefficient * (extents[t].now - 1);
    }
    first = std::clamp<std::int64_t>(edge_.windows[r].begin - at, 0, length);
    end = std::clamp<std::int64_t>(edge_.windows[r].end - at, 0, length);
  }
  key.push_back(first);
  key.push_back(end);
  const auto [known, fresh] = forms_.try_emplace(key);
  if (!fresh) return known->second;
  RankSets sets = rank_sets(rank, extents, shift, policy_.footprint);
  sets.now = sets.now.within(first, end);
  sets.fresh = sets.fresh.within(first, end);
  const CoordinateSet old = sets.now.without(sets.fresh);
  Form& made = known->second;
  made.wanted = sets.now.size();
  made.kept = old.size();
  if (made.wanted == 0) return made;
  made.all = shape(sets.now);
  made.all_begin = sets.now.front();
  if (made.kept < made.wanted) {
    made.fresh = shape(sets.fresh);
    made.fresh_begin = sets.fresh.front();
  }
  if (made.kept > 0) {
    made.old = shape(old);
    made.old_begin = old.front();
  }
  return made;
}

/// Sets that are copies of each other have the same shape.
std::int64_t Sharing::shape(const CoordinateSet& set) {
  return shapes_.emplace(set.shifted(-set.front()), static_cast<std::int64_t>(shapes_.size())).first->second;
}

int Sharing::number(std::vector<std::int64_t> form) {
  return numbers_.emplace(std::move(form), static_cast<int>(numbers_.size()) + 1).first->second;
}

}  // namespace nestwave::analytical::remainders
