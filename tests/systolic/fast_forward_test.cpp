// SPDX-License-Identifier: Apache-2.0
// Folds that are known are not executed, and nothing tells that they were not.
#include <gtest/gtest.h>

#include <optional>

#include "tests/support/same_run.h"
#include "tests/systolic/random.h"

namespace nestwave {
namespace {

SimulationResult run(const Engine& engine, bool fast_forward, Cycle max_cycles = 0,
                     std::vector<Observer*> observers = {}) {
  SimulationOptions options;
  options.fast_forward = fast_forward;
  options.max_cycles = max_cycles;
  options.observers = std::move(observers);
  return engine.simulate(options, std::nullopt).simulation;
}

void expect_same(const SimulationResult& fast, const SimulationResult& slow) {
  EXPECT_EQ(fast.counts, slow.counts);
  EXPECT_EQ(fast.events, slow.events);
  test::expect_same_run(fast, slow);
  EXPECT_EQ(slow.fast_forwarded, 0u);
}

/// Runs both ways; returns how many cycles were skipped.
Cycle skipped(const Engine& engine, Cycle max_cycles = 0) {
  const SimulationResult fast = run(engine, true, max_cycles);
  expect_same(fast, run(engine, false, max_cycles));
  return fast.fast_forwarded;
}

std::unique_ptr<Engine> weight_stationary(const Problem& problem, const Architecture& machine) {
  return test::engine("weight_stationary", problem, machine);
}

class FastForwardedArray : public ::testing::TestWithParam<const char*> {};

TEST_P(FastForwardedArray, EndsAsIfEveryCycleHadBeenExecuted) {
  std::uint64_t skipping = 0;
  const std::uint64_t seeds = test::cases(150);
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    test::Dice dice(seed);
    const Problem problem = test::random_problem(dice, 5);
    const test::RandomArray random = test::random_array(dice, 8);
    const auto engine = test::engine(GetParam(), problem, random.machine);
    const SystolicResult cut = test::description(*engine);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + random.title + ", M " + std::to_string(cut.m) +
                 " K " + std::to_string(cut.k) + " N " + std::to_string(cut.n) + ", groups " +
                 std::to_string(cut.groups));
    try {
      const SimulationResult fast = run(*engine, true);
      expect_same(fast, run(*engine, false));
      skipping += fast.fast_forwarded > 0 ? 1 : 0;
      // Stopped anywhere, also among cycles that would have been skipped.
      (void)skipped(*engine, dice.from(1, fast.cycles));
    } catch (const InternalError& error) {
      FAIL() << error.what();
    }
    if (HasFailure()) return;
  }
  EXPECT_GE(skipping * 5, seeds) << "so few runs skip anything that the test says little";
}

INSTANTIATE_TEST_SUITE_P(All, FastForwardedArray,
                         ::testing::Values("weight_stationary", "input_stationary", "output_stationary"),
                         [](const auto& test) { return std::string(test.param); });

// Ten folds of 2 x 2 + 2 + 4 - 2 = 8 cycles on 2 x 2 PEs. The first one begins the sums, the second
// one shows what the seven after it do, the last one ends.
TEST(FastForward, SkipsFoldsThatAreKnown) {
  const auto engine = weight_stationary(test::gemm(4, 20, 2), test::systolic(2, 2));
  const SimulationResult fast = run(*engine, true);
  EXPECT_EQ(fast.cycles, 80u);
  EXPECT_EQ(fast.fast_forwarded, 56u);
}

// With a short fold after every full one, each fold finds something else in the array than it leaves there.
TEST(FastForward, ExecutesFoldsThatFindWhatTheyDoNotLeave) {
  for (const char* overlap : {"preload", "full"}) {
    const auto machine =
        test::systolic(3, 3, {std::string("ofmap_sram.nestwave.systolic.fold_overlap=") + overlap});
    EXPECT_EQ(skipped(*weight_stationary(test::gemm(6, 5, 30), machine)), 0u) << overlap;
    EXPECT_GT(skipped(*weight_stationary(test::gemm(6, 30, 30), machine)), 0u) << overlap;
  }
}

// 9 rows of windows in folds of two: padding lies elsewhere in each of the first nine.
TEST(FastForward, ExecutesFoldsWhosePaddingLiesElsewhere) {
  const auto folds = [](std::uint64_t channels) {
    return weight_stationary(problem_of(test::conv_layer(channels, 2, {5, 5}, {3, 3}, 1, 1), 1),
                             test::systolic(2, 2));
  };
  EXPECT_EQ(skipped(*folds(2)), 0u);
  EXPECT_GT(skipped(*folds(6)), 0u);
}

// A buffer that holds one fold: with stride 1 most words of a column's windows are those of the row fold
// before, how many depends on the fold.
TEST(FastForward, DistinguishesFoldsThatBringDifferentWords) {
  const auto machine = test::systolic(2, 2, {"ifmap_sram.sizeKB=1/8"});
  const auto engine = weight_stationary(problem_of(test::conv_layer(8, 2, {6, 6}, {3, 2}, 1), 1), machine);
  ASSERT_EQ(test::description(*engine).residency.at(engine->design().problem().find_data_space("Inputs")),
            Residency::fold);
  EXPECT_GT(skipped(*engine), 0u);
}

class Listener : public Observer {
 public:
  explicit Listener(unsigned interests) : interests_(interests) {}
  [[nodiscard]] unsigned interests() const override { return interests_; }
  void end_of_cycle(Cycle cycle) override {
    EXPECT_TRUE(!last_ || cycle > *last_);
    last_ = cycle;
  }
  std::optional<Cycle> last_;

 private:
  unsigned interests_;
};

TEST(FastForward, IsOffWhereSomebodyFollowsEveryTransferOrValue) {
  const auto engine = weight_stationary(test::gemm(4, 20, 2), test::systolic(2, 2));
  Listener every(kCycles);
  (void)run(*engine, false, 0, {&every});
  Listener cycles(kCycles);
  EXPECT_EQ(run(*engine, true, 0, {&cycles}).fast_forwarded, 56u);
  EXPECT_EQ(cycles.last_, every.last_);
  Listener steps(kSteps);
  EXPECT_EQ(run(*engine, true, 0, {&steps}).fast_forwarded, 56u) << "progress costs nothing";
  Listener counts(kCounts);
  EXPECT_EQ(run(*engine, true, 0, {&counts}).fast_forwarded, 0u);
  EXPECT_EQ(engine->simulate({}, 7).simulation.fast_forwarded, 0u);
}

}  // namespace
}  // namespace nestwave
