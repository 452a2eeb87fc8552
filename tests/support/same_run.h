// SPDX-License-Identifier: Apache-2.0
// Two runs of which nothing may tell that something was done otherwise.
#pragma once

#include <gtest/gtest.h>

#include <vector>

#include "models/result.h"

namespace nestwave::test {

inline void expect_same_ledger(const PeLedger& a, const PeLedger& b) {
  EXPECT_EQ(a.computing, b.computing);
  EXPECT_EQ(a.adding, b.adding);
  EXPECT_EQ(a.waiting, b.waiting);
  EXPECT_EQ(a.output_room, b.output_room);
  EXPECT_EQ(a.unmapped, b.unmapped);
  EXPECT_EQ(a.not_started, b.not_started);
  EXPECT_EQ(a.finished, b.finished);
}

inline void expect_same_ledgers(const std::vector<PortLedger>& a, const std::vector<PortLedger>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].name, b[i].name);
    EXPECT_EQ(a[i].busy, b[i].busy) << a[i].name;
    EXPECT_EQ(a[i].words, b[i].words) << a[i].name;
    for (std::size_t cause = 0; cause < kIdleCauses; ++cause)
      EXPECT_EQ(a[i].idle[cause], b[i].idle[cause])
          << a[i].name << " idle by " << to_string(static_cast<IdleCause>(cause));
  }
}

/// Everything that was measured but the counts, which tests show in their own ways, and the number of
/// events, which depends on how many instances are simulated.
inline void expect_same_run(const SimulationResult& a, const SimulationResult& b) {
  EXPECT_EQ(a.edges, b.edges);
  EXPECT_EQ(a.cycles, b.cycles);
  EXPECT_EQ(a.processing, b.processing);
  EXPECT_EQ(a.macs, b.macs);
  EXPECT_EQ(a.truncated, b.truncated);
  expect_same_ledger(a.pes, b.pes);
  expect_same_ledgers(a.ports, b.ports);
  ASSERT_EQ(a.phases.size(), b.phases.size());
  for (std::size_t i = 0; i < a.phases.size(); ++i) {
    SCOPED_TRACE(a.phases[i].name);
    EXPECT_EQ(a.phases[i].first, b.phases[i].first);
    EXPECT_EQ(a.phases[i].cycles, b.phases[i].cycles);
    expect_same_ledger(a.phases[i].pes, b.phases[i].pes);
    expect_same_ledgers(a.phases[i].ports, b.phases[i].ports);
  }
}

}  // namespace nestwave::test
