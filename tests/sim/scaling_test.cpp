// SPDX-License-Identifier: Apache-2.0
// Machines that are slower by a factor, or answer later, worked out by hand.
#include <gtest/gtest.h>

#include "app/simulate.h"
#include "models/formats/inputs.h"
#include "tests/sim/machines.h"

namespace nestwave {
namespace {

using test::run;
using test::TinyMachine;

/// Four weights come at 1/k word per cycle, each with its latency behind it; their sums leave at 1/2k.
TinyMachine slow_stream(std::int64_t k, Cycle latency) {
  TinyMachine machine;
  machine.level("Memory", "WO", {{"M", 4}}).level("Register", "WIO");
  machine[0].read_bandwidth = Rational(1, k);
  machine[0].write_bandwidth = Rational(1, 2 * k);
  machine[0].latency = latency;
  return machine;
}

TEST(Scaling, MultipliesWhatPortsAndLatenciesTakeButNotTheMac) {
  // The first weight is there at k + kL; its MAC takes the one cycle that does not scale; from then on the
  // four sums take 2k each, and are always ready.
  for (const std::uint64_t latency : {0, 1, 3})
    for (std::uint64_t k = 1; k <= 6; ++k)
      EXPECT_EQ(run(slow_stream(static_cast<std::int64_t>(k), k * latency)).result.cycles,
                k + k * latency + 1 + 8 * k)
          << k << " times slower, latency " << latency;
}

/// One weight after the other, none of which waits for a port.
TEST(Latency, OfAStreamIsPaidOnce) {
  for (Cycle latency = 0; latency < 6; ++latency) {
    TinyMachine machine;
    machine.level("Memory", "WO", {{"M", 4}}).level("Register", "WIO");
    machine[0].latency = latency;
    EXPECT_EQ(run(machine).result.cycles, latency + 4);
  }
}

/// Two sums take turns in a register with room for one: a MAC waits until the product before it has been
/// written, late, and its sum has left. The last sum takes the latency once more on its way out.
TEST(Latency, OfSumsThatTakeTurnsIsPaidAtEveryStep) {
  for (Cycle latency = 0; latency < 6; ++latency) {
    TinyMachine machine;
    machine.level("Memory", "WIO", {{"C", 3}, {"M", 2}}).level("Register", "O");
    machine[1].capacity_words = 1;
    machine[1].latency = latency;
    EXPECT_EQ(run(machine).result.cycles, 6 * (1 + latency) + latency);
  }
}

/// A network stores one word and as many as its latency: on this machine of docs/machine.md, 5.2, a memory
/// that answers at once is slower.
TEST(Latency, MayShortenARunWhereRoomIsScarce) {
  Inputs inputs = read_inputs({NESTWAVE_SOURCE_DIR "/configs/worked/sliding_slow_memory.yaml"});
  EXPECT_EQ(simulate(make_design(inputs)).cycles, 45U);
  inputs.architecture->levels[0].latency = 0;
  EXPECT_EQ(simulate(make_design(inputs)).cycles, 47U);
}

}  // namespace
}  // namespace nestwave
