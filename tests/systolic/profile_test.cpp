// SPDX-License-Identifier: Apache-2.0
// The ledger over time and in phases, on random arrays, whole and cut short: intervals of any length add up
// to the ledger and the counts of the run, to which nothing has happened by it.
#include "traces/profile.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "models/roofline.h"
#include "tests/property/chains.h"
#include "tests/property/profile_lines.h"
#include "tests/support/same_run.h"
#include "tests/systolic/random.h"
#include "traces/critical_chain.h"

namespace nestwave {
namespace {

using property::ProfileLine;

class ProfiledSystolic : public ::testing::TestWithParam<const char*> {
 protected:
  ProfiledSystolic()
      : path_(testing::TempDir() + "nestwave_systolic_profile_" + std::to_string(getpid()) + ".csv") {}
  ~ProfiledSystolic() override { std::filesystem::remove(path_); }

  static SimulationResult run(const Engine& engine, Cycle max_cycles, std::vector<Observer*> observers = {}) {
    SimulationOptions options;
    options.max_cycles = max_cycles;
    options.observers = std::move(observers);
    return engine.simulate(options, std::nullopt).simulation;
  }

  /// commit() compares the profile with the ledger of the run.
  SimulationResult profile(const Engine& engine, Cycle interval, Cycle max_cycles) const {
    Profile profile(engine.design(), path_, interval);
    SimulationResult found = run(engine, max_cycles, {&profile});
    profile.commit(found);
    EXPECT_EQ(found.fast_forwarded, 0U);
    const SimulationResult plain = run(engine, max_cycles);
    EXPECT_EQ(found.counts, plain.counts);
    test::expect_same_run(found, plain);
    const auto lines = property::read_lines(path_);
    property::expect_intervals(lines, engine.design(), found, interval);
    property::expect_words(lines, found);
    property::expect_phases(found);
    return found;
  }

  std::string path_;
};

TEST_P(ProfiledSystolic, AddsUpToTheLedgerAndTheCounts) {
  const std::uint64_t seeds = test::cases(100);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    test::Dice dice(seed);
    const Problem problem = test::random_problem(dice, 3);
    const test::RandomArray random = test::random_array(dice, 8);
    const auto engine = test::engine(GetParam(), problem, random.machine);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.title);
    try {
      const Cycle interval = seed % 3 == 0 ? 1 + seed % 7 : 10 + seed % 200;
      const SimulationResult whole = profile(*engine, interval, 0);
      for (const PortTraffic& traffic : roofline(engine->design(), whole).ports)
        for (const PortLedger& port : whole.ports)
          if (port.name == traffic.name) {
            EXPECT_EQ(port.words, traffic.words) << port.name;
          }
      EXPECT_EQ(whole.phases[1].cycles, whole.processing);
      ChainObserver chain(engine->design());
      test::expect_same_run(run(*engine, 0, {&chain}), whole);
      property::expect_chain(chain.chain(), whole.cycles);
      (void)profile(*engine, interval, dice.from(1, whole.cycles));
    } catch (const InternalError& error) {
      FAIL() << error.what();
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, ProfiledSystolic,
                         ::testing::Values("weight_stationary", "input_stationary", "output_stationary"),
                         [](const auto& test) { return std::string(test.param); });

// 2 x 2 PEs, two folds of 2 x 2 + 2 + 2 - 2 = 6 cycles, one after the other: row 0 takes the stream in cycles
// 2 and 3, then in 8 and 9, and the last product is made by PE (1, 1) in cycle 11.
TEST(SystolicPhases, BeginWithTheLoadAndEndWithTheLastMac) {
  const auto engine = test::engine("weight_stationary", test::gemm(2, 4, 2), test::systolic(2, 2));
  const SimulationResult run = engine->simulate({}, std::nullopt).simulation;
  ASSERT_EQ(run.cycles, 12U);
  ASSERT_EQ(run.phases.size(), 3U);
  EXPECT_EQ(run.phases[0].cycles, 2U);
  EXPECT_EQ(run.phases[0].pes.not_started, 2U * 4);
  EXPECT_EQ(run.phases[1].cycles, 10U);
  EXPECT_EQ(run.phases[1].pes.computing, 16U);
  EXPECT_EQ(run.phases[2].cycles, 0U);
  for (std::size_t port = 0; port < run.ports.size(); ++port) {
    if (run.ports[port].name != "filter_sram.read") continue;
    // Column 0 takes a weight in cycles 0 and 1, column 1 in 1 and 2.
    EXPECT_EQ(run.phases[0].ports[port].words, 3U);
    EXPECT_EQ(run.phases[0].ports[port].busy, 2U);
    EXPECT_EQ(run.phases[1].ports[port].words, 5U);
  }
}

/// How many links and cycles of a kind there are.
ChainPart part_of(const CriticalChain& chain, TransferKind kind) {
  for (const ChainPart& part : chain.parts)
    if (part.like.kind == kind) return part;
  return {};
}

CriticalChain chain_of(const char* dataflow, const Architecture& machine) {
  const auto engine = test::engine(dataflow, test::gemm(2, 4, 2), machine);
  ChainObserver chain(engine->design());
  SimulationOptions options;
  options.observers = {&chain};
  (void)engine->simulate(options, std::nullopt);
  return chain.chain();
}

// The folds of before: two cycles to load and four from the first MAC to the last.
TEST(SystolicChain, LoadsAndMultipliesInTurn) {
  const CriticalChain chain = chain_of("weight_stationary", test::systolic(2, 2));
  EXPECT_EQ(chain.waiting, 0U);
  ASSERT_EQ(chain.links, 4U);
  EXPECT_EQ(part_of(chain, TransferKind::fill).cycles, 4U);
  EXPECT_EQ(part_of(chain, TransferKind::mac).cycles, 8U);
  EXPECT_EQ(chain.first[1].first, 2U);
  EXPECT_EQ(chain.first[1].stop, 6U);
}

// One fold of 4 + 2 + 2 - 2 = 6 cycles; the last MAC is in cycle 5. Column 0 begins to move down in cycle 5,
// the second sum of column 1 leaves in cycle 7.
TEST(SystolicChain, EndsWithSumsThatStayed) {
  const CriticalChain chain = chain_of("output_stationary", test::systolic(2, 2));
  ASSERT_EQ(chain.links, 2U);
  EXPECT_EQ(chain.first[0],
            (ChainLink{TransferKind::mac, -1, chain.first[0].outer, chain.first[0].inner, 0, 6, 16}));
  EXPECT_EQ(chain.first[1].kind, TransferKind::drain);
  EXPECT_EQ(chain.first[1].first, 6U);
  EXPECT_EQ(chain.first[1].stop, 8U);
  EXPECT_EQ(chain.first[1].words, 3U) << "the lower sum of column 0 has left in cycle 5";
}

}  // namespace
}  // namespace nestwave
