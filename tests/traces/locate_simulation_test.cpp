// SPDX-License-Identifier: Apache-2.0
// The search for the first difference on the real simulation and the real closed forms.
#include <gtest/gtest.h>

#include "app/locate.h"
#include "app/simulate.h"
#include "models/analytical/model.h"

namespace nestwave {
namespace {

/// A strided convolution in two levels, sums reduced over R in space.
Design convolution() {
  Problem problem;
  problem.dimensions = {{"M", 4}, {"P", 6}, {"R", 3}};
  problem.data_spaces = {{"Weights", {{{{0, 1}}}, {{{2, 1}}}}, false, {}},
                         {"Inputs", {{{{1, 2}, {2, 1}}}}, false, {}},
                         {"Outputs", {{{{0, 1}}}, {{{1, 1}}}}, true, {}}};
  Architecture machine;
  machine.levels.resize(3);
  machine.levels[0].name = "DRAM";
  machine.levels[1].name = "Buffer";
  machine.levels[2].name = "RF";
  machine.levels[2].mesh_x = 3;
  machine.compute.name = "MACC";
  machine.compute.mesh_x = 3;
  Mapping mapping;
  mapping.levels.resize(3);
  mapping.levels[0].temporal = {{0, 2}, {1, 3}};
  mapping.levels[1].temporal = {{0, 2}};
  mapping.levels[1].spatial = {{{2, 3}, Axis::x}};
  mapping.levels[2].temporal = {{1, 2}};
  for (LevelMapping& level : mapping.levels) level.keep = {true, true, true};
  return {problem, machine, mapping, policies().front()};
}

std::vector<Difference> all_counters(const Design& design) {
  std::vector<Difference> all;
  for (int level = 0; level < design.level_count(); ++level)
    for (int d = 0; d < design.data_space_count(); ++d)
      for (std::size_t c = 0; c < kCategories; ++c) {
        Difference& difference = all.emplace_back();
        difference.level = level;
        difference.data_space = d;
        difference.category = static_cast<Category>(c);
      }
  return all;
}

void run(const Design& design, Observer& observer) {
  SimulationOptions options;
  options.observers = {&observer};
  (void)simulate(design, options);
}

TEST(LocateInSimulation, FindsNothingWhereBothSidesAgreeAtEveryStep) {
  const Design design = convolution();
  std::vector<Difference> counters = all_counters(design);
  locate(design,
         {[&](Observer& observer) { run(design, observer); },
          [&](std::uint64_t step) { return analytical::counts_before(design, step); }},
         counters);
  for (const Difference& counter : counters)
    EXPECT_EQ(counter.step, design.compute_steps())
        << "level " << counter.level << " data space " << counter.data_space << " "
        << kCategoryNames[static_cast<std::size_t>(counter.category)] << " at step " << counter.step << " ("
        << counter.loops << "): " << counter.simulated_so_far << " against " << counter.analytical_so_far;
}

TEST(LocateInSimulation, NamesTheTileFromWhichTheClosedFormIsWrong) {
  const Design design = convolution();
  std::vector<Difference> differences(1);
  differences[0].level = 1;
  differences[0].data_space = 1;
  differences[0].category = Category::writes_fill;
  // Step 16 is M=1 P=1 M=0 P=0: the Buffer's inputs move.
  locate(design,
         {[&](Observer& observer) { run(design, observer); },
          [&](std::uint64_t step) {
            CountTable counts = analytical::counts_before(design, step);
            if (step > 16) ++counts.at(1, 1)[Category::writes_fill];
            return counts;
          }},
         differences, 5);
  EXPECT_EQ(differences[0].step, 16U);
  EXPECT_EQ(differences[0].loops, "M=1 P=1 M=0 P=0");
  EXPECT_EQ(differences[0].tile, "Inputs[4:8]");
  EXPECT_EQ(differences[0].analytical_so_far, differences[0].simulated_so_far + 1);
}

}  // namespace
}  // namespace nestwave
