// SPDX-License-Identifier: Apache-2.0
#include "tests/analytical/walk.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "tests/analytical/walk_nest.h"

namespace nestwave::test {

namespace {

Words difference(const Words& a, const Words& b) {
  Words rest;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::inserter(rest, rest.end()));
  return rest;
}

class Walker {
 public:
  explicit Walker(const Design& design)
      : design_(design), nest_(design), tables_(design.level_count(), design.data_space_count()) {
    for (int l = 0; l < design.level_count(); ++l) {
      result_.read.emplace_back(design.used_instances(l), 0);
      result_.written.emplace_back(design.used_instances(l), 0);
      result_.injected.emplace_back(design.used_instances(l),
                                    std::vector<std::uint64_t>(design.data_space_count(), 0));
    }
  }

  WalkResult run() {
    result_.before.push_back(tables_);
    for (std::uint64_t t = 0; t < nest_.steps(); ++t) {
      for (int d = 0; d < design_.data_space_count(); ++d) {
        if (design_.problem().data_spaces[d].read_write)
          output_step(d, t);
        else
          operand_step(d, t);
      }
      result_.before.push_back(tables_);
    }
    return result_;
  }

 private:
  void count(int level, int d, Category category, std::uint64_t instance, std::uint64_t words) {
    tables_.at(level, d)[category] += words;
    if (category == Category::writes_fill || category == Category::writes_update)
      result_.written[level][instance] += words;
    else if (category != Category::zero_starts && category != Category::zero_joins)
      result_.read[level][instance] += words;
    if (category == Category::reads_fill || category == Category::reads_operand)
      result_.injected[level][instance][d] += words;
  }

  /// What is read below one instance of `level` for the children from `first` on: a list of what is needed,
  /// and the reads. Under `per_level` subtrees whose lists are equal share.
  struct Tree {
    std::vector<Words> needs;
    std::uint64_t reads = 0;
  };
  [[nodiscard]] Tree tree(int level, int child, const std::vector<Words>& deltas, std::size_t first) const {
    if (level == child) return {{deltas[first]}, deltas[first].size()};
    const std::uint64_t below = design_.used_fanout(level + 1, child);
    Tree all;
    std::set<std::vector<Words>> different;
    for (std::uint64_t i = 0; i < design_.used_fanout(level, level + 1); ++i) {
      const Tree one = tree(level + 1, child, deltas, first + i * below);
      if (different.insert(one.needs).second) all.reads += one.reads;
      all.needs.insert(all.needs.end(), one.needs.begin(), one.needs.end());
    }
    return all;
  }

  /// Reads of a parent that serve these deltas of its children.
  [[nodiscard]] std::uint64_t shared_reads(int parent, int child, const std::vector<Words>& deltas) const {
    std::uint64_t reads = 0;
    Words together;
    const std::set<Words> different(deltas.begin(), deltas.end());
    switch (design_.policy().multicast) {
      case Multicast::overlap:
        for (const Words& delta : deltas) together.insert(delta.begin(), delta.end());
        return together.size();
      case Multicast::identical:
        for (const Words& delta : different) reads += delta.size();
        return reads;
      case Multicast::per_level: return tree(parent, child, deltas, 0).reads;
      case Multicast::none:
        for (const Words& delta : deltas) reads += delta.size();
    }
    return reads;
  }

  /// Of one edge; the step is the same for all children.
  struct ReuseState {
    std::map<std::uint64_t, Words> tiles;  ///< per child
    bool remembers = false;
    Point step;
  };

  /// Whether the move to step t is credited, so that only new words are fetched.
  bool credited(ReuseState& state, int d, int child, std::uint64_t t) const {
    Point step = nest_.origin(d, child, t);
    const Point before = nest_.origin(d, child, t - 1);
    for (std::size_t r = 0; r < step.size(); ++r) step[r] -= before[r];
    const bool stays = std::all_of(step.begin(), step.end(), [](std::int64_t s) { return s == 0; });
    switch (design_.policy().reuse) {
      case Reuse::resident: return true;
      case Reuse::none: return stays;
      case Reuse::timeloop:
        if (stays) return true;
        break;
      case Reuse::timeloop_3_0_3:
        if (stays) state.remembers = false;
        break;
    }
    const bool credit = !state.remembers || step == state.step;
    state.remembers = credit;
    state.step = step;
    return credit;
  }

  void operand_step(int d, std::uint64_t t) {
    const std::vector<int>& keepers = design_.keepers(d);
    for (std::size_t k = 0; k < keepers.size(); ++k) {
      const bool to_macs = k + 1 == keepers.size();
      const int parent = keepers[k];
      const int child = to_macs ? design_.level_count() : keepers[k + 1];
      ReuseState& state = reuse_[{d, child}];
      const bool advances = t > 0 && !to_macs && nest_.advances_above(child, t);
      const bool credit = advances && credited(state, d, child, t);
      if (!nest_.begins_epoch(d, child, t)) continue;
      const std::uint64_t children = design_.used_fanout(parent, child);
      for (std::uint64_t p = 0; p < design_.used_instances(parent); ++p) {
        std::vector<Words> deltas;
        for (std::uint64_t c = p * children; c < (p + 1) * children; ++c) {
          // A MAC takes its word at every step; different MACs with one word share its read.
          Words tile = nest_.tile(d, child, c, t);
          deltas.push_back(credit ? difference(tile, state.tiles[c]) : tile);
          state.tiles[c] = std::move(tile);
          if (!to_macs) count(child, d, Category::writes_fill, c, deltas.back().size());
        }
        count(parent, d, to_macs ? Category::reads_operand : Category::reads_fill, p,
              shared_reads(parent, child, deltas));
      }
    }
  }

  struct OutputState {
    Words tile;
    Words seen;
    std::map<Point, bool> at_zero;  ///< in the present epoch
  };

  void output_step(int d, std::uint64_t t) {
    const std::vector<int>& keepers = design_.keepers(d);
    if (t == 0) {
      for (std::uint64_t i = 0; i < design_.used_instances(keepers[0]); ++i) {
        OutputState& state = sums_[{keepers[0], i}];
        state.tile = nest_.everything(d, keepers[0], i);
        for (const Point& word : state.tile) state.at_zero[word] = true;
        count(keepers[0], d, Category::zero_starts, i, state.tile.size());
      }
    }
    for (std::size_t k = 1; k < keepers.size(); ++k)
      if (nest_.begins_epoch(d, keepers[k], t)) open(d, keepers[k - 1], keepers[k], t);
    accumulate(d, keepers.back(), t);
    for (std::size_t k = keepers.size(); k-- > 1;)
      if (t + 1 == nest_.steps() || nest_.begins_epoch(d, keepers[k], t + 1))
        drain(d, keepers[k - 1], keepers[k]);
  }

  void open(int d, int parent, int child, std::uint64_t t) {
    const std::uint64_t children = design_.used_fanout(parent, child);
    for (std::uint64_t p = 0; p < design_.used_instances(parent); ++p) {
      const OutputState& outer = sums_[{parent, p}];
      Words given;
      for (std::uint64_t c = p * children; c < (p + 1) * children; ++c) {
        OutputState& state = sums_[{child, c}];
        state.tile = nest_.tile(d, child, c, t);
        state.at_zero.clear();
        for (const Point& word : state.tile) {
          Category category = Category::zero_joins;
          if (state.seen.insert(word).second)
            category = Category::zero_starts;
          else if (!outer.at_zero.at(word) && given.insert(word).second)
            category = Category::writes_fill;
          state.at_zero[word] = category != Category::writes_fill;
          count(child, d, category, c, 1);
          if (category == Category::writes_fill) count(parent, d, Category::reads_fill, p, 1);
        }
      }
    }
  }

  void accumulate(int d, int keeper, std::uint64_t t) {
    const std::uint64_t macs = design_.used_fanout(keeper, design_.level_count());
    for (std::uint64_t p = 0; p < design_.used_instances(keeper); ++p) {
      Words updated;
      for (std::uint64_t c = p * macs; c < (p + 1) * macs; ++c) {
        const Words product = nest_.tile(d, design_.level_count(), c, t);
        result_.injected[keeper][p][d] += product.size();
        result_.macs += product.size();
        updated.insert(product.begin(), product.end());
      }
      for (const Point& word : updated) {
        count(keeper, d, Category::writes_update, p, 1);
        if (!std::exchange(sums_[{keeper, p}].at_zero.at(word), false))
          count(keeper, d, Category::reads_accumulate, p, 1);
      }
    }
  }

  void drain(int d, int parent, int child) {
    const std::uint64_t children = design_.used_fanout(parent, child);
    for (std::uint64_t p = 0; p < design_.used_instances(parent); ++p) {
      Words updated;
      for (std::uint64_t c = p * children; c < (p + 1) * children; ++c) {
        const Words& tile = sums_[{child, c}].tile;
        count(child, d, Category::reads_drain, c, tile.size());
        result_.injected[parent][p][d] += tile.size();
        updated.insert(tile.begin(), tile.end());
      }
      for (const Point& word : updated) sums_[{parent, p}].at_zero.at(word) = false;
      count(parent, d, Category::writes_update, p, updated.size());
    }
  }

  const Design& design_;
  WalkNest nest_;
  CountTable tables_;
  WalkResult result_;
  std::map<std::pair<int, int>, ReuseState> reuse_;
  std::map<std::pair<int, std::uint64_t>, OutputState> sums_;
};

}  // namespace

WalkResult walk(const Design& design) {
  return Walker(design).run();
}

}  // namespace nestwave::test
