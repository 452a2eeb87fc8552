// SPDX-License-Identifier: Apache-2.0
// The call itself: any number of runs per process, cut short, watched, and in any order of construction.
#include "app/simulate.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "tests/sim/machines.h"
#include "tests/support/same_run.h"

namespace nestwave {
namespace {

using test::Outcome;
using test::run;
using test::TinyMachine;
using test::weight_stream;

/// Three levels, a fan-out, revisited sums, and every kind of port and network limited.
Design busy_machine() {
  TinyMachine machine;
  machine.level("Memory", "WIO", {{"C", 2}, {"P", 3}}, {{"M", 2}})
      .level("Buffer", "WIO", {{"C", 2}, {"R", 2}}, {{"P", 2}})
      .level("Register", "WO", {{"M", 2}});
  machine[0].shared_bandwidth = Rational(3, 2);
  machine[0].latency = 4;
  machine[1].read_bandwidth = 2;
  machine[1].networks[""].hop_latency = 1;
  machine[2].write_bandwidth = Rational(3, 4);
  machine.depth = 2;
  return machine.design();
}

/// `events`: those too; runs that simulate more instances have more of them.
void expect_same(const SimulationResult& a, const SimulationResult& b, bool events = true) {
  EXPECT_EQ(a.counts, b.counts);
  test::expect_same_run(a, b);
  if (events) {
    EXPECT_EQ(a.events, b.events);
  }
}

// Cut short.

SimulationResult run_until(const Design& design, Cycle cycles) {
  SimulationOptions options;
  options.max_cycles = cycles;
  return simulate(design, options);
}

TEST(MaxCycles, NoMacFiresBeyondThemHoweverSlowItsReads) {
  TinyMachine machine = weight_stream(4);
  machine[1].read_bandwidth = Rational(1, 2);
  const SimulationResult whole = simulate(machine.design());
  for (Cycle cycles = 1; cycles < whole.cycles; ++cycles) {
    const SimulationResult found = run_until(machine.design(), cycles);
    EXPECT_EQ(found.cycles, cycles);
    EXPECT_EQ(found.pes.sum(), cycles);
    EXPECT_LE(found.macs, cycles / 4) << "weight and input of a step take four cycles";
  }
}

TEST(MaxCycles, EndTheRunEarly) {
  TinyMachine machine = weight_stream(8);
  machine[0].read_bandwidth = 1;
  const SimulationResult found = run_until(machine.design(), 5);
  EXPECT_TRUE(found.truncated);
  EXPECT_EQ(found.cycles, 5u);
  EXPECT_EQ(found.macs, 4u) << "cycles 1 to 4";
  EXPECT_EQ(found.pes.computing, 4u);
  EXPECT_EQ(found.pes.sum(), 5u);
  for (const PortLedger& port : found.ports) EXPECT_EQ(port.sum(), 5u) << port.name;
}

TEST(MaxCycles, KeepTheSumsOfTheLedgersWhereverTheyCut) {
  const Design design = busy_machine();
  const Cycle cycles = simulate(design).cycles;
  for (Cycle limit = 1; limit < cycles; ++limit) {
    SCOPED_TRACE(limit);
    const SimulationResult found = run_until(design, limit);
    EXPECT_TRUE(found.truncated);
    EXPECT_EQ(found.cycles, limit);
    EXPECT_EQ(found.pes.sum(), design.architecture().compute.instances() * limit);
    EXPECT_EQ(found.pes.computing, found.macs);
    for (const PortLedger& port : found.ports) EXPECT_EQ(port.sum(), port.instances * limit) << port.name;
  }
}

TEST(MaxCycles, CutThroughALongRunOfMacs) {
  // Nothing but MACs, one per cycle, on an ideal machine.
  const Design design = TinyMachine().level("Memory", "WIO", {{"C", 100}}).design();
  const SimulationResult found = run_until(design, 10);
  EXPECT_TRUE(found.truncated);
  EXPECT_EQ(found.cycles, 10u);
  EXPECT_EQ(found.macs, 10u);
  EXPECT_EQ(found.counts.at(0, test::kWeights)[Category::reads_operand], 10u);
  EXPECT_EQ(found.pes.computing, 10u);
  EXPECT_EQ(found.pes.sum(), 10u);
}

TEST(MaxCycles, AsLargeAsANumberCanBeChangeNothing) {
  const Design design = busy_machine();
  expect_same(simulate(design), run_until(design, ~std::uint64_t{0}));
}

TEST(Limits, MoreLevelsThanSupportedAreRefused) {
  TinyMachine machine;
  for (int i = 0; i < 33; ++i) machine.level("L" + std::to_string(i), "WIO");
  EXPECT_THROW((void)machine.design(), InputError);
}

TEST(MaxCycles, BeyondTheEndChangeNothing) {
  const Design design = busy_machine();
  const SimulationResult whole = simulate(design);
  EXPECT_FALSE(whole.truncated);
  expect_same(whole, run_until(design, whole.cycles + 1));
  expect_same(whole, run_until(design, 1'000'000));
}

// Observers.

struct Complaint : std::exception {
  const char* what() const noexcept override { return "observer"; }
};

/// Throws at the n-th event of its kind.
class Complainer : public Observer {
 public:
  Complainer(Interest kind, int at) : kind_(kind), left_(at) {}
  [[nodiscard]] unsigned interests() const override { return kind_; }
  void transfer(const Transfer&) override { hear(); }
  void sums_arrived(int, std::uint64_t, int, std::uint64_t, Cycle) override { hear(); }
  void count(int, int, Category, std::uint64_t, std::uint64_t, Cycle) override { hear(); }
  void tile_ready(int, int, std::uint64_t, std::uint64_t, Cycle) override { hear(); }
  void tile_ended(int, int, std::uint64_t, std::uint64_t, Cycle) override { hear(); }
  void occupancy(int, std::uint64_t, std::uint64_t, Cycle) override { hear(); }
  void mac(std::uint64_t, std::uint64_t, Cycle) override { hear(); }
  void end_of_cycle(Cycle) override { hear(); }

 private:
  void hear() {
    if (left_-- == 0) throw Complaint();
  }
  Interest kind_;
  int left_;
};

class FinishedComplainer : public Observer {
 public:
  [[nodiscard]] unsigned interests() const override { return 0; }
  void finished(Cycle) override { throw Complaint(); }
};

TEST(AnObserverThatThrows, EndsTheRunWithItsOwnException) {
  const Design design = busy_machine();
  const SimulationResult whole = simulate(design);
  for (const Interest kind : {kTransfers, kCounts, kTiles, kMacs, kCycles})
    for (const int at : {0, 1, 20}) {
      SCOPED_TRACE(std::to_string(kind) + ", event " + std::to_string(at));
      Complainer complainer(kind, at);
      SimulationOptions options;
      options.observers = {&complainer};
      EXPECT_THROW((void)simulate(design, options), Complaint);
      expect_same(whole, simulate(design));
    }
}

TEST(AnObserverThatThrows, AfterTheRunDoesNoHarmEither) {
  const Design design = busy_machine();
  FinishedComplainer complainer;
  SimulationOptions options;
  options.observers = {&complainer};
  EXPECT_THROW((void)simulate(design, options), Complaint);
  expect_same(simulate(design), simulate(design));
}

TEST(AnObserver, ChangesNothing) {
  const Design design = busy_machine();
  expect_same(simulate(design), run(design).result, false);
  const Design ideal = weight_stream(16).design();
  expect_same(simulate(ideal), run(ideal).result, false);
}

TEST(Simulate, OneInstanceStandsForAllThatDoTheSame) {
  const Design design = busy_machine();
  SimulationOptions every;
  every.every_instance = true;
  const SimulationResult merged = simulate(design);
  const SimulationResult apart = simulate(design, every);
  expect_same(merged, apart, false);
  EXPECT_LT(merged.events, apart.events);
}

/// Transfers, of as many instances as its interests make the run simulate.
class Witness : public Observer {
 public:
  explicit Witness(unsigned interests) : interests_(interests) {}
  [[nodiscard]] unsigned interests() const override { return interests_; }
  void simulated(const std::vector<std::uint64_t>& instances) override { told = instances; }
  void transfer(const Transfer& transfer) override {
    if (transfer.kind == TransferKind::mac) pes = std::max(pes, transfer.outer_instance + 1);
  }
  void step(std::uint64_t step) override {
    EXPECT_TRUE(steps.empty() || step > steps.back());
    steps.push_back(step);
  }
  std::vector<std::uint64_t> told;
  std::uint64_t pes = 0;
  std::vector<std::uint64_t> steps;

 private:
  unsigned interests_;
};

TEST(AnObserver, MayDoWithoutInstancesThatDoTheSame) {
  TinyMachine machine;
  machine.level("Memory", "WIO", {{"P", 3}}, {{"M", 4}}).level("Register", "WIO");
  const auto watched_by = [&](std::vector<Observer*> observers) {
    SimulationOptions options;
    options.observers = std::move(observers);
    return simulate(machine.design(), options);
  };
  Witness one(kTransfers | kRepresentatives);
  expect_same(watched_by({&one}), simulate(machine.design()), false);
  EXPECT_EQ(one.told, std::vector<std::uint64_t>({1, 1, 1}));
  EXPECT_EQ(one.pes, 1u);
  Witness every(kTransfers);
  Witness other(kTransfers | kRepresentatives);
  watched_by({&other, &every});
  EXPECT_EQ(every.pes, 4u);
  EXPECT_EQ(other.told, std::vector<std::uint64_t>({1, 4, 4})) << "all are there, for the sake of the other";
}

TEST(AnObserver, ThatFollowsTheStepsCostsNothing) {
  TinyMachine machine;
  machine.level("Memory", "WIO", {{"M", 20}, {"P", 20}}).level("Register", "WIO", {{"R", 3}});
  machine[0].read_bandwidth = Rational(1, 2);
  const Design design = machine.design();
  Witness witness(kSteps);
  SimulationOptions options;
  options.observers = {&witness};
  const SimulationResult run = simulate(design, options);
  EXPECT_EQ(run.fast_forwarded, simulate(design).fast_forwarded);
  EXPECT_GT(run.fast_forwarded, 0u);
  ASSERT_FALSE(witness.steps.empty());
  EXPECT_EQ(witness.steps.back(), design.compute_steps() - 1);
}

TEST(AnObserver, IsToldTheLengthOfTheRun) {
  const Outcome found = run(busy_machine());
  EXPECT_EQ(found.log.cycles(), found.result.cycles);
}

// The process.

TEST(Simulate, IsTheSameInAnyOrderOfConstruction) {
  const Design design = busy_machine();
  const SimulationResult first = simulate(design);
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE(seed);
    SimulationOptions options;
    options.construction_seed = seed;
    expect_same(first, simulate(design, options));
  }
}

/// Memory in use; 0 where that cannot be told, as under a sanitizer that holds freed memory back.
std::uint64_t resident_bytes() {
#if defined(__SANITIZE_ADDRESS__)
  return 0;
#else
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  std::ifstream("/proc/self/statm") >> total >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
#endif
}

constexpr std::uint64_t kGrowth = std::uint64_t{2} << 20;

TEST(Simulate, AThousandTimesNeedsNoMoreMemory) {
  if (resident_bytes() == 0) GTEST_SKIP();
  const Design design = busy_machine();
  for (int i = 0; i < 100; ++i) (void)simulate(design);
  const std::uint64_t before = resident_bytes();
  for (int i = 0; i < 1000; ++i) (void)simulate(design);
  EXPECT_LE(resident_bytes(), before + kGrowth);
}

TEST(Simulate, AThousandFailuresNeedNoMoreMemory) {
  if (resident_bytes() == 0) GTEST_SKIP();
  const Design design = busy_machine();
  const auto fail = [&](int times) {
    for (int i = 0; i < times; ++i) {
      Complainer complainer(kMacs, i % 10);
      SimulationOptions options;
      options.observers = {&complainer};
      EXPECT_THROW((void)simulate(design, options), Complaint);
    }
  };
  fail(100);
  const std::uint64_t before = resident_bytes();
  fail(1000);
  EXPECT_LE(resident_bytes(), before + kGrowth);
}

}  // namespace
}  // namespace nestwave
