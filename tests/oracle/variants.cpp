// SPDX-License-Identifier: Apache-2.0
#include "tests/oracle/variants.h"

#include <algorithm>
#include <memory>
#include <random>
#include <sstream>

#include "tests/oracle/random_design.h"

namespace nestwave::oracle {

std::uint64_t sum_of_tiles(const Design& design, int level) {
  std::uint64_t words = 0;
  for (int d = 0; d < design.data_space_count(); ++d)
    if (design.mapping().levels[level].keep[d]) words += design.tile_words(level, d);
  return words;
}

namespace {

NetworkSpec free_of_charge(NetworkSpec network) {
  network.bandwidth.reset();
  network.row_bandwidth.reset();
  network.hop_latency = 0;
  network.adder_latency = 0;
  if (network.outward)
    network.outward = std::make_shared<const NetworkSpec>(free_of_charge(*network.outward));
  return network;
}

}  // namespace

Design ideal(const Design& design) {
  Architecture architecture = design.architecture();
  architecture.compute.depth = 0;
  for (int l = 0; l < design.level_count(); ++l) {
    StorageLevel& level = architecture.levels[l];
    level.capacity_words = std::max<std::uint64_t>(sum_of_tiles(design, l), 1);
    level.multiple_buffering = 1;
    level.read_bandwidth.reset();
    level.write_bandwidth.reset();
    level.shared_bandwidth.reset();
    level.latency = 0;
    for (auto& [name, network] : level.networks) network = free_of_charge(network);
  }
  return Design(design.problem(), architecture, design.mapping(), design.policy());
}

Design lengthened(const Design& design, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::uint64_t limit) { return random() % limit; };
  Problem problem = design.problem();
  Mapping mapping = design.mapping();
  const std::uint64_t loops = 1 + below(2);
  for (std::uint64_t i = 0; i < loops; ++i) {
    const std::uint64_t dimension = below(problem.dimensions.size());
    const std::uint64_t bound = 4 + below(9);
    problem.dimensions[dimension].size *= bound;
    std::vector<Loop>& outer = mapping.levels.front().temporal;
    outer.insert(outer.begin() + static_cast<std::ptrdiff_t>(below(outer.size() + 1)),
                 {static_cast<int>(dimension), bound});
  }
  Architecture architecture = design.architecture();
  // Only the outermost keepers hold more than before, and they are wherever a data space begins; where
  // padding is left out, tiles in the middle may be larger than any that was there.
  bool padded = false;
  for (int d = 0; d < design.data_space_count(); ++d) padded = padded || problem.padded(d);
  for (StorageLevel& level : architecture.levels) {
    bool outermost = padded;
    for (int d = 0; d < design.data_space_count(); ++d)
      outermost = outermost || &level == &architecture.levels[design.keepers(d).front()];
    if (outermost) level.capacity_words.reset();
  }
  return Design(problem, architecture, mapping, design.policy());
}

namespace {

void describe_problem(const Problem& problem, std::ostream& out) {
  out << problem.name << ":";
  for (const Dimension& dimension : problem.dimensions) out << " " << dimension.name << "=" << dimension.size;
  for (const DataSpace& space : problem.data_spaces) {
    out << "; " << space.name << (space.read_write ? " (rw)" : "");
    for (const Rank& rank : space.ranks) {
      const char* separator = "[";
      for (const Term& term : rank.terms) {
        out << separator << problem.dimensions[term.dimension].name;
        if (term.coefficient != 1) out << "*" << term.coefficient;
        separator = "+";
      }
      if (problem.padded(rank)) out << " in " << rank.begin << ".." << rank.end;
      out << "]";
    }
  }
  out << "\n";
}

void describe_timing(const StorageLevel& level, std::ostream& out) {
  out << " mesh " << level.mesh_x << "x" << level.mesh_y;
  if (level.capacity_words) out << " capacity " << *level.capacity_words;
  if (level.multiple_buffering != Rational(1)) out << " buffering " << level.multiple_buffering;
  if (level.read_bandwidth) out << " read " << *level.read_bandwidth;
  if (level.write_bandwidth) out << " write " << *level.write_bandwidth;
  if (level.shared_bandwidth) out << " shared " << *level.shared_bandwidth;
  if (level.latency != 0) out << " latency " << level.latency;
  if (level.prefetch_depth != 1) out << " prefetch " << level.prefetch_depth;
  if (level.padding == Padding::stored) out << " stores padding";
  if (level.room != Room::shared) out << " room per data space";
  for (const auto& [name, network] : level.networks) {
    out << " network(" << name << ")";
    for (const NetworkSpec* spec : {&network, network.outward.get()}) {
      if (spec == nullptr) continue;
      out << (spec == &network ? " " : ", outward ") << spec->kind;
      if (spec->bandwidth) out << " " << *spec->bandwidth;
      if (spec->row_bandwidth) out << " rows " << *spec->row_bandwidth;
      out << " hop " << spec->hop_latency << " adder " << spec->adder_latency << " along "
          << static_cast<int>(spec->along) << " entry " << spec->entry_x << "," << spec->entry_y;
    }
  }
}

}  // namespace

std::string describe(const Design& design) {
  const Problem& problem = design.problem();
  std::ostringstream out;
  describe_problem(problem, out);
  out << "policy " << to_string(design.policy().reuse) << "/" << to_string(design.policy().multicast) << "/"
      << to_string(design.policy().footprint) << ", loops outermost first\n";
  for (int l = 0; l < design.level_count(); ++l) {
    const LevelMapping& at = design.mapping().levels[l];
    const StorageLevel& level = design.architecture().levels[l];
    out << level.name << " keeps";
    for (int d = 0; d < design.data_space_count(); ++d)
      if (at.keep[d]) out << " " << problem.data_spaces[d].name << "(" << design.tile_words(l, d) << ")";
    out << " |";
    for (const Loop& loop : at.temporal) out << " " << problem.dimensions[loop.dimension].name << loop.bound;
    for (const SpatialLoop& loop : at.spatial)
      out << " " << problem.dimensions[loop.dimension].name << loop.bound
          << (loop.axis == Axis::x ? "X" : "Y");
    out << " |";
    describe_timing(level, out);
    out << "\n";
  }
  const ComputeUnit& compute = design.architecture().compute;
  out << compute.name << " mesh " << compute.mesh_x << "x" << compute.mesh_y << " depth " << compute.depth
      << "\n";
  return out.str();
}

}  // namespace nestwave::oracle
