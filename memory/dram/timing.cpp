// SPDX-License-Identifier: Apache-2.0
#include "memory/dram/timing.h"

#include "memory/dram/parameters.h"
#include "memory/dram/presets.h"
#include "models/error.h"

namespace nestwave::dram {

namespace {

/// Gives what `body` complains of a place.
template <typename Body>
void at(const Location& where, Body body) {
  try {
    body();
  } catch (const InputError& error) {
    throw InputError(where, error.what());
  }
}

}  // namespace

Config config_of(const MemoryTiming& timing) {
  Config config;
  at(timing.where, [&] { config = preset(timing.memory); });
  for (const MemoryTiming::Setting& setting : timing.settings)
    at(setting.where, [&] { set(config, setting.name, setting.value); });
  at(timing.where, [&] { check(config); });
  return config;
}

void check_timings(const Architecture& architecture) {
  for (const StorageLevel& level : architecture.levels)
    if (level.timing && level.timing->memory != MemoryTiming::kTlm) (void)config_of(*level.timing);
}

}  // namespace nestwave::dram
