// SPDX-License-Identifier: Apache-2.0
// Which banks of a level serve which data spaces.
#pragma once

#include <cstdint>
#include <vector>

#include "models/design.h"

namespace nestwave {

/// Banks that serve the same data spaces.
struct BankGroup {
  std::uint64_t banks = 0;       ///< of one instance of the level
  std::vector<int> data_spaces;  ///< that the level keeps
  std::uint64_t words = 0;       ///< room in them, if the level has a capacity
};

/// The groups of a level that has banks: one per data space with banks of its own, then one for all others.
/// Room is divided evenly over the banks.
[[nodiscard]] std::vector<BankGroup> bank_groups(const Design& design, int level);

}  // namespace nestwave
