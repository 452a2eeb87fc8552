// SPDX-License-Identifier: Apache-2.0
// Random designs on a DRAM: counts are what they are without one, whatever the DRAM, and nothing depends on
// the order in which modules are made.
#include <gtest/gtest.h>

#include <cmath>
#include <optional>

#include "app/simulate.h"
#include "dataflows/edge_words.h"
#include "dataflows/stream.h"
#include "memory/dram/presets.h"
#include "models/analytical/model.h"
#include "tests/oracle/random_design.h"
#include "tests/property/compare.h"
#include "tests/property/designs.h"
#include "tests/property/memory_designs.h"
#include "tests/property/runs.h"
#include "tests/property/shards.h"
#include "traces/values.h"

namespace nestwave::property {
namespace {

SimulationOptions guarded(const Design& design) {
  SimulationOptions options;
  options.max_cycles = 1'000'000 + 3000 * design.compute_steps();
  return options;
}

class Memories : public testing::TestWithParam<Shard> {
 protected:
  template <typename Property>
  void for_all_on_dram(Property property) {
    int some = 0;
    for_all([&](std::uint64_t seed, const Design& plain) {
      const std::optional<Design> design = on_dram(plain, seed);
      if (design) property(seed, *design);
      some += design ? 1 : 0;
    });
    EXPECT_GT(some, 0);
  }

  template <typename Property>
  void for_all(Property property) {
    const auto make = [](std::uint64_t seed, const Policy& policy) {
      return oracle::random_design(seed, policy, {500, 32, GetParam().imperfect});
    };
    for_designs(GetParam().first_seed() + 700'000, seeds_per_shard(NESTWAVE_SEEDS), policies(), make,
                property);
  }
};

TEST_P(Memories, TimeAloneChangesOnADram) {
  for_all_on_dram([](std::uint64_t seed, const Design& design) {
    Values values(design, seed);
    SimulationOptions options = guarded(design);
    options.observers = {&values};
    const SimulationResult run = simulate(design, options);
    const AnalyticalResult model = analytical::analyze(design);
    EXPECT_EQ(difference(design, model.counts, run.counts), "");
    EXPECT_EQ(difference(model.edges, run.edges), "");
    EXPECT_GE(run.cycles, model.bound);
    expect_ledgers(design, run);
    EXPECT_TRUE(values.result().ok) << values.result().fault;
    ASSERT_FALSE(run.memories.empty());
    for (const MemoryUse& memory : run.memories) {
      std::uint64_t column = 0;
      for (const auto& [name, count] : memory.commands)
        if (name == "RD" || name == "RDA" || name == "WR" || name == "WRA") column += count;
      // A DRAM may answer from its write queue, or put two writes together, but never does more.
      EXPECT_LE(column, memory.reads + memory.writes);
      EXPECT_GT(column, 0u);
      EXPECT_LE(memory.data_share, 1.0);
    }
  });
}

TEST_P(Memories, ConstructionOrderDoesNotShow) {
  for_all_on_dram([](std::uint64_t seed, const Design& design) {
    const SimulationResult first = simulate(design, guarded(design));
    for (const std::uint64_t shuffle : {seed * 31 + 7, seed * 31 + 8}) {
      SimulationOptions other = guarded(design);
      other.construction_seed = shuffle;
      const SimulationResult again = simulate(design, other);
      expect_same(design, first, again);
      ASSERT_EQ(first.memories.size(), again.memories.size());
      for (std::size_t m = 0; m < first.memories.size(); ++m)
        EXPECT_EQ(first.memories[m].commands, again.memories[m].commands);
    }
  });
}

TEST_P(Memories, OneInstanceStandsForAllThatDoTheSame) {
  for_all_on_dram([](std::uint64_t, const Design& design) {
    SimulationOptions every = guarded(design);
    every.every_instance = true;
    expect_same(design, simulate(design, guarded(design)), simulate(design, every));
  });
}

/// Every clock three times slower: the same in cycles.
Design slowed(const Design& design) {
  Architecture architecture = design.architecture();
  architecture.cycle_seconds = 3e-12 * std::round(architecture.cycle_seconds * 1e12);
  for (StorageLevel& level : architecture.levels)
    if (level.timing)
      level.timing->settings.push_back(
          {"tCK", std::to_string(3 * dram::preset(level.timing->memory).tCK), {}});
  return {design.problem(), architecture, design.mapping(), design.policy()};
}

TEST_P(Memories, WhereEveryClockIsSlowedNothingChangesInCycles) {
  for_all_on_dram([](std::uint64_t, const Design& design) {
    const Design slow = slowed(design);
    const SimulationResult run = simulate(slow, guarded(slow));
    expect_same(design, simulate(design, guarded(design)), run);
  });
}

TEST_P(Memories, SkippingRepetitionsOnBanksDoesNotShow) {
  Skipping skipping;
  for_all([&](std::uint64_t seed, const Design& design) {
    if (seed % 2 == 0) skipping.compare(seed, on_banks(design, seed));
  });
  if (!GetParam().imperfect) skipping.expect_one_in(10);
}

/// The words of an edge, one by one, against the stream that only counts them.
TEST_P(Memories, WordsOfAnEdgeAreAsManyAsItsStreamSays) {
  for_all([](std::uint64_t, const Design& design) {
    if (design.policy().multicast != Multicast::overlap) return;
    const auto nest = std::make_shared<Nest>(design);
    const auto size = [](const WordRanges& ranges) {
      std::uint64_t words = 0;
      for (const WordRange& range : ranges) words += range.end - range.begin;
      return words;
    };
    for (int d = 0; d < design.data_space_count(); ++d) {
      std::vector<int> ends = design.keepers(d);
      ends.push_back(design.level_count());
      for (std::size_t k = 1; k < ends.size(); ++k) {
        Stream stream(design, nest, d, ends[k - 1], ends[k]);
        const EdgeWords words(design, nest, d, ends[k - 1], ends[k]);
        std::optional<std::uint64_t> before;
        for (std::uint64_t e = 0; stream.has(e); ++e) {
          const Epoch epoch = stream.at(e);
          const std::optional<std::uint64_t> old = epoch.whole || stream.read_write() ? std::nullopt : before;
          for (std::uint64_t parent = 0; parent < design.used_instances(ends[k - 1]); ++parent)
            ASSERT_EQ(size(words.of_children(parent, epoch.first_step, old)),
                      stream.read_write() ? stream.sums(e, parent) : stream.sent(e, parent))
                << "epoch " << e << " of data space " << d << " below level " << ends[k - 1];
          for (std::uint64_t child = 0; child < design.used_instances(ends[k]); ++child)
            ASSERT_EQ(size(words.of_child(child, epoch.first_step, old)),
                      stream.read_write() ? stream.words(e, child) : stream.fresh(e, child));
          before = epoch.first_step;
        }
      }
    }
  });
}

INSTANTIATE_TEST_SUITE_P(Random, Memories,
                         testing::ValuesIn(shards(NESTWAVE_FIRST_SHARD, NESTWAVE_LAST_SHARD)), shard_name);

}  // namespace
}  // namespace nestwave::property
