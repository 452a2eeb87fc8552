// SPDX-License-Identifier: Apache-2.0
// What the simulation counts before any given step is what the closed forms say.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "app/simulate.h"
#include "models/analytical/model.h"
#include "tests/property/compare.h"
#include "tests/property/shards.h"

namespace nestwave::property {
namespace {

/// Remembers every counted word with the step it belongs to.
class StepCounts : public Observer {
 public:
  [[nodiscard]] unsigned interests() const override { return kCounts; }
  void count(int level, int data_space, Category category, std::uint64_t words, std::uint64_t step,
             Cycle /*cycle*/) override {
    entries_.push_back({level, data_space, category, words, step});
  }
  [[nodiscard]] CountTable before(const Design& design, std::uint64_t step) const {
    CountTable table(design.level_count(), design.data_space_count());
    for (const Entry& entry : entries_)
      if (entry.step < step) table.at(entry.level, entry.data_space)[entry.category] += entry.words;
    return table;
  }

 private:
  struct Entry {
    int level;
    int data_space;
    Category category;
    std::uint64_t words;
    std::uint64_t step;
  };
  std::vector<Entry> entries_;
};

class Prefix : public testing::TestWithParam<Shard> {};

TEST_P(Prefix, RunningTotalsEqualTheClosedForms) {
  const std::uint64_t first = GetParam().first_seed();
  for (std::uint64_t seed = first; seed < first + 40 && !HasFailure(); ++seed)
    for (const Policy& policy : policies()) {
      const Design design =
          oracle::random_design(seed, policy, {1500, 32, GetParam().imperfect, GetParam().padded});
      SCOPED_TRACE(title(seed, design));
      StepCounts counts;
      SimulationOptions options;
      options.observers = {&counts};
      options.max_cycles = 1'000'000 + 1000 * design.compute_steps();
      ASSERT_FALSE(simulate(design, options).truncated);

      std::mt19937_64 random(seed);
      std::vector<std::uint64_t> steps = {0, 1, design.compute_steps() - 1, design.compute_steps()};
      for (int i = 0; i < 6; ++i) steps.push_back(random() % (design.compute_steps() + 1));
      for (const std::uint64_t step : steps) {
        SCOPED_TRACE("before step " + std::to_string(step));
        EXPECT_EQ(difference(design, analytical::counts_before(design, step), counts.before(design, step)),
                  "");
      }
    }
}

INSTANTIATE_TEST_SUITE_P(Random, Prefix, testing::ValuesIn(shards(30, 32)), shard_name);

}  // namespace
}  // namespace nestwave::property
