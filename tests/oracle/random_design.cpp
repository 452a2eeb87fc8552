// SPDX-License-Identifier: Apache-2.0
#include "tests/oracle/random_design.h"

#include <algorithm>
#include <optional>

#include "tests/oracle/random_factors.h"
#include "tests/oracle/random_problem.h"
#include "tests/oracle/variants.h"

namespace nestwave::oracle {

namespace {

/// A random bandwidth with a small denominator; none when the port is unlimited.
std::optional<Rational> random_bandwidth(Dice& dice, std::uint64_t percent) {
  if (!dice.chance(percent)) return std::nullopt;
  static const std::vector<Rational> fractions = {{1, 2}, {3, 4}, {2, 3}, {3, 2}, {5, 2}, {7, 4}, {1, 3}};
  if (dice.chance(35)) return dice.pick(fractions);
  return Rational(static_cast<std::int64_t>(1 + dice.roll(7)));
}

class Builder {
 public:
  Builder(std::uint64_t seed, const RandomLimits& limits) : dice_(seed), limits_(limits) {
    problem_ = random_problem(dice_, limits.macs);
    levels_ = 2 + dice_.roll(4);
    architecture_.levels.resize(levels_);
    mapping_.levels.resize(levels_);
    if (limits.imperfect)
      cut_unevenly();
    else
      split_factors();
    shuffle_loops();
    choose_keeps();
    build_meshes();
    build_timing();
    if (limits.padded) {
      pad(problem_, dice_);
      for (StorageLevel& level : architecture_.levels)
        level.padding = dice_.chance(30) ? Padding::stored : Padding::free;
    }
  }

  Design build(const Policy& policy) {
    const Design unlimited(problem_, architecture_, mapping_, policy);
    limit_capacities(unlimited);
    return Design(problem_, architecture_, mapping_, policy);
  }

 private:
  /// Every prime factor of every dimension goes to a level's time or to the fan-out below a level.
  void split_factors() {
    const std::uint64_t spatial_percent = dice_.pick(std::vector<std::uint64_t>{0, 15, 30, 30, 50});
    std::uint64_t instances = 1;
    for (std::size_t d = 0; d < problem_.dimensions.size(); ++d) {
      std::vector<std::uint64_t> temporal(levels_, 1);
      std::vector<std::uint64_t> spatial(levels_, 1);
      std::uint64_t rest = problem_.dimensions[d].size;
      for (std::uint64_t prime = 2; rest > 1; ++prime) {
        for (; rest % prime == 0; rest /= prime) {
          const std::uint64_t level = dice_.roll(levels_);
          if (instances * prime <= limits_.instances && dice_.chance(spatial_percent)) {
            spatial[level] *= prime;
            instances *= prime;
          } else {
            temporal[level] *= prime;
          }
        }
      }
      for (std::size_t l = 0; l < levels_; ++l) add_loops(l, static_cast<int>(d), temporal[l], spatial[l]);
    }
  }

  /// Sizes with few divisors, and factors that need not divide them.
  void cut_unevenly() {
    const std::uint64_t spatial_percent = dice_.pick(std::vector<std::uint64_t>{0, 15, 30, 30, 50});
    std::uint64_t instances = limits_.instances;
    for (std::size_t d = 0; d < problem_.dimensions.size(); ++d) {
      std::uint64_t& size = problem_.dimensions[d].size;
      if (size >= 4 && dice_.chance(40)) --size;
      const Factors factors = random_factors(dice_, size, levels_, spatial_percent, instances);
      for (std::size_t l = 0; l < levels_; ++l) {
        add_loops(l, static_cast<int>(d), factors.temporal[l], factors.spatial[l]);
        instances /= factors.spatial[l];
      }
    }
  }

  void shuffle_loops() {
    for (LevelMapping& level : mapping_.levels) {
      dice_.shuffle(level.temporal);
      dice_.shuffle(level.spatial);
      std::stable_sort(level.spatial.begin(), level.spatial.end(),
                       [](const SpatialLoop& a, const SpatialLoop& b) { return a.axis > b.axis; });
    }
  }

  void add_loops(std::size_t level, int dimension, std::uint64_t temporal, std::uint64_t spatial) {
    if (temporal > 1) mapping_.levels[level].temporal.push_back({dimension, temporal});
    if (spatial == 1) return;
    SpatialLoop loop;
    loop.dimension = dimension;
    loop.bound = spatial;
    loop.axis = dice_.chance(50) ? Axis::x : Axis::y;
    mapping_.levels[level].spatial.push_back(loop);
  }

  void choose_keeps() {
    const std::uint64_t percent = dice_.pick(std::vector<std::uint64_t>{100, 85, 70, 50});
    const bool bypass_outermost = dice_.chance(20);
    for (std::size_t d = 0; d < problem_.data_spaces.size(); ++d) {
      bool kept = false;
      for (std::size_t l = 0; l < levels_; ++l) {
        const bool keep = (l == 0 && !bypass_outermost) || dice_.chance(percent);
        mapping_.levels[l].keep.push_back(keep);
        kept = kept || keep;
      }
      if (!kept) mapping_.levels[dice_.roll(levels_)].keep[d] = true;
      if (problem_.data_spaces[d].read_write) legalise(d);
    }
  }

  /// A fan-out that splits sums needs a keeper above it, where they meet.
  void legalise(std::size_t outputs) {
    for (std::size_t l = 0; l < levels_ && !mapping_.levels[l].keep[outputs]; ++l)
      for (const SpatialLoop& loop : mapping_.levels[l].spatial)
        if (!problem_.data_spaces[outputs].uses(loop.dimension)) mapping_.levels[l].keep[outputs] = true;
  }

  /// The hardware offers at least the used fan-outs, sometimes more.
  void build_meshes() {
    std::uint64_t x = dice_.chance(5) ? 2 : 1;
    std::uint64_t y = 1;
    for (std::size_t l = 0; l < levels_; ++l) {
      StorageLevel& level = architecture_.levels[l];
      level.name = l == 0 ? "Main" : std::string("L").append(std::to_string(l));
      level.path = "System." + level.name;
      level.mesh_x = x;
      level.mesh_y = y;
      for (const SpatialLoop& loop : mapping_.levels[l].spatial) (loop.axis == Axis::x ? x : y) *= loop.bound;
      const std::uint64_t spare = level.mesh_x * level.mesh_y == x * y ? 2 : 12;
      if (x * y <= limits_.instances && dice_.chance(spare)) {
        std::uint64_t& axis = dice_.chance(50) ? x : y;
        const std::uint64_t above = &axis == &x ? level.mesh_x : level.mesh_y;
        axis += above;
      }
    }
    architecture_.name = "random";
    architecture_.compute.name = "MAC";
    architecture_.compute.path = "System.MAC";
    architecture_.compute.mesh_x = x;
    architecture_.compute.mesh_y = y;
  }

  void build_timing() {
    const std::uint64_t limited = dice_.pick(std::vector<std::uint64_t>{0, 30, 60, 90});
    const std::uint64_t slow = dice_.pick(std::vector<std::uint64_t>{0, 50, 80});
    const std::uint64_t networked = dice_.pick(std::vector<std::uint64_t>{0, 0, 50});
    for (StorageLevel& level : architecture_.levels) {
      if (dice_.chance(30)) {
        level.shared_bandwidth = random_bandwidth(dice_, limited);
        if (dice_.chance(15)) level.read_bandwidth = random_bandwidth(dice_, limited);
      } else {
        level.read_bandwidth = random_bandwidth(dice_, limited);
        level.write_bandwidth = random_bandwidth(dice_, limited);
      }
      if (dice_.chance(slow)) level.latency = dice_.roll(6);
      level.prefetch_depth = dice_.chance(60) ? 1 : 1 + dice_.roll(3);
      level.room = dice_.chance(75) ? Room::shared : Room::per_data_space;
      if (dice_.chance(networked)) level.networks[""] = random_network();
      if (dice_.chance(networked / 4))
        level.networks[dice_.pick(problem_.data_spaces).name] = random_network();
    }
    if (dice_.chance(slow)) architecture_.compute.depth = dice_.roll(4);
  }

  NetworkSpec random_network() {
    NetworkSpec network;
    network.bandwidth = random_bandwidth(dice_, 60);
    network.hop_latency = dice_.roll(3);
    return network;
  }

  /// Tight: exactly the tiles. Medium: up to twice as much. Otherwise unlimited.
  void limit_capacities(const Design& unlimited) {
    const std::uint64_t limited = dice_.pick(std::vector<std::uint64_t>{0, 50, 80, 100});
    const std::uint64_t tight = dice_.pick(std::vector<std::uint64_t>{20, 50, 100});
    for (std::size_t l = 0; l < levels_; ++l) {
      StorageLevel& level = architecture_.levels[l];
      if (!dice_.chance(limited)) continue;
      const std::uint64_t tiles = sum_of_tiles(unlimited, static_cast<int>(l));
      std::uint64_t words = std::max<std::uint64_t>(tiles, 1);
      if (!dice_.chance(tight)) words += dice_.roll(tiles + 2);
      level.capacity_words = words;
      // Rounded down, the words that multiple buffering leaves for tiles must still be enough.
      if (words >= 2 * tiles && dice_.chance(50)) level.multiple_buffering = 2;
      if (2 * words >= 3 * tiles && dice_.chance(20)) level.multiple_buffering = Rational(3, 2);
    }
  }

  Dice dice_;
  RandomLimits limits_;
  std::size_t levels_ = 0;
  Problem problem_;
  Architecture architecture_;
  Mapping mapping_;
};

}  // namespace

Design random_design(std::uint64_t seed, const Policy& policy, const RandomLimits& limits) {
  return Builder(seed, limits).build(policy);
}

}  // namespace nestwave::oracle
