// SPDX-License-Identifier: Apache-2.0
// Which children share which words of a transfer, under each rule of multicast.
#include "dataflows/parcels.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "dataflows/shares.h"

namespace nestwave {

namespace {

constexpr std::size_t kMostParcels = 1 << 12;  ///< remembered results; then they are forgotten

/// A set of kinds of children, one bit each.
using Mask = std::vector<std::uint64_t>;

bool none(const Mask& mask) {
  return std::all_of(mask.begin(), mask.end(), [](std::uint64_t part) { return part == 0; });
}

Mask both(const Mask& a, const Mask& b) {
  Mask mask(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) mask[i] = a[i] & b[i];
  return mask;
}

void flip(Mask& mask, std::size_t bit) {
  mask[bit / 64] ^= std::uint64_t{1} << bit % 64;
}

/// Coordinates of one rank that the same children have in their new tile, and in their old one.
struct Group {
  Mask now;
  Mask before;
  std::uint64_t coordinates = 0;
};

/// The tiles of the kinds of children in one rank.
struct RankTiles {
  std::vector<RankSet> now;
  std::vector<RankSet> before;
};

/// Sweeps over the coordinates: at either end of an interval one child is added or goes.
std::vector<Group> groups(const RankTiles& rank) {
  struct Change {
    std::size_t kind;
    bool before;
  };
  std::map<std::int64_t, std::vector<Change>> changes;
  for (std::size_t kind = 0; kind < rank.now.size(); ++kind)
    for (const bool before : {false, true})
      for (const RankSet::Interval& interval : (before ? rank.before : rank.now)[kind].intervals()) {
        changes[interval.begin].push_back({kind, before});
        changes[interval.end].push_back({kind, before});
      }
  const Mask empty((rank.now.size() + 63) / 64, 0);
  std::map<std::pair<Mask, Mask>, std::uint64_t> found;
  Mask now = empty;
  Mask before = empty;
  std::int64_t since = 0;
  for (const auto& [coordinate, what] : changes) {
    if (!none(now)) found[{now, before}] += static_cast<std::uint64_t>(coordinate - since);
    for (const Change& change : what) flip(change.before ? before : now, change.kind);
    since = coordinate;
  }
  std::vector<Group> all;
  for (const auto& [masks, coordinates] : found) all.push_back({masks.first, masks.second, coordinates});
  return all;
}

/// Words by the kinds of children that lack them. A child lacks a word if all its coordinates are in
/// the child's new tile, and not all of them in its old one.
class Lacking {
 public:
  explicit Lacking(std::vector<std::vector<Group>> ranks) : ranks_(std::move(ranks)) {}

  /// `before`: those of `all` that had a tile before.
  std::map<Mask, std::uint64_t> words(const Mask& all, const Mask& before) {
    go_down(0, all, before, 1);
    return std::move(found_);
  }

 private:
  void go_down(std::size_t rank, const Mask& now, const Mask& before, std::uint64_t words) {
    if (none(now)) return;
    if (rank < ranks_.size()) {
      for (const Group& group : ranks_[rank])
        go_down(rank + 1, both(now, group.now), both(before, group.before), words * group.coordinates);
      return;
    }
    Mask lacking = now;
    for (std::size_t i = 0; i < lacking.size(); ++i) lacking[i] &= ~before[i];
    if (!none(lacking)) found_[lacking] += words;
  }

  std::vector<std::vector<Group>> ranks_;
  std::map<Mask, std::uint64_t> found_;
};

}  // namespace

std::shared_ptr<const Parcels> Shares::parcels(const Move& move, std::uint64_t parent) {
  if (known_parcels_.size() > kMostParcels) known_parcels_.clear();
  make_key(move, parent_places_[parent], span_, true);
  std::shared_ptr<const Parcels>& known = known_parcels_[key_];
  if (known) return known;
  Parcels made{next_id_++, {}};
  if (space_.read_write)
    made.list = summed(key_);
  else if (multicast_ == Multicast::overlap)
    made.list = overlapping(key_);
  else if (multicast_ == Multicast::none)
    made.list = alone(key_);
  else
    made.list = shared_by_level(key_);
  known = std::make_shared<const Parcels>(std::move(made));
  return known;
}

/// Members of a reduction group that have work hold the same words.
std::vector<Parcel> Shares::summed(const Key& key) const {
  std::map<Offsets, Parcel> groups;
  for (std::uint32_t child = 0; child < rel_.size(); ++child) {
    const std::uint64_t words = share(key, rel_[child]).words;
    if (words == 0) continue;
    Offsets place = rel_[child];
    for (std::size_t d = 0; d < place.size(); ++d)
      if (!used_[d]) place[d] = 0;
    Parcel& group = groups[place];
    group.words = words;
    group.children.push_back(child);
  }
  std::vector<Parcel> list;
  for (auto& [place, group] : groups) list.push_back(std::move(group));
  return list;
}

std::vector<Parcel> Shares::alone(const Key& key) const {
  std::vector<Parcel> list;
  for (std::uint32_t child = 0; child < rel_.size(); ++child)
    if (const std::uint64_t words = share(key, rel_[child]).fresh; words > 0)
      list.push_back({words, {child}});
  return list;
}

std::vector<Parcel> Shares::overlapping(const Key& key) const {
  // Children in the same place, if they have work at all, lack the same.
  std::map<std::pair<Offsets, bool>, std::vector<std::uint32_t>> kinds;
  for (std::uint32_t child = 0; child < rel_.size(); ++child) {
    if (!has_work(key, rel_[child], kNow)) continue;
    Offsets place = rel_[child];
    for (std::size_t d = 0; d < place.size(); ++d)
      if (!used_[d]) place[d] = 0;
    kinds[{place, credited(key) && has_work(key, rel_[child], kBefore)}].push_back(child);
  }
  std::vector<RankTiles> tiles(space_.ranks.size());
  Mask all((kinds.size() + 63) / 64, 0);
  Mask before = all;
  std::size_t kind = 0;
  for (const auto& [place, children] : kinds) {
    if (place.second) flip(before, kind);
    flip(all, kind++);
    for (std::size_t r = 0; r < tiles.size(); ++r) {
      Pair sets = pair(r, key, rel_[children.front()]);
      tiles[r].now.push_back(std::move(sets.now));
      tiles[r].before.push_back(place.second ? std::move(sets.before) : RankSet());
    }
  }
  std::vector<std::vector<Group>> ranks;
  for (const RankTiles& rank : tiles) ranks.push_back(groups(rank));
  std::vector<Parcel> list;
  for (const auto& [mask, words] : Lacking(std::move(ranks)).words(all, before)) {
    Parcel parcel{words, {}};
    std::size_t bit = 0;
    for (const auto& [place, children] : kinds) {
      if ((mask[bit / 64] >> bit % 64 & 1U) != 0)
        parcel.children.insert(parcel.children.end(), children.begin(), children.end());
      ++bit;
    }
    std::sort(parcel.children.begin(), parcel.children.end());
    list.push_back(std::move(parcel));
  }
  return list;
}

/// At every fan-out, children with the same needs share a read. Under `identical` the whole tree is
/// one fan-out.
std::vector<Parcel> Shares::shared_by_level(const Key& key) const {
  std::vector<Key> needs;
  std::vector<std::vector<Parcel>> parcels;
  for (std::uint32_t child = 0; child < rel_.size(); ++child) {
    needs.push_back(delta(key, rel_[child]));
    parcels.push_back({{share(key, rel_[child]).fresh, {child}}});
    if (needs.back().empty()) parcels.back().clear();
  }
  std::vector<std::uint64_t> fanout = fanout_;
  if (multicast_ == Multicast::identical) fanout = {rel_.size()};
  for (auto level = fanout.rbegin(); level != fanout.rend(); ++level) {
    std::map<Key, std::int64_t> names;
    std::vector<Key> above;
    std::vector<std::vector<Parcel>> parcels_above;
    for (std::size_t node = 0; node < needs.size(); node += *level) {
      Key own;
      std::map<std::int64_t, std::size_t> seen;  // where the parcels of that name begin
      std::vector<Parcel> joint;
      for (std::size_t i = node; i < node + *level; ++i) {
        const std::int64_t name =
            needs[i].empty() ? -1
                             : names.emplace(needs[i], static_cast<std::int64_t>(names.size())).first->second;
        own.push_back(name);
        if (name < 0) continue;
        const auto [first, added] = seen.emplace(name, joint.size());
        if (added) {
          joint.insert(joint.end(), parcels[i].begin(), parcels[i].end());
          continue;
        }
        // The same needs, so the same parcels, one by one.
        for (std::size_t p = 0; p < parcels[i].size(); ++p) {
          std::vector<std::uint32_t>& children = joint[first->second + p].children;
          children.insert(children.end(), parcels[i][p].children.begin(), parcels[i][p].children.end());
        }
      }
      above.push_back(seen.empty() ? Key{} : own);
      parcels_above.push_back(std::move(joint));
    }
    needs = std::move(above);
    parcels = std::move(parcels_above);
  }
  return parcels.front();
}

}  // namespace nestwave
