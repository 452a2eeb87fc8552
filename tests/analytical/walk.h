// SPDX-License-Identifier: Apache-2.0
// Counts a small design by walking its nest step by step over explicit sets of words. Slow, and
// written without any of the closed forms it is there to check.
#pragma once

#include <vector>

#include "models/counts.h"
#include "models/design.h"

namespace nestwave::test {

struct WalkResult {
  /// before[t]: counts of everything that belongs to compute steps before t (0 … steps).
  std::vector<CountTable> before;
  /// Per level and instance: words read and written over the whole run, all data spaces.
  std::vector<std::vector<std::uint64_t>> read;
  std::vector<std::vector<std::uint64_t>> written;
  /// Per level, instance and data space: words on the network below, both directions.
  std::vector<std::vector<std::vector<std::uint64_t>>> injected;
  std::uint64_t macs = 0;
};

[[nodiscard]] WalkResult walk(const Design& design);

}  // namespace nestwave::test
