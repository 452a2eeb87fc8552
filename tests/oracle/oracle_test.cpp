// SPDX-License-Identifier: Apache-2.0
// The oracle itself, against figures traced by hand and against a published assignment.
#include "tests/oracle/oracle.h"

#include <gtest/gtest.h>

#include "tests/oracle/conv1d.h"
#include "tests/oracle/nest.h"
#include "tests/oracle/random_design.h"

namespace nestwave::oracle {
namespace {

// M=32 P=16 R=3 over main memory and buffer: the assignment's table of mappings, and the fills that
// Timeloop (2025 and 3.0.3) and a buffer that keeps what it has make of them.
struct Assignment {
  const char* name;
  std::vector<Loop> main;
  std::vector<Loop> buffer;
  std::uint64_t weights;
  std::uint64_t inputs_timeloop;
  std::uint64_t inputs_timeloop_3_0_3;
  std::uint64_t inputs_resident;
};

TEST(Oracle, AssignmentTable) {
  const std::vector<Assignment> table = {
      {"ws", {{M, 16}, {R, 3}}, {{M, 2}, {P, 16}}, 96, 288, 288, 78},
      {"ws untiled", {{M, 32}, {R, 3}}, {{P, 16}}, 96, 576, 576, 142},
      {"os-untiled 1", {{M, 32}, {P, 16}}, {{R, 3}}, 96, 576, 576, 576},
      {"os-untiled 2", {{P, 16}, {M, 32}}, {{R, 3}}, 1536, 18, 48, 18},
      {"os-tiled 1", {{M, 4}, {P, 16}}, {{M, 8}, {R, 3}}, 96, 72, 72, 72},
      {"os-tiled 2", {{P, 2}, {M, 32}}, {{P, 8}, {R, 3}}, 192, 18, 20, 18},
  };
  for (const Assignment& a : table) {
    for (const Policy& policy : {kResident, kTimeloop, kTimeloop303}) {
      SCOPED_TRACE(std::string(a.name) + " " + policy.name);
      const CountTable counts = oracle_counts(chain(conv1d(32, 16, 3), {at(a.main), at(a.buffer)}, policy));
      const std::uint64_t inputs = policy.reuse == Reuse::resident         ? a.inputs_resident
                                   : policy.reuse == Reuse::timeloop_3_0_3 ? a.inputs_timeloop_3_0_3
                                                                           : a.inputs_timeloop;
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

// A filter that stays while M advances is a step of zero, which 3.0.3 remembers and 2025 does not.
TEST(Oracle, AStepOfZeroIsRemembered) {
  // Tiles {0..3} {1..4} {2..5}, each for two M in a row: 4 + 1 + 1 where only moves count, but 4 + 4 + 4
  // where each move by one follows a zero.
  const std::vector<LevelMapping> turns = {at({{R, 3}, {M, 2}}), at({{P, 4}})};
  EXPECT_EQ(oracle_counts(chain(conv1d(2, 4, 3), turns, kTimeloop)).at(1, 1)[Category::writes_fill], 6U);
  EXPECT_EQ(oracle_counts(chain(conv1d(2, 4, 3), turns, kTimeloop303)).at(1, 1)[Category::writes_fill], 12U);
  // P and R in halves of two, M between them: tiles {0,1,2} {2,3,4}, both again for the second M, then
  // {2,3,4} {4,5,6} twice. Moves: +2 -2 +2, then 0 where R advances and P goes back, +2 -2 +2.
  const std::vector<LevelMapping> wraps = {at({{R, 2}, {M, 2}, {P, 2}}), at({{P, 2}, {R, 2}})};
  // 2025: 3, +2 credited 2, -2 whole 3 and forgotten, +2 credited 2; 0; the remembered +2: 2, -2: 3, +2: 2.
  EXPECT_EQ(oracle_counts(chain(conv1d(2, 4, 4), wraps, kTimeloop)).at(1, 1)[Category::writes_fill], 17U);
  // 3.0.3: the same up to the zero; after it +2 is another step: 3, forgotten; -2 is credited: 2; +2 is
  // another step again: 3.
  EXPECT_EQ(oracle_counts(chain(conv1d(2, 4, 4), wraps, kTimeloop303)).at(1, 1)[Category::writes_fill], 18U);
}

// M=2 and R=2 across instances of a level that keeps nothing, P=2 across the pads below each: pad
// (m, r, p) needs the input r + p.
TEST(Oracle, PerLevelSharesUnderOneInstanceAndBetweenEqualOnes) {
  const auto fills = [](Multicast multicast) {
    const Design design =
        chain(conv1d(2, 2, 2),
              {at({}, {across(M, 2), across(R, 2)}), bypassed(at({}, {across(P, 2)}), {0, 1, 2}), at({})},
              with(kResident, &Policy::multicast, multicast));
    const CountTable counts = oracle_counts(design);
    EXPECT_EQ(counts.at(2, 1)[Category::writes_fill], 8U);
    EXPECT_EQ(counts.at(2, 0)[Category::writes_fill], 8U);
    // A weight goes to the two pads below one instance.
    EXPECT_EQ(counts.at(0, 0)[Category::reads_fill], multicast == Multicast::none ? 8U : 4U);
    return counts.at(0, 1)[Category::reads_fill];
  };
  // The words 0, 1, 2.
  EXPECT_EQ(fills(Multicast::overlap), 3U);
  EXPECT_EQ(fills(Multicast::identical), 3U);
  // (m, 0) needs {0} {1}, (m, 1) needs {1} {2}: the two m share one by one, the two r do not.
  EXPECT_EQ(fills(Multicast::per_level), 4U);
  EXPECT_EQ(fills(Multicast::none), 8U);
}

// The same below the innermost keeper of the inputs, where MACs take the place of the pads.
TEST(Oracle, PerLevelHoldsForOperandsOfMacs) {
  const auto reads = [](Multicast multicast) {
    const Design design =
        chain(conv1d(2, 2, 2), {at({}, {across(M, 2), across(R, 2)}), bypassed(at({}, {across(P, 2)}), {1})},
              with(kResident, &Policy::multicast, multicast));
    return oracle_counts(design).at(0, 1)[Category::reads_operand];
  };
  EXPECT_EQ(reads(Multicast::identical), 3U);
  EXPECT_EQ(reads(Multicast::per_level), 4U);
  EXPECT_EQ(reads(Multicast::none), 8U);
}

// The identities that hold for every design, whatever the policy.
TEST(Oracle, IdentitiesOfTheOutputs) {
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    const Design design = random_design(seed, policies()[seed % 2], {600, 16, seed >= 300});
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

/// What the oracle says of the largest tile of a data space at a level.
std::uint64_t largest_tile(const Nest& nest, int data_space, int level, bool outermost) {
  if (outermost) {
    const std::uint64_t first = nest.ever_touched(data_space, level, 0).size();
    for (std::uint64_t i = 1; i < nest.instances(level); ++i)
      EXPECT_LE(nest.ever_touched(data_space, level, i).size(), first) << "instance " << i;
    return first;
  }
  std::uint64_t words = 0;
  for (const std::uint64_t step : nest.advances(level))
    for (std::uint64_t i = 0; i < nest.instances(level); ++i)
      words = std::max<std::uint64_t>(words, nest.tile(data_space, level, i, step).size());
  return words;
}

// The description's own figures, which capacities and ideal cycles are held against, against counting.
TEST(Oracle, DesignKnowsItsStepsAndTiles) {
  for (std::uint64_t seed = 1000; seed < 1600; ++seed) {
    const Design design = random_design(seed, policies()[seed % 2], {600, 16, seed % 3 != 0});
    SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + describe(design));
    const Nest nest(design);
    ASSERT_EQ(design.compute_steps(), nest.steps());
    for (int d = 0; d < design.data_space_count(); ++d)
      for (int l = 0; l < design.level_count(); ++l) {
        const std::uint64_t words = largest_tile(nest, d, l, design.keepers(d).front() == l);
        EXPECT_EQ(design.tile_words(l, d), words) << "level " << l << " data space " << d;
      }
  }
}

}  // namespace
}  // namespace nestwave::oracle
