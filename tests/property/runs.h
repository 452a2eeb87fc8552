// SPDX-License-Identifier: Apache-2.0
// What must hold of every simulated run, whatever the design.
#pragma once

#include <gtest/gtest.h>

#include "app/simulate.h"
#include "tests/oracle/random_design.h"
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

/// Fast-forward skips repetitions, and nothing but the number of cycles skipped tells.
class Skipping {
 public:
  /// Compares a run of the design, made longer, with one that simulates every cycle.
  void compare(std::uint64_t seed, const Design& design) {
    const Design longer = design.imperfect() ? design : oracle::lengthened(design, seed);
    SCOPED_TRACE("lengthened: " + oracle::describe(longer));
    SimulationOptions every_cycle = guarded(longer);
    const std::uint64_t turn = runs_++ % 3;
    if (turn == 1) every_cycle.max_cycles = 1 + seed % longer.compute_steps();  // cut short
    SimulationOptions skipping = every_cycle;
    if (turn == 2) skipping.max_cycles = 0;
    every_cycle.fast_forward = false;
    const SimulationResult run = simulate(longer, skipping);
    const SimulationResult slow = simulate(longer, every_cycle);
    expect_same(longer, run, slow);
    EXPECT_EQ(run.events, slow.events);
    EXPECT_EQ(slow.fast_forwarded, 0U);
    skipped_ += run.fast_forwarded > 0 ? 1 : 0;
  }
  /// At least every `nth` of them has skipped something, or else the test says little.
  void expect_one_in(std::uint64_t nth) const { EXPECT_GE(skipped_ * nth, runs_) << runs_ << " runs"; }

 private:
  std::uint64_t skipped_ = 0;
  std::uint64_t runs_ = 0;
};

}  // namespace nestwave::property
