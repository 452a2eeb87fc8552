// SPDX-License-Identifier: Apache-2.0
// The ledger over time and the critical chain, on random layers and arrays, whole and cut short: intervals of
// any length add up to the ledger and the counts of the run, to which nothing has happened by it.
#include "traces/profile.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "models/roofline.h"
#include "tests/property/chains.h"
#include "tests/property/profile_lines.h"
#include "tests/row_stationary_machine/random_array.h"
#include "tests/support/same_run.h"
#include "traces/critical_chain.h"

namespace nestwave::rs {
namespace {

using oracle::Dice;
using property::ProfileLine;

class ProfiledArrays : public testing::TestWithParam<std::uint64_t> {
 protected:
  ProfiledArrays() : path_(testing::TempDir() + "nestwave_rs_profile_" + std::to_string(getpid()) + ".csv") {}
  ~ProfiledArrays() override { std::filesystem::remove(path_); }

  /// commit() compares the profile with the ledger of the run.
  std::vector<ProfileLine> profile(const Simulated& layer, Cycle interval, const SimulationResult& expected,
                                   Cycle max_cycles) const {
    Profile profile(layer.design, path_, interval);
    SimulationOptions options;
    options.observers = {&profile};
    options.max_cycles = max_cycles;
    const SimulationResult run = layer.run(options).simulation;
    profile.commit(run);
    EXPECT_EQ(run.fast_forwarded, 0U);
    EXPECT_EQ(run.counts, expected.counts);
    test::expect_same_run(run, expected);
    auto lines = property::read_lines(path_);
    property::expect_intervals(lines, layer.design, run, interval);
    property::expect_words(lines, run);
    property::expect_phases(run);
    return lines;
  }

  std::string path_;
};

/// The ports carried what was counted.
void expect_counted_words(const Simulated& layer, const SimulationResult& run) {
  for (const PortTraffic& traffic : roofline(layer.design, run).ports)
    for (const PortLedger& port : run.ports)
      if (port.name == traffic.name) {
        EXPECT_EQ(port.words, traffic.words) << port.name;
      }
}

/// Nothing happens to the run of those who follow its causes, and its chain has none but real waits: for
/// words and sums on their way through latencies, for cycles that the memory shares.
void expect_chain(const Simulated& layer, const SimulationResult& expected) {
  ChainObserver chain(layer.design);
  SimulationOptions options;
  options.observers = {&chain};
  const SimulationResult run = layer.run(options).simulation;
  test::expect_same_run(run, expected);
  property::expect_chain(chain.chain(), run.cycles);
}

/// The buffers are used, never beyond their room, and empty of ifmaps and filters at the end.
void expect_rooms(const Simulated& layer, const std::vector<ProfileLine>& lines) {
  const RowStationaryMachine& machine = layer.plan.machine;
  for (const int level : {machine.buffer, machine.filter_buffer}) {
    if (level < 0) continue;
    const StorageLevel& spec = layer.design.architecture().levels[level];
    double peak = 0;
    for (const ProfileLine& line : lines) {
      EXPECT_LE(line.at(spec.name + ".occupancy.mean"), line.at(spec.name + ".occupancy.peak") + 0.001);
      peak = std::max(peak, line.at(spec.name + ".occupancy.peak"));
    }
    EXPECT_GE(peak, 1);
    if (spec.capacity_words) {
      EXPECT_LE(peak, static_cast<double>(*spec.capacity_words)) << spec.name;
    }
  }
}

TEST_P(ProfiledArrays, AddUpToTheLedgerAndTheCounts) {
  constexpr std::uint64_t kPerShard = 75;
  std::uint64_t run_so_far = 0;
  std::uint64_t drains = 0;
  for (std::uint64_t seed = GetParam() * 100000; run_so_far < kPerShard && !HasFailure(); ++seed) {
    Dice dice(seed);
    const std::optional<Simulated> layer = random_array(dice, 2);
    if (!layer) continue;
    SCOPED_TRACE("seed " + std::to_string(seed));
    ++run_so_far;
    try {
      const Cycle interval = seed % 3 == 0 ? 1 + seed % 7 : 10 + seed % 500;
      const SimulationResult plain = layer->run().simulation;
      expect_counted_words(*layer, plain);
      expect_chain(*layer, plain);
      expect_rooms(*layer, profile(*layer, interval, plain, 0));
      SimulationOptions cut;
      cut.max_cycles = 1 + dice.roll(plain.cycles);
      (void)profile(*layer, interval, layer->run(cut).simulation, cut.max_cycles);
      EXPECT_GT(plain.phases[0].cycles, 0U) << "the first MAC needs words";
      EXPECT_EQ(plain.phases[0].pes.not_started + plain.phases[0].pes.unmapped, plain.phases[0].pes.sum());
      drains += plain.phases[2].cycles > 0 ? 1 : 0;
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
  }
  EXPECT_EQ(drains, run_so_far) << "the adds follow the last MAC";
}

INSTANTIATE_TEST_SUITE_P(Shards, ProfiledArrays, testing::Range<std::uint64_t>(0, 4));

}  // namespace
}  // namespace nestwave::rs
