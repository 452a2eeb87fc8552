// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/bound.h"

#include <algorithm>

#include "models/analytical/checked.h"

namespace nestwave::analytical {

namespace {

/// Words through the ports of one instance of a level.
struct PortWords {
  std::uint64_t read = 0;
  std::uint64_t written = 0;
};

Cycle port_cycles(const StorageLevel& level, const PortWords& words) {
  Cycle cycles = 0;
  if (level.read_bandwidth) cycles = std::max(cycles, cycles_for(words.read, *level.read_bandwidth));
  if (level.write_bandwidth) cycles = std::max(cycles, cycles_for(words.written, *level.write_bandwidth));
  if (level.shared_bandwidth)
    cycles = std::max(cycles, cycles_for(plus(words.read, words.written), *level.shared_bandwidth));
  return cycles;
}

/// Words put on the network below a keeper, under its instance 0, in both directions.
std::uint64_t injected_words(const Design& design, const CountTable& first, int data_space, int keeper) {
  const std::vector<int>& keepers = design.keepers(data_space);
  const int from = keepers[keeper];
  const bool innermost = keeper + 1 == static_cast<int>(keepers.size());
  const int to = innermost ? design.level_count() : keepers[keeper + 1];
  const Counts& outer = first.at(from, data_space);
  const std::uint64_t inward = plus(outer[Category::reads_fill], outer[Category::reads_operand]);
  if (!design.problem().data_spaces[data_space].read_write) return inward;
  // Outward, every child drains the same number of words; a MAC has one product per step.
  const std::uint64_t drained =
      innermost ? design.compute_steps() : first.at(to, data_space)[Category::reads_drain];
  return plus(inward, times(drained, design.used_fanout(from, to)));
}

Cycle network_cycles(const Design& design, const CountTable& first, int data_space, int keeper) {
  const auto& networks = design.architecture().levels[design.keepers(data_space)[keeper]].networks;
  auto network = networks.find(design.problem().data_spaces[data_space].name);
  if (network == networks.end()) network = networks.find("");
  if (network == networks.end() || !network->second.bandwidth) return 0;
  return cycles_for(injected_words(design, first, data_space, keeper), *network->second.bandwidth);
}

}  // namespace

Cycle lower_bound(const Design& design, const Tables& tables) {
  Cycle cycles = design.compute_steps();
  for (int l = 0; l < design.level_count(); ++l) {
    PortWords words;
    for (int d = 0; d < design.data_space_count(); ++d) {
      const Counts& c = tables.first_instance.at(l, d);
      for (const Category read :
           {Category::reads_operand, Category::reads_fill, Category::reads_accumulate, Category::reads_drain})
        words.read = plus(words.read, c[read]);
      for (const Category write : {Category::writes_fill, Category::writes_update})
        words.written = plus(words.written, c[write]);
    }
    cycles = std::max(cycles, port_cycles(design.architecture().levels[l], words));
  }
  for (int d = 0; d < design.data_space_count(); ++d)
    for (int k = 0; k < static_cast<int>(design.keepers(d).size()); ++k)
      cycles = std::max(cycles, network_cycles(design, tables.first_instance, d, k));
  return cycles;
}

Cycle timeloop_cycles(const Design& design, const CountTable& total) {
  Cycle cycles = design.compute_steps();
  for (int l = 0; l < design.level_count(); ++l) {
    PortWords words;
    for (int d = 0; d < design.data_space_count(); ++d) {
      const TimeloopCounters counters = timeloop_counters(
          total.at(l, d), design.problem().data_spaces[d].read_write, design.keepers(d).front() == l,
          design.policy().counters);
      // Timeloop charges every member of a reduction group alike, so the division is exact.
      const std::uint64_t instances = design.used_instances(l);
      words.read = plus(words.read, counters.reads / instances);
      words.written = plus(words.written, (counters.fills + counters.updates) / instances);
    }
    cycles = std::max(cycles, port_cycles(design.architecture().levels[l], words));
  }
  return cycles;
}

}  // namespace nestwave::analytical
