// SPDX-License-Identifier: Apache-2.0
// Energy of a run from its counts and a table of energies per action.
#pragma once

#include <cstdint>
#include <vector>

#include "models/counts.h"
#include "models/design.h"
#include "models/energy/energy_table.h"

namespace nestwave {

/// Picojoules.
struct EnergyResult {
  double total = 0;
  double compute = 0;
  std::vector<double> levels;  ///< per level of the architecture, outermost first
};

/// `counts` are totals over all instances, `macs` the multiply-accumulates done.
///
/// The policy says what is charged: our own categories (every read and write.fill and write.update,
/// zero starts free), or Timeloop's reads, fills and updates. A level that moves a block of words
/// per access is charged ceil(words per instance / block size) accesses per instance, data space
/// and kind. Without an entry of its own an update costs a write.
///
/// Throws InputError if the table lacks a component of the architecture or one of its actions.
[[nodiscard]] EnergyResult compute_energy(const Design& design, const CountTable& counts, std::uint64_t macs,
                                          const EnergyTable& table);

}  // namespace nestwave
