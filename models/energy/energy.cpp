// SPDX-License-Identifier: Apache-2.0
#include "models/energy/energy.h"

#include <initializer_list>
#include <string>

namespace nestwave {

namespace {

/// Words of one data space at one level by what they cost, over all instances.
struct Accesses {
  std::uint64_t reads = 0;
  std::uint64_t writes = 0;
  std::uint64_t updates = 0;
};

Accesses timeloop_accesses(const Counts& counts, bool read_write, bool outermost, Counters convention) {
  const TimeloopCounters timeloop = timeloop_counters(counts, read_write, outermost, convention);
  return {timeloop.reads, timeloop.fills, timeloop.updates};
}

Accesses own_accesses(const Counts& counts) {
  return {counts[Category::reads_operand] + counts[Category::reads_fill] +
              counts[Category::reads_accumulate] + counts[Category::reads_drain],
          counts[Category::writes_fill], counts[Category::writes_update]};
}

const ComponentEnergy& component_of(const EnergyTable& table, const std::string& path) {
  if (const ComponentEnergy* found = table.find(path)) return *found;
  throw InputError(table.where, "the energy table has no entry for component " + path);
}

/// The first of several names for one action that the table has.
double action_of(const ComponentEnergy& component, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (const auto entry = component.actions.find(name); entry != component.actions.end())
      return entry->second;
  throw InputError(component.where,
                   "the energy table of " + component.path + " has no action '" + *names.begin() + "'");
}

/// ceil(words / instances / block) accesses of every instance, without rounding twice.
double vector_energy(std::uint64_t words, std::uint64_t instances, std::uint64_t block, double energy) {
  const std::uint64_t words_at_once = instances * block;
  const std::uint64_t accesses = words / words_at_once + (words % words_at_once == 0 ? 0 : 1);
  return static_cast<double>(accesses) * static_cast<double>(instances) * energy;
}

/// What the policy charges for one data space at one level.
Accesses accesses_of(const Design& design, int level, int data_space, const Counts& counts) {
  const Counters convention = design.policy().counters;
  if (convention == Counters::own) return own_accesses(counts);
  const bool read_write = design.problem().data_spaces[static_cast<std::size_t>(data_space)].read_write;
  return timeloop_accesses(counts, read_write, design.keepers(data_space).front() == level, convention);
}

double level_energy(const Design& design, int level, const CountTable& counts, const EnergyTable& table) {
  const StorageLevel& storage = design.architecture().levels[static_cast<std::size_t>(level)];
  const std::uint64_t instances = design.used_instances(level);
  double energy = 0;
  // A level that nothing uses needs no entry in the table, so it is looked up late.
  const auto charge = [&](std::uint64_t words, std::initializer_list<const char*> action) {
    if (words == 0) return;
    const double each = action_of(component_of(table, storage.path), action);
    energy += vector_energy(words, instances, storage.block_size, each);
  };
  for (int d = 0; d < design.data_space_count(); ++d) {
    const Accesses accesses = accesses_of(design, level, d, counts.at(level, d));
    charge(accesses.reads, {"read"});
    charge(accesses.writes, {"write"});
    charge(accesses.updates, {"update", "write"});
  }
  return energy;
}

}  // namespace

EnergyResult compute_energy(const Design& design, const CountTable& counts, std::uint64_t macs,
                            const EnergyTable& table) {
  EnergyResult result;
  for (int level = 0; level < design.level_count(); ++level)
    result.levels.push_back(level_energy(design, level, counts, table));
  const ComponentEnergy& compute = component_of(table, design.architecture().compute.path);
  // Accelergy's name for one multiply-accumulate depends on the class and the version.
  result.compute = static_cast<double>(macs) *
                   action_of(compute, {"compute", "mac_random", "mac", "multiply", "mac_compute"});
  result.total = result.compute;
  for (const double energy : result.levels) result.total += energy;
  return result;
}

}  // namespace nestwave
