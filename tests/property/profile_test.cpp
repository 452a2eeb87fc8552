// SPDX-License-Identifier: Apache-2.0
// The ledger over time, on random designs: intervals of any length add up to the ledger and the counts of
// the whole run, and each interval to its own length.
#include "traces/profile.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "app/simulate.h"
#include "models/roofline.h"
#include "tests/oracle/random_design.h"
#include "tests/property/chains.h"
#include "tests/property/designs.h"
#include "tests/property/profile_lines.h"
#include "tests/property/shards.h"
#include "traces/critical_chain.h"

namespace nestwave::property {
namespace {

std::uint64_t words_of(const SimulationResult& run, int level, std::string_view kind) {
  std::uint64_t words = 0;
  for (int d = 0; d < run.counts.data_spaces(); ++d)
    for (std::size_t c = 0; c < kCategories; ++c)
      if (kCategoryNames[c].starts_with(kind)) words += run.counts.at(level, d).value[c];
  return words;
}

class Profiles : public testing::TestWithParam<Shard> {
 protected:
  Profiles() : path_(testing::TempDir() + "nestwave_profile_" + std::to_string(getpid()) + ".csv") {}
  ~Profiles() override { std::filesystem::remove(path_); }

  /// Simulates with a profile; commit() compares it with the ledger of the run.
  SimulationResult profile(const Design& design, Cycle interval, Cycle max_cycles) const {
    Profile profile(design, path_, interval);
    SimulationOptions options;
    options.observers = {&profile};
    options.max_cycles = max_cycles;
    SimulationResult run = simulate(design, options);
    profile.commit(run);
    return run;
  }

  void expect_lines(const Design& design, const SimulationResult& run, Cycle interval) const {
    const auto lines = read_lines(path_);
    expect_intervals(lines, design, run, interval);
    for (int level = 0; level < design.level_count(); ++level)
      for (const std::string kind : {"read", "write"}) {
        const std::string column = design.architecture().levels[level].name + "." + kind + ".words";
        EXPECT_EQ(total_of(lines, column), static_cast<double>(words_of(run, level, kind + "s."))) << column;
      }
  }

  std::string path_;
};

TEST_P(Profiles, AddUpToTheLedgerAndTheCounts) {
  const auto make = [](std::uint64_t seed, const Policy& policy) {
    return oracle::random_design(seed, policy, {2000, 32, GetParam().imperfect, GetParam().padded});
  };
  for_designs(GetParam().first_seed(), seeds_per_shard(NESTWAVE_SEEDS), {policies().front()}, make,
              [this](std::uint64_t seed, const Design& design) {
                const Cycle interval = seed % 3 == 0 ? 1 + seed % 7 : 10 + seed % 500;
                const SimulationResult run = profile(design, interval, 0);
                expect_lines(design, run, interval);
                expect_phases(run);
                for (std::size_t port = 0; port < run.ports.size(); ++port)
                  for (const PortTraffic& traffic : roofline(design, run).ports)
                    if (traffic.name == run.ports[port].name) {
                      EXPECT_EQ(traffic.words, run.ports[port].words) << traffic.name;
                    }
                ChainObserver chain(design);
                SimulationOptions options;
                options.observers = {&chain};
                const SimulationResult again = simulate(design, options);
                expect_chain(chain.chain(), again.cycles);
                // Cut short, what reaches beyond the end is left out.
                expect_phases(profile(design, interval, 1 + seed % run.cycles));
              });
}

INSTANTIATE_TEST_SUITE_P(Random, Profiles,
                         testing::ValuesIn(shards(NESTWAVE_FIRST_SHARD, NESTWAVE_LAST_SHARD)), shard_name);

}  // namespace
}  // namespace nestwave::property
