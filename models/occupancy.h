// SPDX-License-Identifier: Apache-2.0
// What a dataflow controller with rules of its own takes of a machine: it stands where a mapping
// would, for arrays whose work is not walked as a mapped loop nest.
#pragma once

#include <cstdint>
#include <vector>

namespace nestwave {

struct Occupancy {
  std::vector<std::vector<bool>> keep;                 ///< [level][data space]
  std::vector<std::uint64_t> used_instances;           ///< by level, the MACs last
  std::vector<std::vector<std::uint64_t>> tile_words;  ///< [level][data space]: the largest tile
  /// Steps that the MACs need if nothing ever keeps them waiting.
  std::uint64_t compute_steps = 0;
};

}  // namespace nestwave
