// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/bound.h"

#include <algorithm>
#include <optional>

#include "models/analytical/checked.h"
#include "models/analytical/network_bound.h"

namespace nestwave::analytical {

namespace {

/// Words through the ports of so many instances of a level.
struct PortWords {
  std::uint64_t instances = 1;
  std::uint64_t read = 0;
  std::uint64_t written = 0;
};

Cycle port_cycles(const StorageLevel& level, const PortWords& words) {
  Cycle cycles = 0;
  const auto serve = [&](const std::optional<Rational>& bandwidth, std::uint64_t through) {
    if (bandwidth) cycles = std::max(cycles, cycles_for(through, *bandwidth, words.instances));
  };
  serve(level.read_bandwidth, words.read);
  serve(level.write_bandwidth, words.written);
  if (level.shared_bandwidth) serve(level.shared_bandwidth, plus(words.read, words.written));
  return cycles;
}

PortWords port_words(const InstanceWords& instance) {
  PortWords words;
  for (const Counts& c : instance.counts) {
    for (const Category read :
         {Category::reads_operand, Category::reads_fill, Category::reads_accumulate, Category::reads_drain})
      words.read = plus(words.read, c[read]);
    for (const Category write : {Category::writes_fill, Category::writes_update})
      words.written = plus(words.written, c[write]);
  }
  return words;
}

}  // namespace

Cycle lower_bound(const Design& design,
                  const std::function<std::vector<InstanceWords>(int level)>& instances) {
  Cycle cycles = design.compute_steps();
  for (int l = 0; l < design.level_count(); ++l) {
    const StorageLevel& level = design.architecture().levels[l];
    const bool ports = level.read_bandwidth || level.write_bandwidth || level.shared_bandwidth;
    if (!ports && !has_limited_network(design, l)) continue;
    for (const InstanceWords& instance : instances(l))
      cycles =
          std::max({cycles, port_cycles(level, port_words(instance)), network_bound(design, l, instance)});
  }
  return cycles;
}

Cycle timeloop_cycles(const Design& design, const CountTable& total) {
  Cycle cycles = design.compute_steps();
  for (int l = 0; l < design.level_count(); ++l) {
    PortWords words;
    words.instances = design.used_instances(l);
    for (int d = 0; d < design.data_space_count(); ++d) {
      const TimeloopCounters counters =
          timeloop_counters(total.at(l, d), design.problem().data_spaces[d].read_write,
                            design.keepers(d).front() == l, design.policy().counters);
      words.read = plus(words.read, counters.reads);
      words.written = plus(words.written, plus(counters.fills, counters.updates));
    }
    cycles = std::max(cycles, port_cycles(design.architecture().levels[l], words));
  }
  return cycles;
}

}  // namespace nestwave::analytical
