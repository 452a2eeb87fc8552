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

/// Words of one data space at one level by what they cost, over all instances.
struct Accesses {
  std::uint64_t reads = 0;
  std::uint64_t writes = 0;
  std::uint64_t updates = 0;
};

/// What is charged for a data space under a convention: every read and write.fill and write.update (own), or
/// Timeloop's reads, fills and updates. `outermost`: of the keepers of the data space.
[[nodiscard]] Accesses charged_accesses(const Counts& counts, bool read_write, bool outermost,
                                        Counters convention);

/// Picojoules of those accesses at a level. One that moves a block of words per access is charged
/// ceil(words per instance / block size) accesses per instance and kind. Without an entry of its own
/// an update costs a write.
[[nodiscard]] double access_energy(const Design& design, int level, const Accesses& accesses, Prices prices,
                                   const EnergyTable& table);

/// Picojoules of one multiply-accumulate.
[[nodiscard]] double compute_price(const Design& design, const EnergyTable& table);

/// `counts` are totals over all instances, `macs` the multiply-accumulates done. The policy says what
/// is charged, and at what price.
///
/// All of these throw InputError if the table lacks a component of the architecture or one of its actions.
[[nodiscard]] EnergyResult compute_energy(const Design& design, const CountTable& counts, std::uint64_t macs,
                                          const EnergyTable& table);

}  // namespace nestwave
