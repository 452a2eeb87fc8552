// SPDX-License-Identifier: Apache-2.0
// Random layers and machines for the property tests of systolic arrays.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "tests/systolic/support.h"

namespace nestwave::test {

/// Seeds that a test goes through.
inline std::uint64_t cases(std::uint64_t usual) {
  const char* given = std::getenv("NESTWAVE_PROPERTY_COUNT");
  return given == nullptr ? usual : std::strtoull(given, nullptr, 10);
}

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}
  std::uint64_t from(std::uint64_t least, std::uint64_t most) {
    return least + random_() % (most - least + 1);
  }

 private:
  std::mt19937_64 random_;
};

/// A matrix product or a convolution, of up to `more` times as many channels and filters as the smallest.
inline Problem random_problem(Dice& dice, std::uint64_t more = 1) {
  if (dice.from(0, 2) == 0)
    return gemm(dice.from(1, 9 * more), dice.from(1, 9 * more), dice.from(1, 9 * more));
  const std::uint64_t groups = dice.from(0, 2) == 0 ? 2 : 1;
  const Extent kernel = {dice.from(1, 3), dice.from(1, 3)};
  Layer layer = conv_layer(groups * dice.from(1, 2 * more), groups * dice.from(1, 3 * more),
                           {kernel.down + dice.from(0, 4), kernel.across + dice.from(0, 4)}, kernel,
                           dice.from(1, 3), dice.from(0, 1), groups);
  if (dice.from(0, 5) == 0) {
    layer.type = LayerType::depthwise;
    layer.filters = layer.groups = layer.channels;
  }
  return problem_of(layer, dice.from(1, 2));
}

struct RandomArray {
  std::uint64_t rows = 1;
  std::uint64_t columns = 1;
  SystolicArraySpec spec;
  Architecture machine;
  std::string title;
};

inline RandomArray random_array(Dice& dice, std::uint64_t longest_side) {
  RandomArray array;
  const char* overlaps[] = {"none", "preload", "full"};
  const std::uint64_t overlap = dice.from(0, 2);
  const bool used = dice.from(0, 1) == 1;
  array.spec = {static_cast<FoldOverlap>(overlap), used ? Pace::used : Pace::full_array};
  array.rows = dice.from(1, longest_side);
  array.columns = dice.from(1, longest_side);
  const char* pace = used ? "used" : "full_array";
  array.machine = systolic(array.rows, array.columns,
                           {std::string("ofmap_sram.nestwave.systolic.fold_overlap=") + overlaps[overlap],
                            std::string("ofmap_sram.nestwave.systolic.pace=") + pace});
  for (StorageLevel& level : array.machine.levels)
    if (level.name.ends_with("_sram")) {
      // Of which half is room: from a few words to everything.
      const std::uint64_t choices[] = {16, 24, 48, 96, 4096};
      level.capacity_words = choices[dice.from(0, 4)];
    }
  array.title = std::to_string(array.rows) + " x " + std::to_string(array.columns) + " PEs, " +
                overlaps[overlap] + ", " + pace;
  return array;
}

}  // namespace nestwave::test
