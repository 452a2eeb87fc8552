// SPDX-License-Identifier: Apache-2.0
// A run in three phases: what is before the first MAC, and what after the last.
#include <gtest/gtest.h>

#include "app/simulate.h"
#include "tests/sim/machines.h"

namespace nestwave {
namespace {

using test::kWeights;
using test::run;
using test::TinyMachine;
using test::weight_stream;

/// Phases follow each other and share out every ledger.
void expect_shared_out(const SimulationResult& result) {
  ASSERT_EQ(result.phases.size(), 3u);
  Cycle cycles = 0;
  PeLedger pes = result.pes;
  std::vector<PortLedger> ports = result.ports;
  for (const Phase& phase : result.phases) {
    EXPECT_EQ(phase.first, cycles);
    cycles += phase.cycles;
    pes -= phase.pes;
    for (std::size_t p = 0; p < ports.size(); ++p) {
      EXPECT_EQ(phase.ports[p].sum(), ports[p].instances * phase.cycles) << phase.name << ports[p].name;
      ports[p] -= phase.ports[p];
    }
  }
  EXPECT_EQ(cycles, result.cycles);
  EXPECT_EQ(pes.sum(), 0u);
  for (const PortLedger& port : ports) {
    EXPECT_EQ(port.sum(), 0u) << port.name;
    EXPECT_EQ(port.words, 0u) << port.name;
  }
}

TEST(Phases, CutAtTheFirstAndAfterTheLastMac) {
  // Four weights, one every four cycles; the sums leave one every eight cycles, from cycle 5 on.
  TinyMachine machine;
  machine.level("Memory", "WO", {{"M", 4}}).level("Register", "WIO");
  machine[0].read_bandwidth = Rational(1, 4);
  machine[0].write_bandwidth = Rational(1, 8);
  const auto found = run(machine);
  EXPECT_EQ(found.log.macs(), std::vector<Cycle>({4, 8, 12, 16}));
  expect_shared_out(found.result);
  const auto& phases = found.result.phases;
  EXPECT_EQ(phases[0].name, "start_up");
  EXPECT_EQ(phases[0].cycles, 4u);
  EXPECT_EQ(phases[0].pes.waiting[kWeights][0], 4u);
  EXPECT_EQ(phases[0].ports[0].words, 1u) << "the first weight";
  EXPECT_EQ(phases[1].cycles, 13u);
  EXPECT_EQ(phases[1].pes.computing, 4u);
  EXPECT_EQ(phases[1].ports[1].words, 1u) << "and half of the second sum";
  EXPECT_EQ(phases[2].cycles, 5u + 4 * 8 - 17);
  EXPECT_EQ(phases[2].ports[1].words, 3u);
  EXPECT_EQ(phases[2].pes.finished, phases[2].cycles);
}

TEST(Phases, AreOneWhereNothingHasToBeBrought) {
  const auto found = run(weight_stream(4));
  expect_shared_out(found.result);
  EXPECT_EQ(found.result.phases[0].cycles, 0u);
  EXPECT_EQ(found.result.phases[1].cycles, found.result.cycles);
  EXPECT_EQ(found.result.phases[2].cycles, 0u);
}

TEST(Phases, OfARunCutShortEndWithIt) {
  TinyMachine machine = weight_stream(8);
  machine[0].read_bandwidth = Rational(1, 4);
  for (const Cycle cycles : {2u, 4u, 5u, 20u}) {
    SimulationOptions options;
    options.max_cycles = cycles;
    const SimulationResult result = simulate(machine.design(), options);
    expect_shared_out(result);
    EXPECT_EQ(result.phases[0].cycles, std::min<Cycle>(cycles, 4));
    EXPECT_EQ(result.phases[2].cycles, 0u);
  }
}

TEST(Phases, CountWordsOfADramAsTheyPassItsBus) {
  // A word fills a burst, a cycle is a clock: requested in 0, row opened in 1, read from 12 on, answered by
  // 27, used in 28, and from then on one every four clocks.
  TinyMachine machine = weight_stream(16);
  machine.cycle_seconds = 1.25e-9;
  machine[0].word_bits = 512;
  machine[0].timing = MemoryTiming{};
  machine[0].timing->memory = "ddr3_1600";
  machine[1].capacity_words.reset();
  machine[1].prefetch_depth = 16;
  const auto found = run(machine);
  std::vector<Cycle> macs;
  for (Cycle k = 0; k < 16; ++k) macs.push_back(28 + 4 * k);
  EXPECT_EQ(found.log.macs(), macs);
  expect_shared_out(found.result);
  const auto& phases = found.result.phases;
  EXPECT_EQ(phases[0].cycles, 28u);
  EXPECT_EQ(phases[0].ports.back().name, "Memory.memory");
  EXPECT_EQ(phases[0].ports.back().words, 1u);
  EXPECT_EQ(phases[1].cycles, 61u);
  EXPECT_EQ(phases[1].ports.back().words, 15u) << "60 clocks of 61";
}

TEST(Phases, LeaveOutWhatADramWritesAfterTheRun) {
  // The run is over when the DRAM has taken the sum; its data is on the bus 8 clocks after that at the
  // earliest.
  TinyMachine machine;
  machine.level("Memory", "WIO").level("Register", "WIO", {{"M", 1}});
  machine.cycle_seconds = 1.25e-9;
  machine[0].word_bits = 512;
  machine[0].timing = MemoryTiming{};
  machine[0].timing->memory = "ddr3_1600";
  const auto found = run(machine);
  EXPECT_EQ(found.result.memories.at(0).writes, 1u);
  EXPECT_EQ(found.port("Memory.memory").words, 2u) << "weight and input";
  expect_shared_out(found.result);
}

}  // namespace
}  // namespace nestwave
