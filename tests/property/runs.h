// SPDX-License-Identifier: Apache-2.0
// What must hold of every simulated run, whatever the design.
#pragma once

#include <gtest/gtest.h>

#include "app/simulate.h"
#include "tests/property/compare.h"
#include "tests/support/same_run.h"

namespace nestwave::property {

/// A run that takes this much longer than it should is a run that never ends.
inline SimulationOptions guarded(const Design& design) {
  SimulationOptions options;
  options.max_cycles = 1'000'000 + 1000 * design.compute_steps();
  return options;
}

inline void expect_ledgers(const Design& design, const SimulationResult& run) {
  EXPECT_FALSE(run.truncated);
  EXPECT_EQ(run.macs, design.problem().macs());
  EXPECT_EQ(run.pes.computing, run.macs);
  EXPECT_EQ(run.pes.sum(), design.architecture().compute.instances() * run.cycles);
  const std::uint64_t spare =
      design.architecture().compute.instances() - design.used_instances(design.level_count());
  EXPECT_EQ(run.pes.unmapped, spare * run.cycles);
  for (const PortLedger& port : run.ports)
    EXPECT_EQ(port.sum(), port.instances * run.cycles) << "the cycles of port " << port.name;
  EXPECT_GE(run.processing, design.compute_steps());
  EXPECT_LE(run.processing, run.cycles);
}

/// Everything but the number of events.
inline void expect_same(const Design& design, const SimulationResult& a, const SimulationResult& b) {
  EXPECT_EQ(difference(design, a.counts, b.counts), "");
  test::expect_same_run(a, b);
}

}  // namespace nestwave::property
