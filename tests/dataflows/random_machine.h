// SPDX-License-Identifier: Apache-2.0
// Machines of any depth and width for the dataflows that build mappings.
#pragma once

#include <utility>

#include "tests/dataflows/machines.h"
#include "tests/oracle/random_problem.h"

namespace nestwave::test {

/// One to six levels, fan-outs anywhere, room from one word to unlimited.
inline Architecture random_machine(oracle::Dice& dice) {
  static const std::vector<std::string> names = {"buffer",   "weight_reg", "ifmap_spad",
                                                 "PsumSpad", "level",      "pe"};
  static const std::vector<std::uint64_t> fan_outs = {1, 1, 1, 1, 2, 3, 4};
  static const std::vector<std::uint64_t> rooms = {0, 1, 1, 1, 2, 3, 4, 8, 16, 40, 100, 400};
  const std::uint64_t count = 1 + dice.roll(6);
  std::vector<StorageLevel> levels = {level("DRAM")};
  for (std::uint64_t l = 1; l < count; ++l) {
    const StorageLevel& above = levels.back();
    levels.push_back(level(dice.pick(names), dice.pick(rooms), above.mesh_x * dice.pick(fan_outs),
                           above.mesh_y * dice.pick(fan_outs)));
    if (dice.chance(20)) levels.back().multiple_buffering = 2;
  }
  Architecture architecture = machine(std::move(levels));
  architecture.compute.mesh_x *= dice.pick(fan_outs);
  return architecture;
}

}  // namespace nestwave::test
