// SPDX-License-Identifier: Apache-2.0
// Where the cycles go, on random designs with and without DRAMs and banks: nothing is faster than its bound,
// every ledger, every phase and the critical chain are as long as the run, and what theory says of machines
// that are slower by a factor, or answer later.
#include <gtest/gtest.h>

#include <map>

#include "app/simulate.h"
#include "models/analytical/model.h"
#include "tests/oracle/random_design.h"
#include "tests/property/compare.h"
#include "tests/property/designs.h"
#include "tests/property/memory_designs.h"
#include "tests/property/runs.h"
#include "tests/property/shards.h"
#include "traces/critical_chain.h"

namespace nestwave::property {
namespace {

class Cycles : public testing::TestWithParam<Shard> {
 protected:
  template <typename Property>
  void for_all(Property property) {
    const auto make = [](std::uint64_t seed, const Policy& policy) {
      return oracle::random_design(seed, policy, {400, 32, GetParam().imperfect, GetParam().padded});
    };
    for_designs(GetParam().first_seed() + 300'000, seeds_per_shard(NESTWAVE_SEEDS), {policies().front()},
                make, property);
  }
};

SimulationOptions patient(const Design& design) {
  SimulationOptions options = guarded(design);
  options.max_cycles *= 3;
  return options;
}

void expect_all_explained(const Design& design) {
  ChainObserver observer(design);
  SimulationOptions options = patient(design);
  options.observers = {&observer};
  const SimulationResult run = simulate(design, options);
  expect_ledgers(design, run);
  EXPECT_GE(run.cycles, analytical::analyze(design).bound);
  Cycle phases = 0;
  std::vector<std::uint64_t> words(run.ports.size(), 0);
  for (const Phase& phase : run.phases) {
    phases += phase.cycles;
    for (std::size_t p = 0; p < words.size(); ++p) {
      EXPECT_EQ(phase.ports[p].sum(), phase.ports[p].instances * phase.cycles);
      words[p] += phase.ports[p].words;
    }
  }
  EXPECT_EQ(phases, run.cycles);
  for (std::size_t p = 0; p < words.size(); ++p) EXPECT_EQ(words[p], run.ports[p].words) << run.ports[p].name;
  const CriticalChain& chain = observer.chain();
  std::uint64_t cycles = chain.waiting;
  for (const ChainPart& part : chain.parts) {
    EXPECT_LE(part.cycles, run.cycles);
    cycles += part.cycles;
  }
  EXPECT_EQ(cycles, run.cycles);
  EXPECT_LE(chain.waiting, run.cycles);
  if (design.imperfect()) return;  // every instance was simulated
  ChainObserver all(design);
  options.observers = {&all};
  options.every_instance = true;
  (void)simulate(design, options);
  EXPECT_EQ(all.chain(), chain) << "the instances that are simulated do not stand for all";
}

TEST_P(Cycles, AreExplainedToTheLastOne) {
  int drams = 0;
  for_all([&drams](std::uint64_t seed, const Design& design) {
    expect_all_explained(design);
    expect_all_explained(on_banks(design, seed));
    const std::optional<Design> dram = on_dram(design, seed);
    if (!dram) return;
    ++drams;
    expect_all_explained(*dram);
    expect_all_explained(on_banks(*dram, seed + 1));
  });
  EXPECT_GT(drams, 0);
}

void slow_down(std::optional<Rational>& bandwidth, int factor) {
  if (bandwidth) *bandwidth /= factor;
}

/// Every bandwidth a fraction of what it was.
Design slowed(const Design& design, int factor) {
  Architecture architecture = design.architecture();
  for (StorageLevel& level : architecture.levels) {
    slow_down(level.read_bandwidth, factor);
    slow_down(level.write_bandwidth, factor);
    slow_down(level.shared_bandwidth, factor);
    for (auto& [name, network] : level.networks) slow_down(network.bandwidth, factor);
  }
  return {design.problem(), architecture, design.mapping(), design.policy()};
}

/// Words do not change and the bound is words / bandwidth, rounded up: with every bandwidth a k-th it is k
/// times as large but for the rounding, unless compute steps are more. The simulated cycles need not be:
/// a MAC still takes one cycle, arrivals are at whole cycles, and another order of transfers may be better or
/// worse; but they keep to the bound.
TEST_P(Cycles, KeepToABoundThatIsInverseToTheBandwidths) {
  for_all([](std::uint64_t, const Design& design) {
    const AnalyticalResult model = analytical::analyze(design);
    const std::uint64_t steps = model.compute_steps;
    for (const int factor : {2, 5}) {
      const auto k = static_cast<std::uint64_t>(factor);
      const Design slow = slowed(design, factor);
      const std::uint64_t bound = analytical::analyze(slow).bound;
      EXPECT_LE(bound, std::max(steps, k * model.bound));
      if (model.bound > steps) {
        EXPECT_GT(bound, k * (model.bound - 1));
      }
      const SimulationResult run = simulate(slow, patient(slow));
      EXPECT_GE(run.cycles, bound);
      expect_ledgers(slow, run);
      EXPECT_EQ(difference(slow, simulate(design, patient(design)).counts, run.counts), "");
    }
  });
}

/// Transfers out of each level, inward or outward.
class Reads : public Observer {
 public:
  [[nodiscard]] unsigned interests() const override { return kTransfers; }
  void transfer(const Transfer& transfer) override {
    const bool inward = transfer.kind == TransferKind::fill || transfer.kind == TransferKind::operand;
    if (inward || transfer.kind == TransferKind::drain) ++of[inward ? transfer.outer : transfer.inner];
  }
  std::map<int, std::uint64_t> of;
};

/// How often a latency of the level can delay something: once per transfer out of it; where it is the
/// innermost keeper of a tensor, also the access of every step and its update.
std::uint64_t delays(const Design& design, const Reads& reads, int level) {
  const auto found = reads.of.find(level);
  std::uint64_t all = found == reads.of.end() ? 0 : found->second;
  for (int d = 0; d < design.data_space_count(); ++d)
    if (design.keepers(d).back() == level) return all + 2 * design.compute_steps();
  return all;
}

/// Without limits to bandwidth and room nothing competes: every transfer begins when the last of a fixed set
/// of events has happened, and ends a fixed time later. Events then are sums and maxima of times (a max-plus
/// system), so a latency that grows never makes the run shorter, and longer by at most the latency times
/// what it can delay one after the other: no more than there is. With limits neither
/// holds: a network stores as many words as its latency, and who comes later may let others pass.
TEST_P(Cycles, GrowWithALatencyByNoMoreThanEveryTransferWaits) {
  for_all([](std::uint64_t seed, const Design& design) {
    Architecture architecture = oracle::ideal(design).architecture();
    for (StorageLevel& level : architecture.levels) level.capacity_words.reset();
    const int late = static_cast<int>(seed % architecture.levels.size());
    const auto run_with = [&](Cycle latency, Reads& reads) {
      architecture.levels[late].latency = latency;
      const Design slow(design.problem(), architecture, design.mapping(), design.policy());
      SimulationOptions options = patient(slow);
      options.observers = {&reads};
      return simulate(slow, options).cycles;
    };
    Cycle before = design.compute_steps();
    Reads none;
    EXPECT_EQ(run_with(0, none), before);
    Cycle latency_before = 0;
    for (const Cycle latency : {1, 2, 7}) {
      Reads reads;
      const Cycle cycles = run_with(latency, reads);
      EXPECT_GE(cycles, before) << "latency " << latency << " of level " << late;
      EXPECT_LE(cycles, before + (latency - latency_before) * delays(design, reads, late))
          << "latency " << latency << " of level " << late;
      before = cycles;
      latency_before = latency;
    }
  });
}

INSTANTIATE_TEST_SUITE_P(Random, Cycles, testing::ValuesIn(shards(NESTWAVE_FIRST_SHARD, NESTWAVE_LAST_SHARD)),
                         shard_name);

}  // namespace
}  // namespace nestwave::property
