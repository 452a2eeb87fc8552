// SPDX-License-Identifier: Apache-2.0
#include "models/energy/energy.h"

#include <algorithm>
#include <initializer_list>
#include <string>

namespace nestwave {

namespace {

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

double dearest_action(const ComponentEnergy& component) {
  double dearest = 0;
  for (const auto& [name, energy] : component.actions) dearest = std::max(dearest, energy);
  return dearest;
}

/// ceil(words / instances / block) accesses of every instance, without rounding twice.
double vector_energy(std::uint64_t words, std::uint64_t instances, std::uint64_t block, double energy) {
  const std::uint64_t words_at_once = instances * block;
  const std::uint64_t accesses = words / words_at_once + (words % words_at_once == 0 ? 0 : 1);
  return static_cast<double>(accesses) * static_cast<double>(instances) * energy;
}

}  // namespace

Accesses charged_accesses(const Counts& counts, bool read_write, bool outermost, Counters convention) {
  if (convention == Counters::own)
    return {counts[Category::reads_operand] + counts[Category::reads_fill] +
                counts[Category::reads_accumulate] + counts[Category::reads_drain],
            counts[Category::writes_fill], counts[Category::writes_update]};
  const TimeloopCounters timeloop = timeloop_counters(counts, read_write, outermost, convention);
  return {timeloop.reads, timeloop.fills, timeloop.updates};
}

double access_energy(const Design& design, int level, const Accesses& accesses, Prices prices,
                     const EnergyTable& table) {
  const StorageLevel& storage = design.architecture().levels[static_cast<std::size_t>(level)];
  double energy = 0;
  // A level that nothing uses needs no entry in the table, so it is looked up late.
  const auto charge = [&](std::uint64_t words, std::initializer_list<const char*> action) {
    if (words == 0) return;
    const ComponentEnergy& component = component_of(table, storage.path);
    const double named = action_of(component, action);
    const double each = prices == Prices::dearest ? dearest_action(component) : named;
    energy += vector_energy(words, design.used_instances(level), storage.block_size, each);
  };
  charge(accesses.reads, {"read"});
  charge(accesses.writes, {"write"});
  charge(accesses.updates, {"update", "write"});
  return energy;
}

double compute_price(const Design& design, const EnergyTable& table) {
  // Accelergy's name for one multiply-accumulate depends on the class and the version.
  return action_of(component_of(table, design.architecture().compute.path),
                   {"compute", "mac_random", "mac", "multiply", "mac_compute"});
}

EnergyResult compute_energy(const Design& design, const CountTable& counts, std::uint64_t macs,
                            const EnergyTable& table) {
  const Policy& policy = design.policy();
  EnergyResult result;
  for (int level = 0; level < design.level_count(); ++level) {
    double energy = 0;
    for (int d = 0; d < design.data_space_count(); ++d) {
      const bool read_write = design.problem().data_spaces[static_cast<std::size_t>(d)].read_write;
      const Accesses accesses = charged_accesses(counts.at(level, d), read_write,
                                                 design.keepers(d).front() == level, policy.counters);
      energy += access_energy(design, level, accesses, policy.prices, table);
    }
    result.levels.push_back(energy);
  }
  result.compute = static_cast<double>(macs) * compute_price(design, table);
  result.total = result.compute;
  for (const double energy : result.levels) result.total += energy;
  return result;
}

}  // namespace nestwave
