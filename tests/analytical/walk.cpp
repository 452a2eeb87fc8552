// SPDX-License-Identifier: Apache-2.0
#include "tests/analytical/walk.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace nestwave::test {

namespace {

using Point = std::vector<std::int64_t>;
using Words = std::set<Point>;

struct FlatLoop {
  int level;
  bool spatial;
  int dimension;
  std::uint64_t bound;
};

class Walker {
 public:
  explicit Walker(const Design& design)
      : design_(design), tables_(design.level_count(), design.data_space_count()) {
    for (int l = 0; l < design.level_count(); ++l) {
      for (const Loop& loop : design.mapping().levels[l].temporal)
        nest_.push_back({l, false, loop.dimension, loop.bound});
      for (const SpatialLoop& loop : design.mapping().levels[l].spatial)
        nest_.push_back({l, true, loop.dimension, loop.bound});
    }
    for (int l = 0; l < design.level_count(); ++l) {
      result_.read.emplace_back(design.used_instances(l), 0);
      result_.written.emplace_back(design.used_instances(l), 0);
    }
  }

  WalkResult run() {
    const std::uint64_t steps = design_.compute_steps();
    result_.before.push_back(tables_);
    for (std::uint64_t t = 0; t < steps; ++t) {
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
  enum class Extent { everything, tile };

  void count(int level, int d, Category category, std::uint64_t instance, std::uint64_t words) {
    tables_.at(level, d)[category] += words;
    if (category == Category::writes_fill || category == Category::writes_update)
      result_.written[level][instance] += words;
    else if (category != Category::zero_starts && category != Category::zero_joins)
      result_.read[level][instance] += words;
  }

  /// Indices of every loop: temporal ones outside `level` as at step t, spatial ones outside it as
  /// in the instance, the others as far as `visit` is called with all their combinations.
  void for_each_index(int level, std::uint64_t instance, std::uint64_t t, Extent extent,
                      const std::function<void(const std::vector<std::int64_t>&)>& visit) const {
    std::vector<std::int64_t> fixed(nest_.size(), -1);
    for (std::size_t i = nest_.size(); i-- > 0;) {
      const FlatLoop& loop = nest_[i];
      const auto bound = static_cast<std::int64_t>(loop.bound);
      if (loop.spatial && loop.level < level) {
        fixed[i] = static_cast<std::int64_t>(instance) % bound;
        instance /= loop.bound;
      }
      if (!loop.spatial) {
        if (loop.level < level && extent == Extent::tile) fixed[i] = static_cast<std::int64_t>(t) % bound;
        t /= loop.bound;
      }
    }
    std::vector<std::int64_t> index(design_.problem().dimensions.size(), 0);
    const std::function<void(std::size_t)> descend = [&](std::size_t i) {
      if (i == nest_.size()) return visit(index);
      const FlatLoop& loop = nest_[i];
      const std::int64_t outer = index[loop.dimension];
      for (std::int64_t k = 0; k < static_cast<std::int64_t>(loop.bound); ++k) {
        if (fixed[i] >= 0 && fixed[i] != k) continue;
        index[loop.dimension] = outer * static_cast<std::int64_t>(loop.bound) + k;
        descend(i + 1);
      }
      index[loop.dimension] = outer;
    };
    descend(0);
  }

  [[nodiscard]] Words words(int d, int level, std::uint64_t instance, std::uint64_t t,
                            Extent extent = Extent::tile) const {
    const DataSpace& space = design_.problem().data_spaces[d];
    Words touched;
    for_each_index(level, instance, t, extent, [&](const std::vector<std::int64_t>& index) {
      Point point;
      for (const Rank& rank : space.ranks) {
        point.push_back(0);
        for (const Term& term : rank.terms) point.back() += term.coefficient * index[term.dimension];
      }
      touched.insert(point);
    });
    if (space.read_write || design_.policy().footprint == Footprint::touched) return touched;
    return fill_box(touched);
  }

  static Words fill_box(const Words& touched) {
    Point low = *touched.begin();
    Point high = low;
    for (const Point& point : touched)
      for (std::size_t r = 0; r < point.size(); ++r) {
        low[r] = std::min(low[r], point[r]);
        high[r] = std::max(high[r], point[r]);
      }
    Words box = {low};
    for (std::size_t r = 0; r < low.size(); ++r) {
      Words longer;
      for (Point point : box)
        for (point[r] = low[r]; point[r] <= high[r]; ++point[r]) longer.insert(point);
      box = std::move(longer);
    }
    return box;
  }

  /// True when the tile of a level may change at step t: an iteration of the loops outside begins.
  [[nodiscard]] bool begins(int level, std::uint64_t t) const {
    std::uint64_t inside = 1;
    for (const FlatLoop& loop : nest_)
      if (!loop.spatial && loop.level >= level) inside *= loop.bound;
    return t % inside == 0;
  }

  static Words difference(const Words& a, const Words& b) {
    Words rest;
    std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::inserter(rest, rest.end()));
    return rest;
  }

  /// Reads of a parent that serve these deltas of its children.
  [[nodiscard]] std::uint64_t shared_reads(const std::vector<Words>& deltas) const {
    std::uint64_t reads = 0;
    Words together;
    std::set<Words> different;
    for (const Words& delta : deltas) {
      together.insert(delta.begin(), delta.end());
      if (design_.policy().multicast == Multicast::none || different.insert(delta).second)
        reads += delta.size();
    }
    return design_.policy().multicast == Multicast::overlap ? together.size() : reads;
  }

  struct ReuseState {
    Words tile;
    Point corner;
    bool first = true;
    bool remembers = false;
    Point step;
  };

  Words fetch(ReuseState& state, const Words& now) const {
    const Words old = std::exchange(state.tile, now);
    const Point corner = std::exchange(state.corner, *now.begin());
    if (std::exchange(state.first, false)) return now;
    Point step = state.corner;
    for (std::size_t r = 0; r < step.size(); ++r) step[r] -= corner[r];
    if (std::all_of(step.begin(), step.end(), [](std::int64_t s) { return s == 0; })) return {};
    if (design_.policy().reuse == Reuse::none) return now;
    if (design_.policy().reuse == Reuse::resident) return difference(now, old);
    if (state.remembers && step != state.step) {
      state.remembers = false;
      return now;
    }
    state.remembers = true;
    state.step = step;
    return difference(now, old);
  }

  void operand_step(int d, std::uint64_t t) {
    const std::vector<int>& keepers = design_.keepers(d);
    for (std::size_t k = 0; k < keepers.size(); ++k) {
      const bool to_macs = k + 1 == keepers.size();
      const int parent = keepers[k];
      const int child = to_macs ? design_.level_count() : keepers[k + 1];
      if (!begins(child, t)) continue;
      const std::uint64_t children = design_.used_fanout(parent, child);
      for (std::uint64_t p = 0; p < design_.used_instances(parent); ++p) {
        std::vector<Words> deltas;
        for (std::uint64_t c = p * children; c < (p + 1) * children; ++c) {
          const Words tile = words(d, child, c, t);
          if (to_macs) {
            // A MAC takes its word at every step; different MACs with one word share its read.
            deltas.push_back(tile);
            continue;
          }
          deltas.push_back(fetch(reuse_[{d, child, c}], tile));
          count(child, d, Category::writes_fill, c, deltas.back().size());
        }
        count(parent, d, to_macs ? Category::reads_operand : Category::reads_fill, p, shared_reads(deltas));
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
        state.tile = words(d, keepers[0], i, 0, Extent::everything);
        for (const Point& word : state.tile) state.at_zero[word] = true;
        count(keepers[0], d, Category::zero_starts, i, state.tile.size());
      }
    }
    for (std::size_t k = 1; k < keepers.size(); ++k)
      if (t == 0 || words(d, keepers[k], 0, t) != words(d, keepers[k], 0, t - 1))
        open(d, keepers[k - 1], keepers[k], t);
    accumulate(d, keepers.back(), t);
    for (std::size_t k = keepers.size(); k-- > 1;)
      if (t + 1 == design_.compute_steps() || words(d, keepers[k], 0, t) != words(d, keepers[k], 0, t + 1))
        drain(d, keepers[k - 1], keepers[k]);
  }

  void open(int d, int parent, int child, std::uint64_t t) {
    const std::uint64_t children = design_.used_fanout(parent, child);
    for (std::uint64_t p = 0; p < design_.used_instances(parent); ++p) {
      const OutputState& outer = sums_[{parent, p}];
      Words given;
      for (std::uint64_t c = p * children; c < (p + 1) * children; ++c) {
        OutputState& state = sums_[{child, c}];
        state.tile = words(d, child, c, t);
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
      for (std::uint64_t c = p * macs; c < (p + 1) * macs; ++c)
        updated.merge(words(d, design_.level_count(), c, t));
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
        updated.insert(tile.begin(), tile.end());
      }
      for (const Point& word : updated) sums_[{parent, p}].at_zero.at(word) = false;
      count(parent, d, Category::writes_update, p, updated.size());
    }
  }

  const Design& design_;
  std::vector<FlatLoop> nest_;
  CountTable tables_;
  WalkResult result_;
  std::map<std::tuple<int, int, std::uint64_t>, ReuseState> reuse_;
  std::map<std::pair<int, std::uint64_t>, OutputState> sums_;
};

}  // namespace

WalkResult walk(const Design& design) {
  return Walker(design).run();
}

}  // namespace nestwave::test
