// SPDX-License-Identifier: Apache-2.0
#include "models/design.h"

#include <algorithm>
#include <string>

namespace nestwave {

namespace {

constexpr std::uint64_t kMaxMacs = std::uint64_t{1} << 60;
constexpr std::size_t kMaxLevels = 32;
constexpr std::uint64_t kMaxInstances = std::uint64_t{1} << 22;
constexpr std::int64_t kMaxRankLength = std::int64_t{1} << 32;

/// One loop's contribution to a rank: `bound` steps of `stride` coordinates.
struct Comb {
  std::uint64_t stride;
  std::uint64_t bound;
};

/// Distinct coordinates reached by all combs together, one by one; sorted.
std::vector<std::uint64_t> enumerate(const std::vector<Comb>& combs) {
  constexpr std::uint64_t kMaxPieces = std::uint64_t{1} << 26;
  std::vector<std::uint64_t> reached = {0};
  for (const Comb& comb : combs) {
    if (comb.bound > kMaxPieces / reached.size())
      throw InputError({},
                       "a rank of a tile falls into more than 2^26 pieces; use the policy's bounding boxes");
    std::vector<std::uint64_t> next;
    next.reserve(comb.bound * reached.size());
    for (std::uint64_t i = 0; i < comb.bound; ++i)
      for (const std::uint64_t base : reached) next.push_back(base + i * comb.stride);
    std::sort(next.begin(), next.end());
    next.erase(std::unique(next.begin(), next.end()), next.end());
    reached = std::move(next);
  }
  return reached;
}

/// Number of distinct coordinates reached by all combs together, or the length of their hull.
std::uint64_t comb_size(std::vector<Comb> combs, Footprint footprint) {
  std::sort(combs.begin(), combs.end(), [](const Comb& a, const Comb& b) { return a.stride < b.stride; });
  std::uint64_t hull = 1;
  std::uint64_t count = 1;
  bool known = true;
  for (const Comb& comb : combs) {
    if (comb.bound == 1) continue;
    if (comb.stride >= hull)
      count *= comb.bound;  // copies side by side
    else if (count == hull)
      count = hull + comb.stride * (comb.bound - 1);  // copies of a gapless run that overlap
    else
      known = false;
    hull += comb.stride * (comb.bound - 1);
  }
  if (footprint == Footprint::bounding_box) return hull;
  return known ? count : enumerate(combs).size();
}

}  // namespace

Design::Design(Problem problem, Architecture architecture, Mapping mapping, Policy policy)
    : problem_(std::move(problem)),
      architecture_(std::move(architecture)),
      mapping_(std::move(mapping)),
      policy_(std::move(policy)) {
  check_problem();
  check_architecture();
  check_mapping();
  std::uint64_t used = 1;
  for (const LevelMapping& level : mapping_.levels) {
    used_instances_.push_back(used);
    for (const SpatialLoop& loop : level.spatial) used *= loop.bound;
    for (const Loop& loop : level.temporal) compute_steps_ *= loop.bound;
  }
  used_instances_.push_back(used);
  for (int d = 0; d < data_space_count(); ++d) {
    keepers_.emplace_back();
    for (int l = 0; l < level_count(); ++l)
      if (mapping_.levels[l].keep[d]) keepers_[d].push_back(l);
  }
  check_capacities();
}

void Design::check_problem() const {
  int writers = 0;
  std::uint64_t macs = 1;
  if (problem_.dimensions.empty()) throw InputError(problem_.where, "the problem has no dimensions");
  for (const Dimension& dimension : problem_.dimensions) {
    if (dimension.size == 0) throw InputError(problem_.where, "dimension " + dimension.name + " has size 0");
    if (dimension.size > kMaxMacs / macs)
      throw InputError(problem_.where, "the problem has more than 2^60 MACs");
    macs *= dimension.size;
  }
  for (const DataSpace& space : problem_.data_spaces) {
    writers += space.read_write ? 1 : 0;
    std::vector<int> seen(problem_.dimensions.size(), 0);
    std::uint64_t words = 1;
    for (const Rank& rank : space.ranks) {
      std::int64_t length = 1;
      if (space.read_write && rank.terms.size() > 1)
        throw InputError(space.where,
                         "data space " + space.name +
                             " is read-write and sums two dimensions in one rank; this is not supported");
      for (const Term& term : rank.terms) {
        const Dimension& dimension = problem_.dimensions[term.dimension];
        if (term.coefficient < 1)
          throw InputError(space.where, "data space " + space.name + ": the coefficient of " +
                                            dimension.name + " must be at least 1");
        if (++seen[term.dimension] > 1)
          throw InputError(space.where, "data space " + space.name + " uses dimension " + dimension.name +
                                            " twice; this is not supported");
        const auto steps = static_cast<std::int64_t>(dimension.size - 1);
        if (steps > 0 && term.coefficient > (kMaxRankLength - length) / steps)
          throw InputError(space.where, "data space " + space.name + " has a rank longer than 2^32");
        length += term.coefficient * steps;
      }
      if (static_cast<std::uint64_t>(length) > kMaxMacs / words)
        throw InputError(space.where, "data space " + space.name + " has more than 2^60 words");
      words *= static_cast<std::uint64_t>(length);
    }
  }
  if (writers != 1)
    throw InputError(problem_.where, "the problem needs exactly one read-write data space, it has " +
                                         std::to_string(writers));
}

void Design::check_architecture() const {
  if (architecture_.levels.empty())
    throw InputError(architecture_.where, "the architecture has no storage level");
  if (architecture_.levels.size() > kMaxLevels)
    throw InputError(architecture_.where,
                     "the architecture has " + std::to_string(architecture_.levels.size()) +
                         " storage levels, at most " + std::to_string(kMaxLevels) + " are supported");
  std::uint64_t outer_x = 1;
  std::uint64_t outer_y = 1;
  const auto check_mesh = [&](const std::string& name, std::uint64_t x, std::uint64_t y,
                              const Location& where) {
    if (x == 0 || y == 0 || x > kMaxInstances / y)
      throw InputError(
          where, name + ": the number of instances must be between 1 and " + std::to_string(kMaxInstances));
    if (x % outer_x != 0 || y % outer_y != 0)
      throw InputError(where, name + " has a mesh of " + std::to_string(x) + " x " + std::to_string(y) +
                                  ", which is no multiple of the " + std::to_string(outer_x) + " x " +
                                  std::to_string(outer_y) + " above it");
    outer_x = x;
    outer_y = y;
  };
  for (const StorageLevel& level : architecture_.levels)
    check_mesh(level.name, level.mesh_x, level.mesh_y, level.where);
  const ComputeUnit& compute = architecture_.compute;
  check_mesh(compute.name, compute.mesh_x, compute.mesh_y, compute.where);
}

void Design::check_mapping() const {
  if (mapping_.levels.size() != architecture_.levels.size())
    throw InputError(mapping_.where, "the mapping has " + std::to_string(mapping_.levels.size()) +
                                         " levels, the architecture " +
                                         std::to_string(architecture_.levels.size()));
  std::vector<std::uint64_t> product(problem_.dimensions.size(), 1);
  const auto multiply = [&](const Loop& loop, const Location& where) {
    const Dimension& dimension = problem_.dimensions[loop.dimension];
    if (loop.bound == 0) throw InputError(where, "factor " + dimension.name + "=0");
    if (loop.bound > dimension.size / product[loop.dimension])
      throw InputError(where, "the factors of " + dimension.name + " multiply to more than its size " +
                                  std::to_string(dimension.size));
    product[loop.dimension] *= loop.bound;
  };
  for (std::size_t l = 0; l < mapping_.levels.size(); ++l) {
    const LevelMapping& level = mapping_.levels[l];
    std::uint64_t across = 1;
    std::uint64_t down = 1;
    for (const Loop& loop : level.temporal) multiply(loop, level.where);
    for (const SpatialLoop& loop : level.spatial) {
      multiply(loop, level.where);
      (loop.axis == Axis::x ? across : down) *= loop.bound;
    }
    if (across > architecture_.fanout_x(l) || down > architecture_.fanout_y(l))
      throw InputError(level.where, "the spatial loops at " + architecture_.levels[l].name + " take " +
                                        std::to_string(across) + " x " + std::to_string(down) +
                                        " children, the machine has " +
                                        std::to_string(architecture_.fanout_x(l)) + " x " +
                                        std::to_string(architecture_.fanout_y(l)));
  }
  for (std::size_t d = 0; d < product.size(); ++d)
    if (product[d] != problem_.dimensions[d].size)
      throw InputError(mapping_.where, "the factors of " + problem_.dimensions[d].name + " multiply to " +
                                           std::to_string(product[d]) + ", the problem has " +
                                           std::to_string(problem_.dimensions[d].size));
}

void Design::check_capacities() const {
  for (int d = 0; d < data_space_count(); ++d) {
    const DataSpace& space = problem_.data_spaces[d];
    if (keepers_[d].empty()) throw InputError(mapping_.where, "no level keeps data space " + space.name);
    if (!space.read_write) continue;
    for (int l = 0; l < keepers_[d].front(); ++l)
      for (const SpatialLoop& loop : mapping_.levels[l].spatial)
        if (!space.uses(loop.dimension) && loop.bound > 1)
          throw InputError(mapping_.levels[l].where,
                           "the spatial loop over " + problem_.dimensions[loop.dimension].name + " at " +
                               architecture_.levels[l].name + " splits the sums of " + space.name +
                               ", but no level above keeps them to add them up");
  }
  for (int l = 0; l < level_count(); ++l) {
    const StorageLevel& level = architecture_.levels[l];
    if (!level.capacity_words) continue;
    std::uint64_t words = 0;
    std::string parts;
    for (int d = 0; d < data_space_count(); ++d) {
      if (!mapping_.levels[l].keep[d]) continue;
      words += tile_words(l, d);
      parts += (parts.empty() ? "" : " + ") + problem_.data_spaces[d].name + " " +
               std::to_string(tile_words(l, d));
    }
    const Rational limit =
        Rational(static_cast<std::int64_t>(*level.capacity_words)) / level.multiple_buffering;
    if (Rational(static_cast<std::int64_t>(words)) > limit)
      throw InputError(
          mapping_.levels[l].where,
          "the tiles at " + level.name + " take " + std::to_string(words) + " words (" + parts +
              "), the level has room for " + std::to_string(limit.numerator() / limit.denominator()) +
              (level.multiple_buffering == Rational(1) ? "" : " (capacity / multiple_buffering)"));
  }
}

std::uint64_t Design::used_fanout(int outer, int inner) const {
  return used_instances_[inner] / used_instances_[outer];
}

const NetworkSpec* Design::network(int level, int data_space) const {
  const auto& networks = architecture_.levels[level].networks;
  auto found = networks.find(problem_.data_spaces[data_space].name);
  if (found == networks.end()) found = networks.find("");
  return found == networks.end() ? nullptr : &found->second;
}

bool Design::has_own_keeper(int data_space) const {
  const int keeper = keepers_[data_space].back();
  if (used_fanout(keeper, level_count()) > 1) return false;
  for (int level = keeper; level < level_count(); ++level) {
    const NetworkSpec* spec = network(level, data_space);
    if (spec != nullptr && (spec->bandwidth || spec->hop_latency > 0)) return false;
  }
  return true;
}

std::uint64_t Design::tile_words(int level, int data_space) const {
  const bool outermost = keepers_[data_space].front() == level;
  // Sums exist only where a MAC puts one: outputs have no holes.
  const Footprint footprint =
      problem_.data_spaces[data_space].read_write ? Footprint::touched : policy_.footprint;
  std::uint64_t words = 1;
  for (const Rank& rank : problem_.data_spaces[data_space].ranks) {
    std::vector<Comb> combs;
    for (const Term& term : rank.terms) {
      auto stride = static_cast<std::uint64_t>(term.coefficient);
      for (int l = level_count() - 1; l >= 0; --l) {
        const LevelMapping& at = mapping_.levels[l];
        for (auto loop = at.spatial.rbegin(); loop != at.spatial.rend(); ++loop) {
          if (loop->dimension != term.dimension) continue;
          if (l >= level) combs.push_back({stride, loop->bound});
          stride *= loop->bound;
        }
        for (auto loop = at.temporal.rbegin(); loop != at.temporal.rend(); ++loop) {
          if (loop->dimension != term.dimension) continue;
          if (l >= level || outermost) combs.push_back({stride, loop->bound});
          stride *= loop->bound;
        }
      }
    }
    words *= comb_size(combs, footprint);
  }
  return words;
}

}  // namespace nestwave
