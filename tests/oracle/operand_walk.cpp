// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <stdexcept>

#include "tests/oracle/walks.h"

namespace nestwave::oracle {

namespace {

/// What one instance of a keeper remembers between two tiles.
struct Holder {
  std::optional<Tile> tile;
  std::optional<std::vector<std::int64_t>> remembered;  ///< the step that overlap is credited for
};

/// The words to bring in for the next tile of this instance; nothing when the tile did not move.
std::optional<Words> advance(Holder& holder, Tile next, Reuse reuse) {
  if (!holder.tile) {
    holder.tile = std::move(next);
    return holder.tile->words;
  }
  if (holder.tile->words == next.words) return std::nullopt;
  std::vector<std::int64_t> move;
  for (std::size_t r = 0; r < next.corner.size(); ++r)
    move.push_back(next.corner[r] - holder.tile->corner[r]);
  Words delta = next.words;
  if (reuse == Reuse::resident) {
    delta = difference(next.words, holder.tile->words);
  } else if (reuse == Reuse::timeloop) {
    if (!holder.remembered || *holder.remembered == move) {
      delta = difference(next.words, holder.tile->words);
      holder.remembered = move;
    } else {
      holder.remembered.reset();
    }
  }
  holder.tile = std::move(next);
  return delta;
}

/// Words the parent reads to serve all of its children's wishes at one moment.
std::uint64_t shared_reads(const std::vector<Words>& wishes, Multicast multicast) {
  std::uint64_t words = 0;
  if (multicast == Multicast::overlap) {
    Words all;
    for (const Words& wish : wishes) all.insert(all.end(), wish.begin(), wish.end());
    make_set(all);
    return all.size();
  }
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    bool shared = false;
    if (multicast == Multicast::identical)
      for (std::size_t j = 0; j < i; ++j) shared = shared || wishes[j] == wishes[i];
    if (!shared) words += wishes[i].size();
  }
  return words;
}

}  // namespace

void walk_operand(const Design& design, const Nest& nest, int data_space, std::vector<Access>& accesses) {
  std::vector<int> keepers;
  for (int l = 0; l < design.level_count(); ++l)
    if (design.mapping().levels[l].keep[data_space]) keepers.push_back(l);
  std::vector<std::vector<Holder>> holders;
  for (const int level : keepers) holders.emplace_back(nest.instances(level));
  const Policy& policy = design.policy();

  for (std::uint64_t step = 0; step < nest.steps(); ++step) {
    // New tiles, each from the next keeper outwards; the outermost keeper has everything.
    for (std::size_t k = 1; k < keepers.size(); ++k) {
      if (step % nest.steps_inside(keepers[k]) != 0) continue;
      const std::uint64_t parents = nest.instances(keepers[k - 1]);
      const std::uint64_t children = nest.instances(keepers[k]) / parents;
      std::uint64_t moved = 0;
      for (std::uint64_t parent = 0; parent < parents; ++parent) {
        std::vector<Words> wishes;
        for (std::uint64_t child = parent * children; child < (parent + 1) * children; ++child) {
          const std::optional<Words> delta =
              advance(holders[k][child], nest.tile(data_space, keepers[k], child, step), policy.reuse);
          if (!delta) continue;
          ++moved;
          wishes.push_back(*delta);
          accesses.push_back({step, keepers[k], child, data_space, Category::writes_fill, delta->size()});
        }
        accesses.push_back({step, keepers[k - 1], parent, data_space, Category::reads_fill,
                            shared_reads(wishes, policy.multicast)});
      }
      if (moved != 0 && moved != parents * children)
        throw std::logic_error("oracle: only some instances of a level moved their tiles");
    }
    // The operands of this step's MACs.
    const std::uint64_t parents = nest.instances(keepers.back());
    const std::uint64_t macs = nest.instances(design.level_count()) / parents;
    for (std::uint64_t parent = 0; parent < parents; ++parent) {
      std::vector<Words> wishes;
      for (std::uint64_t mac = parent * macs; mac < (parent + 1) * macs; ++mac)
        wishes.push_back(nest.tile(data_space, design.level_count(), mac, step).words);
      accesses.push_back({step, keepers.back(), parent, data_space, Category::reads_operand,
                          shared_reads(wishes, policy.multicast)});
    }
  }
}

}  // namespace nestwave::oracle
