// SPDX-License-Identifier: Apache-2.0
#include "tests/analytical/walk_designs.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <vector>

namespace nestwave::test {

namespace {

constexpr std::uint64_t kMinMacs = 48;
constexpr std::uint64_t kMaxMacs = 1200;

class Generator {
 public:
  Generator(std::mt19937_64& random, Factors factors) : random_(random), factors_(factors) {}

  Design design() {
    for (;;) {
      const Problem problem = make_problem();
      if (problem.macs() < kMinMacs || problem.macs() > kMaxMacs) continue;
      try {
        Architecture architecture = make_architecture();
        Mapping mapping = make_mapping(problem, architecture);
        Design design(problem, architecture, mapping, make_policy());
        if (design.imperfect() || factors_ == Factors::perfect) return design;
      } catch (const InputError&) {
        // Spatial sums above the outermost keeper, or a data space that nobody keeps: try again.
      }
    }
  }

 private:
  std::uint64_t pick(std::uint64_t low, std::uint64_t high) {
    return std::uniform_int_distribution<std::uint64_t>(low, high)(random_);
  }
  std::int64_t coefficient() { return pick(0, 2) == 0 ? static_cast<std::int64_t>(pick(2, 3)) : 1; }

  Problem make_problem() {
    Problem problem;
    const auto dimension = [&](const char* name) {
      static constexpr std::uint64_t kSizes[] = {1, 2, 3, 4, 5, 6, 8, 12};
      problem.dimensions.push_back({name, factors_ == Factors::perfect ? kSizes[pick(0, 7)] : pick(1, 11)});
    };
    const auto space = [&](const char* name, std::vector<Rank> ranks) {
      DataSpace data_space;
      data_space.name = name;
      data_space.ranks = std::move(ranks);
      data_space.read_write = data_space.name == "Outputs";
      problem.data_spaces.push_back(data_space);
    };
    const auto one = [](int d) { return Rank{{{d, 1}}}; };
    const auto halo = [&](int p, int r) { return Rank{{{r, coefficient()}, {p, coefficient()}}}; };
    switch (pick(0, 3)) {
      case 0:
        for (const char* name : {"M", "N", "K"}) dimension(name);
        space("Weights", {one(0), one(2)});
        space("Inputs", {one(2), one(1)});
        space("Outputs", {one(0), Rank{{{1, coefficient()}}}});
        break;
      case 1:
        for (const char* name : {"M", "C", "P", "R"}) dimension(name);
        space("Inputs", {one(1), halo(2, 3)});
        space("Outputs", {one(0), one(2)});
        space("Weights", {one(0), one(1), one(3)});
        break;
      case 2:
        for (const char* name : {"G", "P", "R"}) dimension(name);
        space("Outputs", {one(0), one(1)});
        space("Weights", {one(0), one(2)});
        space("Inputs", {one(0), halo(1, 2)});
        break;
      default:
        for (const char* name : {"M", "P", "Q", "R", "S"}) dimension(name);
        space("Weights", {one(0), one(3), one(4)});
        space("Inputs", {halo(1, 3), halo(2, 4)});
        space("Outputs", {one(0), one(1), one(2)});
    }
    return problem;
  }

  Architecture make_architecture() {
    Architecture architecture;
    architecture.levels.resize(std::min<std::uint64_t>(pick(1, 8), 4));
    for (std::size_t l = 0; l < architecture.levels.size(); ++l)
      architecture.levels[l].name = std::string(1, static_cast<char>('A' + l));
    architecture.levels[pick(0, architecture.levels.size() - 1)].shared_bandwidth = Rational(1);
    architecture.levels[pick(0, architecture.levels.size() - 1)].networks[""].bandwidth = Rational(2, 3);
    return architecture;
  }

  /// Bounds of the loops over a dimension: its prime factors, or some that multiply to more.
  std::vector<std::uint64_t> bounds(std::uint64_t size) {
    std::vector<std::uint64_t> bounds;
    if (factors_ == Factors::imperfect && pick(0, 2) > 0) {
      for (std::uint64_t product = 1; product < size; product *= bounds.back())
        bounds.push_back(pick(
            2,
            std::max<std::uint64_t>(2, std::min<std::uint64_t>((size + product - 1) / product, pick(2, 5)))));
      return bounds;
    }
    for (std::uint64_t prime = 2; size > 1;) {
      if (size % prime != 0) {
        ++prime;
        continue;
      }
      bounds.push_back(pick(0, 4) == 0 ? size : prime);
      size /= bounds.back();
    }
    return bounds;
  }

  /// Deals the loops out to levels, time and space; the meshes fit what comes of it.
  Mapping make_mapping(const Problem& problem, Architecture& architecture) {
    Mapping mapping;
    mapping.levels.resize(architecture.levels.size());
    for (std::size_t d = 0; d < problem.dimensions.size(); ++d) {
      for (const std::uint64_t factor : bounds(problem.dimensions[d].size)) {
        LevelMapping& level = mapping.levels[pick(0, mapping.levels.size() - 1)];
        SpatialLoop loop;
        loop.dimension = static_cast<int>(d);
        loop.bound = factor;
        if (pick(0, 2) > 0)
          level.temporal.push_back(loop);
        else
          level.spatial.push_back(loop);
      }
    }
    std::uint64_t instances = 1;
    for (std::size_t l = 0; l < mapping.levels.size(); ++l) {
      LevelMapping& level = mapping.levels[l];
      std::shuffle(level.temporal.begin(), level.temporal.end(), random_);
      std::shuffle(level.spatial.begin(), level.spatial.end(), random_);
      for (std::size_t d = 0; d < problem.data_spaces.size(); ++d) level.keep.push_back(pick(0, 3) > 0);
      architecture.levels[l].mesh_x = instances;
      for (const SpatialLoop& loop : level.spatial) instances *= loop.bound;
    }
    architecture.compute.mesh_x = instances;
    return mapping;
  }

  Policy make_policy() {
    Policy policy;
    policy.reuse = kReuses[pick(0, kReuses.size() - 1)];
    policy.multicast = kMulticasts[pick(0, kMulticasts.size() - 1)];
    policy.footprint = kFootprints[pick(0, kFootprints.size() - 1)];
    policy.counters = kCounters[pick(0, kCounters.size() - 1)];
    return policy;
  }

  std::mt19937_64& random_;
  Factors factors_;
};

}  // namespace

Design random_small_design(std::mt19937_64& random, Factors factors) {
  return Generator(random, factors).design();
}

std::string describe(const Design& design) {
  std::ostringstream out;
  const Policy& policy = design.policy();
  out << to_string(policy.reuse) << ' ' << to_string(policy.multicast) << ' ' << to_string(policy.footprint);
  for (const Dimension& dimension : design.problem().dimensions)
    out << ' ' << dimension.name << '=' << dimension.size;
  for (const DataSpace& space : design.problem().data_spaces) {
    out << "; " << space.name;
    for (const Rank& rank : space.ranks) {
      out << '[';
      for (const Term& term : rank.terms)
        out << (&term == rank.terms.data() ? "" : "+") << term.coefficient
            << design.problem().dimensions[term.dimension].name;
      out << ']';
    }
  }
  for (const LevelMapping& level : design.mapping().levels) {
    out << " | keep ";
    for (const bool keep : level.keep) out << keep;
    for (const Loop& loop : level.temporal)
      out << ' ' << design.problem().dimensions[loop.dimension].name << loop.bound;
    for (const SpatialLoop& loop : level.spatial)
      out << " spatial " << design.problem().dimensions[loop.dimension].name << loop.bound;
  }
  return out.str();
}

}  // namespace nestwave::test
