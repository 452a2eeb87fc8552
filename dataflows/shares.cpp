// SPDX-License-Identifier: Apache-2.0
#include "dataflows/shares.h"

#include <algorithm>
#include <set>

#include "dataflows/stream.h"

namespace nestwave {

namespace {

constexpr std::size_t kMostKnown = 1 << 16;  ///< remembered results; then they are forgotten

}  // namespace

std::size_t Shares::Hash::operator()(const Key& key) const {
  std::uint64_t hash = 0;
  for (const std::int64_t value : key) {
    hash = (hash ^ static_cast<std::uint64_t>(value)) * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 29U;
  }
  return hash;
}

Shares::Shares(const Design& design, const Nest& nest, const Symmetry& symmetry, int data_space, int outer,
               int inner)
    : space_(design.problem().data_spaces[data_space]),
      multicast_(design.policy().multicast),
      boxed_(design.policy().footprint == Footprint::bounding_box && !space_.read_write),
      child_omits_(design.omits_padding(inner, data_space)) {
  const std::size_t dimensions = design.problem().dimensions.size();
  for (std::size_t d = 0; d < dimensions; ++d) {
    sizes_.push_back(static_cast<std::int64_t>(design.problem().dimensions[d].size));
    used_.push_back(space_.uses(static_cast<int>(d)));
  }
  if (child_omits_ || design.omits_padding(outer, data_space))
    for (const Rank& rank : space_.ranks) padded_.push_back(design.problem().padded(rank));
  full_.assign(dimensions, 1);
  origin_.assign(dimensions, 0);
  for (const auto* loops : {&nest.temporal(), &nest.spatial()})
    for (const NestLoop& loop : *loops)
      if (loop.level >= inner) full_[loop.dimension] *= static_cast<std::int64_t>(loop.bound);

  // Places of the children under one parent: every spatial loop between multiplies them.
  const auto spread = [&](std::vector<Offsets>& places, const NestLoop& loop) {
    std::vector<Offsets> next;
    for (const Offsets& place : places)
      for (std::uint64_t i = 0; i < loop.bound; ++i) {
        next.push_back(place);
        next.back()[loop.dimension] += static_cast<std::int64_t>(i * loop.index_stride);
      }
    places = std::move(next);
  };
  for (std::uint64_t i = 0; i < symmetry.instances(inner); ++i)
    child_places_.push_back(symmetry.place(inner, i, dimensions));
  for (std::uint64_t i = 0; i < symmetry.instances(outer); ++i)
    parent_places_.push_back(symmetry.place(outer, i, dimensions));
  rel_ = {origin_};
  fanout_.assign(static_cast<std::size_t>(inner - outer), 1);
  for (const NestLoop& loop : nest.spatial()) {
    if (loop.level < outer || loop.level >= inner) continue;
    spread(rel_, loop);
    fanout_[loop.level - outer] *= loop.bound;
  }
  span_ = full_;
  for (std::size_t d = 0; d < dimensions; ++d) span_[d] += rel_.back()[d];
}

std::int64_t Shares::left(const Offsets* offsets, const Offsets& place, std::size_t d,
                          std::int64_t cap) const {
  if (offsets == nullptr) return 0;
  return std::clamp<std::int64_t>(sizes_[d] - (*offsets)[d] - place[d], 0, cap);
}

/// `clip`: coordinates that do not exist are left out.
void Shares::make_key(const Move& move, const Offsets& place, const Offsets& caps, bool clip) {
  key_.clear();
  for (std::size_t d = 0; d < sizes_.size(); ++d) {
    key_.push_back(left(move.now, place, d, caps[d]));
    key_.push_back(left(move.before, place, d, caps[d]));
  }
  for (const Rank& rank : space_.ranks) {
    std::int64_t shift = 0;
    if (move.before != nullptr)
      for (const Term& term : rank.terms)
        shift += term.coefficient * ((*move.now)[term.dimension] - (*move.before)[term.dimension]);
    key_.push_back(shift);
  }
  for (std::size_t r = 0; r < padded_.size(); ++r) {
    std::int64_t origin = 0;
    std::int64_t length = 1;
    for (const Term& term : space_.ranks[r].terms) {
      origin += term.coefficient * ((*move.now)[term.dimension] + place[term.dimension]);
      length += term.coefficient * (caps[term.dimension] - 1);
    }
    const bool clipped = clip && padded_[r];
    key_.push_back(clipped ? std::clamp<std::int64_t>(space_.ranks[r].begin - origin, 0, length) : 0);
    key_.push_back(clipped ? std::clamp<std::int64_t>(space_.ranks[r].end - origin, 0, length) : length);
  }
  key_.push_back(move.credited ? 1 : 0);
}

std::int64_t Shares::extent(const Key& key, const Offsets& rel, std::size_t d, std::size_t side) const {
  return std::clamp<std::int64_t>(key[2 * d + side] - rel[d], 0, full_[d]);
}

bool Shares::has_work(const Key& key, const Offsets& rel, std::size_t side) const {
  for (std::size_t d = 0; d < sizes_.size(); ++d)
    if (extent(key, rel, d, side) == 0) return false;
  return true;
}

RankSet Shares::rank_set(std::size_t rank, const Key& key, const Offsets& rel, std::size_t side) const {
  std::int64_t origin = side == kBefore ? -key[2 * sizes_.size() + rank] : 0;
  for (const Term& term : space_.ranks[rank].terms) origin += term.coefficient * rel[term.dimension];
  RankSet set(origin);
  for (const Term& term : space_.ranks[rank].terms) {
    const std::int64_t bound = extent(key, rel, term.dimension, side);
    if (bound == 0) return {};
    set = set.swept(term.coefficient, static_cast<std::uint64_t>(bound));
  }
  if (boxed_) return set.hull();
  if (padded_.empty() || !padded_[rank]) return set;
  const std::size_t window = 2 * sizes_.size() + space_.ranks.size() + 2 * rank;
  return set.within(key[window], key[window + 1]);
}

Shares::Pair Shares::pair(std::size_t rank, const Key& key, const Offsets& rel) const {
  return {rank_set(rank, key, rel, kNow), rank_set(rank, key, rel, kBefore)};
}

Shares::Share Shares::share(const Key& key, const Offsets& rel) const {
  Share share;
  if (!has_work(key, rel, kNow)) return share;
  share.words = 1;
  std::uint64_t common = credited(key) && has_work(key, rel, kBefore) ? 1 : 0;
  for (std::size_t r = 0; r < space_.ranks.size(); ++r) {
    const Pair sets = pair(r, key, rel);
    share.words *= sets.now.size();
    if (common > 0) common *= sets.now.size() - sets.now.without(sets.before).size();
  }
  share.fresh = share.words - common;
  return share;
}

void Shares::shares(const Move& move, Share* first) {
  if (known_shares_.size() > kMostKnown) known_shares_.clear();
  for (std::size_t child = 0; child < child_places_.size(); ++child) {
    make_key(move, child_places_[child], full_, child_omits_);
    const auto [known, added] = known_shares_.try_emplace(key_);
    if (added) known->second = share(key_, origin_);
    first[child] = known->second;
  }
}

std::uint64_t Shares::sent(const Move& move, std::uint64_t parent) {
  if (known_sent_.size() > kMostKnown) known_sent_.clear();
  make_key(move, parent_places_[parent], span_, true);
  const auto [known, added] = known_sent_.try_emplace(key_);
  if (added) known->second = compute_sent(key_);
  return known->second;
}

std::uint64_t Shares::compute_sent(const Key& key) const {
  if (space_.read_write) return sums(key);
  if (multicast_ == Multicast::overlap) return united(key);
  if (multicast_ != Multicast::none) return read_by_level(key);
  std::uint64_t words = 0;
  for (const Offsets& rel : rel_) words += share(key, rel).fresh;
  return words;
}

/// Members of a reduction group hold the same words; the one with all unused spatial indices at 0
/// has work whenever any of them has.
std::uint64_t Shares::sums(const Key& key) const {
  std::uint64_t words = 0;
  for (const Offsets& rel : rel_) {
    bool lowest = true;
    for (std::size_t d = 0; d < rel.size(); ++d) lowest = lowest && (used_[d] || rel[d] == 0);
    if (lowest) words += share(key, rel).words;
  }
  return words;
}

/// A word is in the union of the children's deltas if for some child every coordinate is in the new
/// tile and some coordinate is not in the old one. The children's places are a product over the
/// ranks, and over the dimensions that the data space does not use, which only tell who has work.
std::uint64_t Shares::united(const Key& key) const {
  std::uint64_t all = 1;
  std::uint64_t old = 1;  // of them, in no delta
  for (std::size_t r = 0; r < space_.ranks.size(); ++r) {
    std::set<std::vector<std::int64_t>> seen;
    RankSet wanted;
    RankSet missing;
    for (const Offsets& rel : rel_) {
      std::vector<std::int64_t> place;
      for (const Term& term : space_.ranks[r].terms) place.push_back(rel[term.dimension]);
      if (!seen.insert(place).second) continue;
      const Pair sets = pair(r, key, rel);
      wanted = wanted.united(sets.now);
      missing = missing.united(sets.now.without(sets.before));
    }
    all *= wanted.size();
    old *= wanted.size() - missing.size();
  }
  for (std::size_t d = 0; d < sizes_.size(); ++d) {
    if (used_[d]) continue;
    bool any = false;
    bool any_new = false;  // with work now, without before
    for (const Offsets& rel : rel_) {
      const bool now = extent(key, rel, d, kNow) > 0;
      any = any || now;
      any_new = any_new || (now && extent(key, rel, d, kBefore) == 0);
    }
    all *= any ? 1 : 0;
    old *= any && !any_new ? 1 : 0;
  }
  return credited(key) ? all - old : all;
}

/// A name for the set of words that a child is brought; equal sets have equal names. With C the part
/// of the tile A that is there already: where A and C differ in one rank only, A \ C is a product;
/// where they differ in more, A and C follow from it.
Shares::Key Shares::delta(const Key& key, const Offsets& rel) const {
  if (share(key, rel).fresh == 0) return {};
  std::vector<RankSet> now;
  std::vector<RankSet> fresh;
  bool any_common = credited(key) && has_work(key, rel, kBefore);
  for (std::size_t r = 0; r < space_.ranks.size(); ++r) {
    const Pair sets = pair(r, key, rel);
    now.push_back(sets.now);
    fresh.push_back(sets.now.without(sets.before));
    any_common = any_common && fresh.back().size() < sets.now.size();
  }
  const auto differing =
      std::count_if(fresh.begin(), fresh.end(), [](const RankSet& set) { return set.size() > 0; });
  Key name = {any_common ? differing : 0};
  const auto append = [&name](const RankSet& set) {
    name.push_back(static_cast<std::int64_t>(set.intervals().size()));
    for (const RankSet::Interval& interval : set.intervals()) {
      name.push_back(interval.begin);
      name.push_back(interval.end);
    }
  };
  for (std::size_t r = 0; r < now.size(); ++r) {
    const bool product = any_common && differing == 1;
    append(product && fresh[r].size() > 0 ? fresh[r] : now[r]);
    if (any_common && differing > 1) append(fresh[r]);
  }
  if (any_common && differing == 1) name.front() = 0;
  return name;
}

/// What children share they read once.
std::uint64_t Shares::read_by_level(const Key& key) const {
  std::uint64_t words = 0;
  for (const Parcel& parcel : shared_by_level(key)) words += parcel.words;
  return words;
}

}  // namespace nestwave
