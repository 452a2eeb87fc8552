// SPDX-License-Identifier: Apache-2.0
// Two runs of which nothing may tell that something was done otherwise.
#pragma once

#include <gtest/gtest.h>

#include "models/result.h"

namespace nestwave::test {

/// Everything that was measured but the counts, which tests show in their own ways, and the number of
/// events, which depends on how many instances are simulated.
inline void expect_same_run(const SimulationResult& a, const SimulationResult& b) {
  EXPECT_EQ(a.edges, b.edges);
  EXPECT_EQ(a.cycles, b.cycles);
  EXPECT_EQ(a.processing, b.processing);
  EXPECT_EQ(a.macs, b.macs);
  EXPECT_EQ(a.truncated, b.truncated);
  EXPECT_EQ(a.pes.computing, b.pes.computing);
  EXPECT_EQ(a.pes.adding, b.pes.adding);
  EXPECT_EQ(a.pes.waiting, b.pes.waiting);
  EXPECT_EQ(a.pes.output_room, b.pes.output_room);
  EXPECT_EQ(a.pes.unmapped, b.pes.unmapped);
  EXPECT_EQ(a.pes.not_started, b.pes.not_started);
  EXPECT_EQ(a.pes.finished, b.pes.finished);
  ASSERT_EQ(a.ports.size(), b.ports.size());
  for (std::size_t i = 0; i < a.ports.size(); ++i) {
    EXPECT_EQ(a.ports[i].name, b.ports[i].name);
    EXPECT_EQ(a.ports[i].busy, b.ports[i].busy) << a.ports[i].name;
    for (std::size_t cause = 0; cause < kIdleCauses; ++cause)
      EXPECT_EQ(a.ports[i].idle[cause], b.ports[i].idle[cause])
          << a.ports[i].name << " idle by " << to_string(static_cast<IdleCause>(cause));
  }
}

}  // namespace nestwave::test
