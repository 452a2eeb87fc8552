// SPDX-License-Identifier: Apache-2.0
// The oracle itself, against figures traced by hand and against a published assignment.
#include "tests/oracle/oracle.h"

#include <gtest/gtest.h>

#include "tests/oracle/nest.h"
#include "tests/oracle/random_design.h"

namespace nestwave::oracle {
namespace {

using Row = std::vector<std::uint64_t>;

// Dimensions of the 1-D convolution with M filters.
enum { M, P, R };

Problem conv1d(std::uint64_t m, std::uint64_t p, std::uint64_t r) {
  Problem problem;
  problem.dimensions = {{"M", m}, {"P", p}, {"R", r}};
  problem.data_spaces.resize(3);
  problem.data_spaces[0] = {"Weights", {{{{M, 1}}}, {{{R, 1}}}}, false, {}};
  problem.data_spaces[1] = {"Inputs", {{{{P, 1}, {R, 1}}}}, false, {}};
  problem.data_spaces[2] = {"Outputs", {{{{M, 1}}}, {{{P, 1}}}}, true, {}};
  return problem;
}

/// A chain of levels that keep everything, as large and fast as need be.
Design chain(const Problem& problem, std::vector<LevelMapping> levels, const Policy& policy) {
  Architecture architecture;
  std::uint64_t mesh = 1;
  for (LevelMapping& level : levels) {
    if (level.keep.empty()) level.keep.assign(problem.data_spaces.size(), true);
    architecture.levels.emplace_back();
    architecture.levels.back().name = std::string("L").append(std::to_string(architecture.levels.size() - 1));
    architecture.levels.back().mesh_x = mesh;
    for (const SpatialLoop& loop : level.spatial) mesh *= loop.bound;
  }
  architecture.compute.mesh_x = mesh;
  Mapping mapping;
  mapping.levels = std::move(levels);
  return Design(problem, architecture, mapping, policy);
}

LevelMapping at(std::vector<Loop> temporal, std::vector<SpatialLoop> spatial = {}) {
  return {std::move(temporal), std::move(spatial), {}, {}};
}

SpatialLoop across(int dimension, std::uint64_t bound) {
  SpatialLoop loop;
  loop.dimension = dimension;
  loop.bound = bound;
  return loop;
}

const Policy kResident = policies()[0];
const Policy kTimeloop = policies()[1];

Row row(const Counts& c) {
  return Row(c.value.begin(), c.value.end());
}

// M=32 P=16 R=3 over main memory and buffer: the assignment's table of mappings, and the fills that
// Timeloop (2025) and a buffer that keeps what it has make of them.
struct Assignment {
  const char* name;
  std::vector<Loop> main;
  std::vector<Loop> buffer;
  std::uint64_t weights;
  std::uint64_t inputs_timeloop;
  std::uint64_t inputs_resident;
};

TEST(Oracle, AssignmentTable) {
  const std::vector<Assignment> table = {
      {"ws", {{M, 16}, {R, 3}}, {{M, 2}, {P, 16}}, 96, 288, 78},
      {"ws untiled", {{M, 32}, {R, 3}}, {{P, 16}}, 96, 576, 142},
      {"os-untiled 1", {{M, 32}, {P, 16}}, {{R, 3}}, 96, 576, 576},
      {"os-untiled 2", {{P, 16}, {M, 32}}, {{R, 3}}, 1536, 18, 18},
      {"os-tiled 1", {{M, 4}, {P, 16}}, {{M, 8}, {R, 3}}, 96, 72, 72},
      {"os-tiled 2", {{P, 2}, {M, 32}}, {{P, 8}, {R, 3}}, 192, 18, 18},
  };
  for (const Assignment& a : table) {
    for (const Policy& policy : {kResident, kTimeloop}) {
      SCOPED_TRACE(std::string(a.name) + " " + policy.name);
      const CountTable counts = oracle_counts(chain(conv1d(32, 16, 3), {at(a.main), at(a.buffer)}, policy));
      const std::uint64_t inputs = policy.name == "timeloop" ? a.inputs_timeloop : a.inputs_resident;
      EXPECT_EQ(counts.at(0, 0)[Category::reads_fill], a.weights);
      EXPECT_EQ(counts.at(1, 0)[Category::writes_fill], a.weights);
      EXPECT_EQ(counts.at(0, 1)[Category::reads_fill], inputs);
      EXPECT_EQ(counts.at(1, 1)[Category::writes_fill], inputs);
      EXPECT_EQ(counts.at(1, 0)[Category::reads_operand], 1536U);
      EXPECT_EQ(counts.at(1, 1)[Category::reads_operand], 1536U);
      // R never stands outside a loop over the outputs, so their tiles are visited once.
      EXPECT_EQ(row(counts.at(0, 2)), (Row{0, 0, 0, 0, 0, 512, 512, 0}));
      EXPECT_EQ(row(counts.at(1, 2)), (Row{0, 0, 1024, 512, 0, 1536, 512, 0}));
    }
  }
}

// P=4 in time outside, R=2 across two scratchpads: inputs {p, p+1} sit on the diagonal.
TEST(Oracle, DiagonalMulticastIsReadOnce) {
  for (const Multicast multicast : {Multicast::overlap, Multicast::identical, Multicast::none}) {
    Policy policy = kResident;
    policy.multicast = multicast;
    // Pads side by side with P inside: pad r touches p + r of P=2 positions at a time.
    const Design design = chain(conv1d(1, 4, 2), {at({{P, 2}}, {across(R, 2)}), at({{P, 2}})}, policy);
    const CountTable counts = oracle_counts(design);
    // Each pad takes {0,1} then {2,3} (r=0), {1,2} then {3,4} (r=1).
    EXPECT_EQ(counts.at(1, 1)[Category::writes_fill], 8U);
    EXPECT_EQ(counts.at(0, 1)[Category::reads_fill], multicast == Multicast::overlap ? 6U : 8U);
    // Weights never move; each pad has its own.
    EXPECT_EQ(counts.at(0, 0)[Category::reads_fill], 2U);
    // Sums of the two pads meet on the way out.
    EXPECT_EQ(row(counts.at(0, 2)), (Row{0, 0, 0, 0, 0, 4, 4, 0}));
    EXPECT_EQ(row(counts.at(1, 2)), (Row{0, 0, 0, 8, 0, 8, 8, 0}));
  }
}

// The pads revisit their output for the second half of R: only the first gets the old sum.
TEST(Oracle, LaterVisitsJoinAtZero) {
  const Design design = chain(conv1d(1, 3, 4), {at({{R, 2}, {P, 3}}, {across(R, 2)}), at({})}, kResident);
  const CountTable counts = oracle_counts(design);
  EXPECT_EQ(row(counts.at(0, 2)), (Row{0, 3, 0, 0, 0, 6, 3, 0}));
  EXPECT_EQ(row(counts.at(1, 2)), (Row{0, 0, 3, 12, 3, 12, 6, 3}));
  // Steps before the second half of R: three first visits, of which the last has not been drained
  // only when the cut lies inside; each epoch is one step here.
  const CountTable half = oracle_counts_before(design, 3);
  EXPECT_EQ(row(half.at(1, 2)), (Row{0, 0, 0, 6, 0, 6, 6, 0}));
  EXPECT_EQ(row(half.at(0, 2)), (Row{0, 0, 0, 0, 0, 3, 3, 0}));
}

// Three levels, the middle one split by R: on the second visit the middle member that joined at zero
// has nothing to send to its own children.
TEST(Oracle, ChildrenOfAJoinerJoin) {
  const Design design = chain(
      conv1d(1, 2, 8), {at({{R, 2}, {P, 2}}, {across(R, 2)}), at({}, {across(R, 2)}), at({})}, kResident);
  const CountTable counts = oracle_counts(design);
  // Main: two outputs, each updated twice, sent back in once.
  EXPECT_EQ(row(counts.at(0, 2)), (Row{0, 2, 0, 0, 0, 4, 2, 0}));
  // Middle, two members: first visits 2 each; second: one old sum and one join per output.
  EXPECT_EQ(row(counts.at(1, 2)), (Row{0, 2, 0, 8, 2, 8, 4, 2}));
  // Innermost, four members: second visits 8, of which the first under the first middle is sent a sum.
  EXPECT_EQ(row(counts.at(2, 2)), (Row{0, 0, 2, 16, 2, 16, 8, 6}));
}

// Strided inputs: the holes are words for a bounding box only.
TEST(Oracle, HolesOfAStride) {
  Problem problem = conv1d(1, 4, 1);
  problem.data_spaces[1].ranks[0].terms[0].coefficient = 3;
  Policy boxed = kResident;
  boxed.footprint = Footprint::bounding_box;
  const std::vector<LevelMapping> levels = {at({{P, 2}}), at({{P, 2}})};
  EXPECT_EQ(oracle_counts(chain(problem, levels, kResident)).at(1, 1)[Category::writes_fill], 4U);
  EXPECT_EQ(oracle_counts(chain(problem, levels, boxed)).at(1, 1)[Category::writes_fill], 8U);
}

// P inside R inside M, all above the buffer of one word: steps 1 1, then back by 1 (P=3, R=2).
TEST(Oracle, CreditOnlyWhileTheStepRepeats) {
  Policy policy = kTimeloop;
  const std::vector<LevelMapping> levels = {at({{R, 2}, {P, 3}}), at({{M, 2}, {P, 2}})};
  // Tiles of two words at 0 2 4 | 1 3 5: 2, 2, 2, then a step of -3 fetches {1,2} whole, and so on.
  EXPECT_EQ(oracle_counts(chain(conv1d(2, 6, 2), levels, policy)).at(1, 1)[Category::writes_fill], 12U);
  // Tiles {0,1,2,3} {1,2,3,4}, the step of 1 credited three times (1 word each), the wrap fetched whole.
  const std::vector<LevelMapping> sliding = {at({{M, 2}, {R, 3}}), at({{P, 4}})};
  // 4 + 1 + 1, back by 2: whole (4) and forget, then 1 (none remembered) + 1.
  EXPECT_EQ(oracle_counts(chain(conv1d(2, 4, 3), sliding, policy)).at(1, 1)[Category::writes_fill], 12U);
  policy.reuse = Reuse::resident;
  EXPECT_EQ(oracle_counts(chain(conv1d(2, 4, 3), sliding, policy)).at(1, 1)[Category::writes_fill], 10U);
  policy.reuse = Reuse::none;
  EXPECT_EQ(oracle_counts(chain(conv1d(2, 4, 3), sliding, policy)).at(1, 1)[Category::writes_fill], 24U);
}

// The identities that hold for every design, whatever the policy.
TEST(Oracle, IdentitiesOfTheOutputs) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Design design = random_design(seed, policies()[seed % 2], {600, 16});
    const int outputs = design.problem().outputs();
    const CountTable counts = oracle_counts(design);
    for (const int level : design.keepers(outputs)) {
      const Counts& c = counts.at(level, outputs);
      const bool outermost = level == design.keepers(outputs).front();
      ASSERT_EQ(c[Category::reads_fill] + c[Category::reads_accumulate] + c[Category::zero_starts] +
                    c[Category::zero_joins],
                c[Category::writes_update])
          << "seed " << seed << "\n"
          << describe(design);
      if (outermost) continue;
      ASSERT_EQ(c[Category::writes_fill] + c[Category::zero_starts] + c[Category::zero_joins],
                c[Category::reads_drain])
          << "seed " << seed << "\n"
          << describe(design);
    }
  }
}

}  // namespace
}  // namespace nestwave::oracle
