// SPDX-License-Identifier: Apache-2.0
// Random designs with DRAMs behind levels, and with levels made of banks.
#pragma once

#include <initializer_list>
#include <optional>
#include <random>
#include <string>

#include "memory/dram/presets.h"
#include "models/design.h"

namespace nestwave::property {

template <typename Item>
Item one_of(std::mt19937_64& random, std::initializer_list<Item> items) {
  return items.begin()[random() % items.size()];
}

/// Whether a DRAM may stand behind the level: there is one instance, and what it keeps is there for good.
inline bool can_be_dram(const Design& design, int level) {
  bool keeps = false;
  for (int d = 0; d < design.data_space_count(); ++d) {
    if (!design.mapping().levels[level].keep[d]) continue;
    if (design.keepers(d).front() != level) return false;
    keeps = true;
  }
  return keeps && design.used_instances(level) == 1;
}

/// Makes some levels but the outermost of banks, of any shape that the tiles fit into.
inline void add_banks(Architecture& architecture, std::mt19937_64& random) {
  for (std::size_t l = 1; l < architecture.levels.size(); ++l) {
    StorageLevel& level = architecture.levels[l];
    if (level.timing || random() % 2 == 0) continue;
    BankSpec banks;
    banks.count = one_of<std::uint64_t>(random, {1, 2, 5});
    banks.ports = one_of<std::uint64_t>(random, {1, 2});
    banks.interleave = one_of<std::uint64_t>(random, {1, 3});
    level.banks = banks;
    if (level.capacity_words) level.capacity_words = (*level.capacity_words + 4) / 5 * 10;
  }
}

/// The design with banks, some of which belong to one data space, at levels that some PEs read over a network
/// or links; these levels have no capacity.
inline Design on_banks(const Design& design, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Architecture architecture = design.architecture();
  add_banks(architecture, random);
  for (int l = 1; l < design.level_count(); ++l) {
    StorageLevel& level = architecture.levels[l];
    if (!level.banks) continue;
    level.capacity_words.reset();
    for (int d = 0; d < design.data_space_count(); ++d)
      if (design.mapping().levels[l].keep[d] && random() % 2 == 0)
        level.banks->own[design.problem().data_spaces[d].name] = 1 + random() % 3;
    for (const auto& [name, own] : level.banks->own) level.banks->count += own;
  }
  return Design(design.problem(), architecture, design.mapping(), design.policy());
}

/// The design with a DRAM behind some of the levels that can have one, and some others made of banks; none
/// if no level can have a DRAM.
inline std::optional<Design> on_dram(const Design& design, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Architecture architecture = design.architecture();
  int memories = 0;
  for (int l = 0; l < design.level_count(); ++l) {
    if (!can_be_dram(design, l) || (memories > 0 && random() % 4 == 0)) continue;
    MemoryTiming timing;
    timing.memory = dram::presets()[random() % dram::presets().size()].name;
    timing.outstanding = one_of<std::uint64_t>(random, {1, 2, 5, 32});
    if (random() % 2 == 0) timing.settings.push_back({"channels", "2", {}});
    if (random() % 3 == 0) timing.settings.push_back({"read_queue", "2", {}});
    if (random() % 3 == 0) timing.settings.push_back({"page_policy", "closed", {}});
    architecture.levels[l].timing = timing;
    architecture.levels[l].word_bits = one_of<std::uint64_t>(random, {1, 8, 12, 16, 32, 600});
    for (int outer = 0; outer <= l; ++outer)
      architecture.levels[outer].mesh_x = architecture.levels[outer].mesh_y = 1;
    ++memories;
  }
  if (memories == 0) return std::nullopt;
  add_banks(architecture, random);
  architecture.cycle_seconds = one_of(random, {1e-9, 0.4e-9, 5e-9, 0.8333e-9});
  return Design(design.problem(), architecture, design.mapping(), design.policy());
}

}  // namespace nestwave::property
