// SPDX-License-Identifier: Apache-2.0
#include "models/design.h"

#include <algorithm>
#include <string>

#include "models/mapping_loops.h"

namespace nestwave {

namespace {

constexpr std::uint64_t kMaxMacs = std::uint64_t{1} << 60;
constexpr std::size_t kMaxLevels = 32;
constexpr std::size_t kMaxDimensions = 64;
constexpr std::uint64_t kMaxInstances = std::uint64_t{1} << 22;
constexpr std::int64_t kMaxRankLength = std::int64_t{1} << 32;

}  // namespace

Design::Design(Problem problem, Architecture architecture, Mapping mapping, Policy policy)
    : problem_(std::move(problem)),
      architecture_(std::move(architecture)),
      mapping_(std::move(mapping)),
      policy_(std::move(policy)) {
  check_problem();
  check_architecture();
  check_networks();
  check_mapping();
  check_factors();
  std::uint64_t used = 1;
  for (const LevelMapping& level : mapping_.levels) {
    used_instances_.push_back(used);
    for (const SpatialLoop& loop : level.spatial) used *= loop.bound;
  }
  used_instances_.push_back(used);
  for (int d = 0; d < static_cast<int>(problem_.dimensions.size()); ++d) compute_steps_ *= temporal_values(d);
  find_keepers();
  check_capacities();
  check_levels();
}

Design::Design(Problem problem, Architecture architecture, Occupancy occupancy, Policy policy)
    : problem_(std::move(problem)),
      architecture_(std::move(architecture)),
      policy_(std::move(policy)),
      compute_steps_(occupancy.compute_steps),
      used_instances_(std::move(occupancy.used_instances)),
      occupied_tiles_(std::move(occupancy.tile_words)) {
  check_problem();
  check_architecture();
  const std::size_t levels = architecture_.levels.size();
  if (occupancy.keep.size() != levels || occupied_tiles_.size() != levels ||
      used_instances_.size() != levels + 1)
    throw InternalError("an occupancy does not fit its machine");
  for (std::vector<bool>& keep : occupancy.keep) mapping_.levels.push_back({{}, {}, std::move(keep), {}});
  find_keepers();
}

void Design::find_keepers() {
  for (int d = 0; d < data_space_count(); ++d) {
    keepers_.emplace_back();
    for (int l = 0; l < level_count(); ++l)
      if (mapping_.levels[l].keep[d]) keepers_[d].push_back(l);
    if (keepers_[d].empty())
      throw InputError(mapping_.where, "no level keeps data space " + problem_.data_spaces[d].name);
  }
}

void Design::check_problem() const {
  int writers = 0;
  std::uint64_t macs = 1;
  if (problem_.dimensions.empty()) throw InputError(problem_.where, "the problem has no dimensions");
  if (problem_.dimensions.size() > kMaxDimensions)
    throw InputError(problem_.where,
                     "the problem has more than " + std::to_string(kMaxDimensions) + " dimensions");
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
      if (rank.begin < 0 || rank.end <= rank.begin)
        throw InputError(space.where,
                         "data space " + space.name + " has a rank without any word that exists");
      if (space.read_write && problem_.padded(rank))
        throw InputError(space.where, "data space " + space.name + " is read-write: it has no padding");
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

void Design::check_networks() const {
  for (std::size_t l = 0; l < architecture_.levels.size(); ++l) {
    const StorageLevel& level = architecture_.levels[l];
    for (const auto& [name, network] : level.networks) {
      for (const NetworkSpec* spec : {&network, &network.for_sums()})
        if (spec->kind == "mesh" &&
            (spec->entry_x >= architecture_.fanout_x(l) || spec->entry_y >= architecture_.fanout_y(l)))
          throw InputError(level.where, "the mesh below " + level.name + " is entered at (" +
                                            std::to_string(spec->entry_x) + ", " +
                                            std::to_string(spec->entry_y) + "), it has " +
                                            std::to_string(architecture_.fanout_x(l)) + " x " +
                                            std::to_string(architecture_.fanout_y(l)) + " routers");
    }
  }
}

void Design::check_factors() {
  for (std::size_t d = 0; d < problem_.dimensions.size(); ++d) {
    const Dimension& dimension = problem_.dimensions[d];
    std::uint64_t product = 1;
    // Innermost first: as soon as the indices suffice, no further loop may be there.
    for_each_loop_outward(mapping_, [&](int level, const Loop& loop, bool /*temporal*/) {
      const Location& where = mapping_.levels[level].where;
      if (loop.dimension != static_cast<int>(d)) return;
      if (loop.bound == 0) throw InputError(where, "factor " + dimension.name + "=0");
      if (loop.bound == 1) return;
      if (product >= dimension.size || loop.bound - 1 > (dimension.size - 1) / product)
        throw InputError(where, "the factors of " + dimension.name + " multiply to more than its size " +
                                    std::to_string(dimension.size));
      product *= loop.bound;
    });
    if (product < dimension.size)
      throw InputError(mapping_.where, "the factors of " + dimension.name + " multiply to " +
                                           std::to_string(product) + ", the problem has " +
                                           std::to_string(dimension.size));
    imperfect_ = imperfect_ || product > dimension.size;
  }
}

/// How many values the temporal indices of a dimension take together while the spatial ones are 0.
std::uint64_t Design::temporal_values(int dimension) const {
  std::uint64_t inside = 1;  // product of the bounds inside
  std::uint64_t values = 1;  // of the temporal ones inside, as far as the last index allows
  const std::uint64_t last = problem_.dimensions[dimension].size - 1;
  std::uint64_t all = 1;  // of the temporal ones inside, when nothing is cut
  for (auto level = mapping_.levels.rbegin(); level != mapping_.levels.rend(); ++level) {
    // The last index modulo what lies inside, against the largest value with spatial indices at 0:
    // where an outer spatial digit is not 0, the loops inside it are not cut for the first PE.
    for (auto loop = level->spatial.rbegin(); loop != level->spatial.rend(); ++loop) {
      if (loop->dimension != dimension) continue;
      if (last / inside % loop->bound > 0) values = all;
      inside *= loop->bound;
    }
    for (auto loop = level->temporal.rbegin(); loop != level->temporal.rend(); ++loop) {
      if (loop->dimension != dimension) continue;
      values += last / inside % loop->bound * all;
      all *= loop->bound;
      inside *= loop->bound;
    }
  }
  return values;
}

void Design::check_mapping() const {
  if (mapping_.levels.size() != architecture_.levels.size())
    throw InputError(mapping_.where, "the mapping has " + std::to_string(mapping_.levels.size()) +
                                         " levels, the architecture " +
                                         std::to_string(architecture_.levels.size()));
  for (std::size_t l = 0; l < mapping_.levels.size(); ++l) {
    const LevelMapping& level = mapping_.levels[l];
    std::uint64_t across = 1;
    std::uint64_t down = 1;
    for (const SpatialLoop& loop : level.spatial) (loop.axis == Axis::x ? across : down) *= loop.bound;
    if (across > architecture_.fanout_x(l) || down > architecture_.fanout_y(l))
      throw InputError(level.where, "the spatial loops at " + architecture_.levels[l].name + " take " +
                                        std::to_string(across) + " x " + std::to_string(down) +
                                        " children, the machine has " +
                                        std::to_string(architecture_.fanout_x(l)) + " x " +
                                        std::to_string(architecture_.fanout_y(l)));
  }
}

void Design::check_capacities() const {
  for (int d = 0; d < data_space_count(); ++d) {
    const DataSpace& space = problem_.data_spaces[d];
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

bool Design::omits_padding(int level, int data_space) const {
  const int keeper = level < level_count() ? level : keepers_[data_space].back();
  return architecture_.levels[keeper].padding == Padding::free && policy_.footprint == Footprint::touched &&
         problem_.padded(data_space);
}

bool Design::omits_padding(int data_space) const {
  return std::any_of(keepers_[data_space].begin(), keepers_[data_space].end(),
                     [&](int level) { return omits_padding(level, data_space); });
}

bool Design::has_own_keeper(int data_space) const {
  const int keeper = keepers_[data_space].back();
  const StorageLevel& level_of_it = architecture_.levels[keeper];
  if (used_fanout(keeper, level_count()) > 1 || level_of_it.timing || level_of_it.banks) return false;
  for (int level = keeper; level < level_count(); ++level) {
    const NetworkSpec* spec = network(level, data_space);
    if (spec == nullptr) continue;
    if (spec->takes_time()) return false;
    if (problem_.data_spaces[data_space].read_write && spec->for_sums().takes_time()) return false;
  }
  return true;
}

}  // namespace nestwave
