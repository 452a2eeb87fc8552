// SPDX-License-Identifier: Apache-2.0
#include "dataflows/mapping_builder.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "dataflows/keep_rule.h"
#include "models/design.h"

namespace nestwave {

namespace {

constexpr std::size_t kWholeDimensionsAtOnce = 4;

std::vector<std::uint64_t> divisors(std::uint64_t n) {
  std::vector<std::uint64_t> small;
  std::vector<std::uint64_t> large;
  for (std::uint64_t d = 1; d <= n / d; ++d) {
    if (n % d != 0) continue;
    small.push_back(d);
    if (d != n / d) large.push_back(n / d);
  }
  small.insert(small.end(), large.rbegin(), large.rend());
  return small;
}

/// Factors to take from level 0, by dimension.
using Move = std::vector<std::pair<int, std::uint64_t>>;

class Builder {
 public:
  Builder(const Problem& problem, const Architecture& architecture, const Policy& policy,
          const StationaryPlan& plan)
      : problem_(problem),
        architecture_(architecture),
        plan_(plan),
        stationary_(problem.data_spaces[plan.data_space]),
        start_(problem, architecture, policy.footprint,
               choose_keepers(problem, architecture, plan.data_space)) {
    for (int l = 0; l < start_.level_count(); ++l)
      if (start_.keep()[l][plan.data_space]) array_level_ = l;
    if (plan.array_level >= 0) array_level_ = plan.array_level;
  }

  Mapping build() {
    check_outermost();
    lay_out_array();
    hold_sliding_dimensions();
    std::optional<Tiling> best;
    std::vector<double> best_cost;
    const std::vector<int>* best_order = nullptr;
    for (const std::vector<int>& order : plan_.orders) {
      Tiling tiling = start_;
      for (int l = tiling.level_count() - 1; l > 0; --l) grow(tiling, l, order);
      std::vector<double> cost;
      for (int l = 1; l < tiling.level_count(); ++l) cost.push_back(tiling.traffic(l, order));
      if (best && best_cost <= cost) continue;
      best = std::move(tiling);
      best_cost = std::move(cost);
      best_order = &order;
    }
    return best->mapping(*best_order);
  }

 private:
  /// Level 0 holds the whole problem whatever the mapping, so this is decided beforehand.
  void check_outermost() const {
    const StorageLevel& level = architecture_.levels[0];
    const auto room = tile_room(level);
    const std::uint64_t needed = start_.kept_words(0);
    if (!room || needed <= *room) return;
    std::string parts;
    for (std::size_t s = 0; s < problem_.data_spaces.size(); ++s)
      parts += (s == 0 ? "" : " + ") + problem_.data_spaces[s].name + " " +
               std::to_string(start_.tile_words(0, static_cast<int>(s)));
    throw InputError(level.where, std::string(plan_.dataflow) + ": " + level.name +
                                      ", the outermost level, has to hold the whole problem, " +
                                      std::to_string(needed) + " words (" + parts + "), and has room for " +
                                      std::to_string(*room) + "; give it " + std::to_string(needed) +
                                      " words or put a larger level above it");
  }

  void lay_out_array() {
    for (int l = 0; l < start_.level_count(); ++l) {
      const std::vector<int> last = l >= array_level_ ? plan_.inside : std::vector<int>();
      fill_axis(start_.across[l], architecture_.fanout_x(l), joined({plan_.across, plan_.down, last}));
      fill_axis(start_.down[l], architecture_.fanout_y(l), joined({plan_.down, plan_.across, last}));
    }
  }

  /// The combination of divisors that uses most lanes and fits. `axis` is a row of start_: changing it
  /// changes the tiles that fits() looks at.
  void fill_axis(std::vector<std::uint64_t>& axis, std::uint64_t lanes, const std::vector<int>& dimensions) {
    std::vector<std::uint64_t> best(dimensions.size(), 1);
    std::uint64_t best_lanes = 1;
    std::vector<std::uint64_t> factors(dimensions.size(), 1);
    const auto search = [&](const auto& self, std::size_t i, std::uint64_t used) -> void {
      if (used > best_lanes && start_.fits()) {
        best = factors;
        best_lanes = used;
      }
      if (i == dimensions.size() || best_lanes == lanes) return;
      const int d = dimensions[i];
      const std::uint64_t whole = start_.temporal[0][d];
      const std::vector<std::uint64_t> choices = divisors(whole);
      // Large factors first, so that of equals the one with more of the earlier dimensions stays.
      for (auto factor = choices.rbegin(); factor != choices.rend(); ++factor) {
        if (*factor > lanes / used) continue;
        place(axis, d, *factor);
        factors[i] = *factor;
        self(self, i + 1, used * *factor);
        factors[i] = 1;
        start_.temporal[0][d] = whole;
        axis[d] /= *factor;
      }
    };
    search(search, 0, 1);
    for (std::size_t i = 0; i < dimensions.size(); ++i) place(axis, dimensions[i], best[i]);
  }

  void place(std::vector<std::uint64_t>& axis, int dimension, std::uint64_t factor) {
    axis[dimension] *= factor;
    start_.temporal[0][dimension] /= factor;
  }

  /// Where two dimensions slide along one rank of the stationary data space, neighbouring tiles
  /// overlap, and a word of the overlap would come more than once: those loops belong inside the tile.
  void hold_sliding_dimensions() {
    if (array_level_ == 0) return;
    std::string names;
    for (const Rank& rank : stationary_.ranks) {
      const auto moves = [&](const Term& term) { return problem_.dimensions[term.dimension].size > 1; };
      if (std::count_if(rank.terms.begin(), rank.terms.end(), moves) < 2) continue;
      for (const Term& term : rank.terms) {
        start_.move_inward(array_level_, term.dimension, start_.temporal[0][term.dimension]);
        names += (names.empty() ? "" : ", ") + problem_.dimensions[term.dimension].name;
      }
    }
    if (start_.fits()) return;
    const StorageLevel& level = architecture_.levels[array_level_];
    throw InputError(level.where,
                     std::string(plan_.dataflow) + ": " + stationary_.name + " slides over " + names +
                         ", so " + level.name + " has to hold all of these at once, a tile of " +
                         std::to_string(start_.tile_words(array_level_, plan_.data_space)) +
                         " words, and it or a level above it has no room for that; give it more or choose "
                         "another dataflow");
  }

  /// Outside the array level: every loop that moves the stationary tile stands outside all that do not.
  [[nodiscard]] bool stationary(const Tiling& tiling) const {
    bool turned = false;  // a loop that leaves the tile in place stands further out
    for (int l = 0; l < array_level_; ++l) {
      for (std::size_t d = 0; d < problem_.dimensions.size(); ++d)
        if (turned && tiling.temporal[l][d] > 1 && stationary_.uses(static_cast<int>(d))) return false;
      for (std::size_t d = 0; d < problem_.dimensions.size(); ++d)
        turned = turned || (tiling.temporal[l][d] > 1 && !stationary_.uses(static_cast<int>(d)));
    }
    return true;
  }

  [[nodiscard]] std::vector<Move> moves(const Tiling& tiling, const std::vector<int>& order) const {
    std::vector<Move> all;
    std::vector<int> left;
    for (const int d : order)
      if (tiling.temporal[0][d] > 1) left.push_back(d);
    for (const int d : left)
      for (const std::uint64_t factor : divisors(tiling.temporal[0][d]))
        if (factor > 1) all.push_back({{d, factor}});
    // Often nothing is saved until several dimensions are whole, e.g. all output positions.
    std::vector<Move> sets = {{}};
    for (const int d : left)
      for (std::size_t i = sets.size(); i-- > 0;) {
        if (sets[i].size() == kWholeDimensionsAtOnce) continue;
        sets.push_back(sets[i]);
        sets.back().emplace_back(d, tiling.temporal[0][d]);
      }
    std::copy_if(sets.begin(), sets.end(), std::back_inserter(all),
                 [](const Move& set) { return set.size() > 1; });
    return all;
  }

  void grow(Tiling& tiling, int level, const std::vector<int>& order) const {
    for (;;) {
      std::optional<Tiling> best;
      double best_traffic = tiling.traffic(level, order);
      std::uint64_t best_words = 0;
      const auto consider = [&](const Move& move, int target) {
        Tiling next = tiling;
        for (const auto& [dimension, factor] : move) next.move_inward(target, dimension, factor);
        if (!stationary(next) || !next.fits()) return;
        const double traffic = next.traffic(level, order);
        const std::uint64_t words = next.kept_words(level);
        if (traffic > best_traffic || (traffic == best_traffic && (!best || words >= best_words))) return;
        best = std::move(next);
        best_traffic = traffic;
        best_words = words;
      };
      for (const Move& move : moves(tiling, order)) {
        consider(move, level);
        // What may not turn outside the array level may still be held inside it.
        if (level < array_level_) consider(move, array_level_);
      }
      if (!best) return;
      tiling = std::move(*best);
    }
  }

  const Problem& problem_;
  const Architecture& architecture_;
  const StationaryPlan& plan_;
  const DataSpace& stationary_;
  Tiling start_;
  int array_level_ = 0;  ///< the keeper in which the stationary data space stays
};

}  // namespace

void check_inputs(const Problem& problem, const Architecture& architecture, const Policy& policy) {
  // Everything at an outermost level without limits: what Design then refuses no mapping can mend.
  Architecture unlimited = architecture;
  for (StorageLevel& level : unlimited.levels) level.capacity_words.reset();
  Mapping mapping;
  mapping.levels.resize(architecture.levels.size());
  for (LevelMapping& level : mapping.levels) level.keep.assign(problem.data_spaces.size(), false);
  if (!mapping.levels.empty()) {
    mapping.levels[0].keep.assign(problem.data_spaces.size(), true);
    for (std::size_t d = 0; d < problem.dimensions.size(); ++d)
      mapping.levels[0].temporal.push_back({static_cast<int>(d), problem.dimensions[d].size});
  }
  const Design checked(problem, std::move(unlimited), std::move(mapping), policy);
}

Mapping build_mapping(const Problem& problem, const Architecture& architecture, const Policy& policy,
                      const StationaryPlan& plan) {
  return Builder(problem, architecture, policy, plan).build();
}

}  // namespace nestwave
