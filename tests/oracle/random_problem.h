// SPDX-License-Identifier: Apache-2.0
// Small layers of every shape, and the dice they are thrown with.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "models/problem.h"

namespace nestwave::oracle {

/// The same on every machine, unlike the distributions of the standard library.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed * 0x9E3779B97F4A7C15ULL + 1) {}

  /// 0 … sides − 1.
  std::uint64_t roll(std::uint64_t sides) { return engine_() % sides; }
  /// True `percent` times in a hundred.
  bool chance(std::uint64_t percent) { return roll(100) < percent; }
  template <typename T>
  const T& pick(const std::vector<T>& items) {
    return items[roll(items.size())];
  }
  template <typename T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[roll(i)]);
  }

 private:
  std::mt19937_64 engine_;
};

/// A conv layer, a matrix product or a toy with at most `max_macs` MACs.
[[nodiscard]] Problem random_problem(Dice& dice, std::uint64_t max_macs);

/// Puts zeros around some of its operands; every rank keeps a coordinate that exists, though perhaps none
/// that is touched.
void pad(Problem& problem, Dice& dice);

}  // namespace nestwave::oracle
