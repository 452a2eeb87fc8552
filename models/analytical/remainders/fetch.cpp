// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/remainders/fetch.h"

#include "models/analytical/checked.h"

namespace nestwave::analytical::remainders {

Words Fetch::operator()(const Change& change) {
  const auto [known, fresh] = known_.try_emplace(change);
  if (!fresh) return known->second;
  RankWords all{1, 1, 1, 1};
  for (std::size_t r = 0; r < edge_.ranks.size(); ++r) {
    const RankWords& rank = rank_words(r, change);
    all.wanted = times(all.wanted, rank.wanted);
    all.kept = times(all.kept, rank.kept);
    all.read_wanted = times(all.read_wanted, rank.read_wanted);
    all.read_kept = times(all.read_kept, rank.read_kept);
  }
  Words& words = known->second;
  words.filled = minus(all.wanted, all.kept);
  switch (multicast_) {
    case Multicast::none: words.read = words.filled; break;
    case Multicast::overlap: words.read = minus(all.read_wanted, all.read_kept); break;
    case Multicast::identical:
    case Multicast::per_level: words.read = words.filled == 0 ? 0 : sharing_.reads(change); break;
  }
  return words;
}

const Fetch::RankWords& Fetch::rank_words(std::size_t r, const Change& change) {
  const Rank& rank = edge_.ranks[r];
  const std::int64_t shift = r < change.shift.size() ? change.shift[r] : 0;
  const bool of_space = r < change.at.size();
  std::vector<std::int64_t> key = {static_cast<std::int64_t>(r), shift, of_space ? change.at[r] : 0};
  for (const Term& term : rank.terms) {
    key.push_back(change.before[term.dimension]);
    key.push_back(change.now[term.dimension]);
  }
  const auto [known, fresh] = known_ranks_.try_emplace(key);
  if (!fresh) return known->second;
  if (of_space && edge_.clipped(r, change.at[r], shift)) {
    add_clipped(r, change, known->second);
    return known->second;
  }
  std::vector<std::vector<Stretch>> parents;
  for (const Term& term : rank.terms) {
    const Side& side = edge_.sides[term.dimension];
    parents.push_back(stretches(side.parents, change.before[term.dimension] - side.parent_at,
                                change.now[term.dimension] - side.parent_at, side.parent_reach()));
  }
  for_each_choice(
      parents, [&](const std::vector<Stretch>& parent) { add_parents(rank, parent, shift, known->second); });
  return known->second;
}

/// Every child of every parent, one by one.
void Fetch::add_clipped(std::size_t r, const Change& change, RankWords& words) const {
  const Rank& rank = edge_.ranks[r];
  const Window& window = edge_.windows[r];
  std::vector<std::vector<Spot>> parents;
  for (const Term& term : rank.terms) {
    const Side& side = edge_.sides[term.dimension];
    parents.push_back(
        spots(side.parents, stretches(side.parents, change.before[term.dimension] - side.parent_at,
                                      change.now[term.dimension] - side.parent_at, side.parent_reach())));
  }
  for_each_choice(parents, [&](const std::vector<Spot>& parent) {
    std::int64_t origin = change.at[r];
    std::vector<std::vector<Spot>> children;
    for (std::size_t t = 0; t < rank.terms.size(); ++t) {
      const Side& side = edge_.sides[rank.terms[t].dimension];
      origin += rank.terms[t].coefficient * (side.parent_at + parent[t].position);
      children.push_back(spots(side.children, stretches(side.children, parent[t].extents.before,
                                                        parent[t].extents.now, side.reach)));
    }
    CoordinateSet wanted = CoordinateSet::none();
    CoordinateSet missing = CoordinateSet::none();
    for_each_choice(children, [&](const std::vector<Spot>& child) {
      std::int64_t at = origin;
      std::vector<Stretch> extents;
      for (std::size_t t = 0; t < child.size(); ++t) {
        at += rank.terms[t].coefficient * child[t].position;
        extents.push_back(child[t].extents);
      }
      const RankSets sets = rank_sets(rank, extents, change.shift[r], footprint_);
      const CoordinateSet now = sets.now.within(window.begin - at, window.end - at);
      const CoordinateSet fresh = sets.fresh.within(window.begin - at, window.end - at);
      words.wanted = plus(words.wanted, now.size());
      words.kept = plus(words.kept, now.size() - fresh.size());
      if (multicast_ != Multicast::overlap) return;
      wanted = wanted.united(now.shifted(at));
      missing = missing.united(fresh.shifted(at));
    });
    words.read_wanted = plus(words.read_wanted, wanted.size());
    words.read_kept = plus(words.read_kept, wanted.size() - missing.size());
  });
}

/// The children of parents that all have the same left of every dimension.
void Fetch::add_parents(const Rank& rank, const std::vector<Stretch>& parent, std::int64_t shift,
                        RankWords& words) const {
  const std::uint64_t parents = choice_count(parent);
  std::vector<std::vector<Stretch>> children;
  for (std::size_t t = 0; t < rank.terms.size(); ++t) {
    const Side& side = edge_.sides[rank.terms[t].dimension];
    children.push_back(stretches(side.children, parent[t].before, parent[t].now, side.reach));
  }
  CoordinateSet wanted = CoordinateSet::none();
  CoordinateSet missing = CoordinateSet::none();
  for_each_choice(children, [&](const std::vector<Stretch>& child) {
    const RankSets sets = rank_sets(rank, child, shift, footprint_);
    const std::uint64_t instances = times(parents, choice_count(child));
    words.wanted = plus(words.wanted, times(instances, sets.now.size()));
    words.kept = plus(words.kept, times(instances, sets.now.size() - sets.fresh.size()));
    if (multicast_ != Multicast::overlap) return;
    const auto everywhere = [&](CoordinateSet set) {
      for (std::size_t t = 0; t < child.size(); ++t)
        set = edge_.sides[rank.terms[t].dimension].children.spread(set, child[t].begin, child[t].end,
                                                                   rank.terms[t].coefficient);
      return set;
    };
    wanted = wanted.united(everywhere(sets.now));
    missing = missing.united(everywhere(sets.fresh));
  });
  words.read_wanted = plus(words.read_wanted, times(parents, wanted.size()));
  words.read_kept = plus(words.read_kept, times(parents, wanted.size() - missing.size()));
}

}  // namespace nestwave::analytical::remainders
