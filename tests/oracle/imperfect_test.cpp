// SPDX-License-Identifier: Apache-2.0
// The oracle on dimensions that are cut unevenly: tiny cases with the numbers worked out beside them.
#include <gtest/gtest.h>

#include <map>

#include "tests/oracle/bounds.h"
#include "tests/oracle/conv1d.h"
#include "tests/oracle/nest.h"
#include "tests/oracle/oracle.h"
#include "tests/oracle/random_design.h"

namespace nestwave::oracle {
namespace {

std::uint64_t input_fills(const Problem& problem, const std::vector<LevelMapping>& levels,
                          const Policy& policy) {
  return oracle_counts(chain(problem, levels, policy)).at(1, 1)[Category::writes_fill];
}

/// R = 3 on two pads: r = 2 t + pad, so pad 1 has nothing to do for t = 1. The output changes with every
/// step.
Design idle_member() {
  return chain(conv1d(1, 2, 3), {at({{R, 2}, {P, 2}}, {across(R, 2)}), at({})}, kResident);
}

TEST(Imperfect, AnIdleMemberTakesNoPartInTheReduction) {
  const Design design = idle_member();
  const Oracle oracle(design);
  const CountTable counts = oracle.counts();
  // For t = 0 both pads start at zero and two sums become one; for t = 1 pad 0 takes the old sum and
  // pad 1 does not even join.
  EXPECT_EQ(row(counts.at(0, 2)), (Row{0, 2, 0, 0, 0, 4, 2, 0}));
  EXPECT_EQ(row(counts.at(1, 2)), (Row{0, 0, 2, 6, 2, 6, 4, 0}));
  // Weights 0 and 2 to pad 0, 1 to pad 1.
  EXPECT_EQ(row(counts.at(0, 0)), (Row{0, 3, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(row(counts.at(1, 0)), (Row{6, 0, 0, 0, 3, 0, 0, 0}));
  // Inputs {0, 1}, {1, 2}, then 2 and 3 to pad 0 alone.
  EXPECT_EQ(row(counts.at(0, 1)), (Row{0, 6, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(row(counts.at(1, 1)), (Row{6, 0, 0, 0, 6, 0, 0, 0}));
}

TEST(Imperfect, PrefixesCutBetweenSteps) {
  const CountTable half = oracle_counts_before(idle_member(), 2);
  EXPECT_EQ(row(half.at(0, 2)), (Row{0, 0, 0, 0, 0, 2, 2, 0}));
  EXPECT_EQ(row(half.at(1, 2)), (Row{0, 0, 0, 4, 0, 4, 4, 0}));
  const CountTable more = oracle_counts_before(idle_member(), 3);
  EXPECT_EQ(row(more.at(0, 2)), (Row{0, 1, 0, 0, 0, 3, 2, 0}));
  EXPECT_EQ(row(more.at(1, 2)), (Row{0, 0, 1, 5, 1, 5, 4, 0}));
}

TEST(Imperfect, EdgesCarryWhatIsAtWork) {
  const std::vector<EdgeCounts> edges = oracle_edges(idle_member());
  ASSERT_EQ(edges.size(), 6U);
  // Outputs between main memory and pads: 2 old sums in, 6 sums out of which 4 arrive.
  EXPECT_EQ(edges[4].injected, 8U);
  EXPECT_EQ(edges[4].delivered, 6U);
  EXPECT_EQ(edges[4].reduced, 2U);
  // Six MACs take a weight each and give a product each.
  EXPECT_EQ(edges[1].injected, 6U);
  EXPECT_EQ(edges[1].delivered, 6U);
  EXPECT_EQ(edges[5].injected, 6U);
  EXPECT_EQ(edges[5].delivered, 6U);
  EXPECT_EQ(edges[5].reduced, 0U);
}

TEST(Imperfect, BoundsFollowTheBusiestInstanceAndTimeloopTheAverage) {
  const Design even = idle_member();
  Architecture architecture = even.architecture();
  architecture.levels[1].read_bandwidth = Rational(3, 2);
  const Design design(even.problem(), architecture, even.mapping(), even.policy());
  const Oracle oracle(design);
  // Pad 0 reads 4 weights, 4 inputs, 2 old sums and 4 sums to drain in its four steps: 14 / (3/2) = 9 1/3.
  EXPECT_EQ(oracle_bound(design, oracle), 10U);
  // Timeloop: 6 + 6 operands and 6 - 4 old sums, over two pads: 14 / (2 * 3/2) = 4 2/3.
  EXPECT_EQ(oracle_timeloop_cycles(design, oracle), 5U);
  EXPECT_EQ(oracle_bound(even, Oracle(even)), 4U);
}

// P = 5 in tiles of three: positions {0,1,2} and {3,4}, with R = 3 the inputs {0..4} and {3..6}.
TEST(Imperfect, APartialTileKeepsItsHalo) {
  const std::vector<LevelMapping> once = {at({{P, 2}}), at({{P, 3}, {R, 3}})};
  EXPECT_EQ(Nest(chain(conv1d(1, 5, 3), once, kResident)).steps(), 15U);
  // {5, 6} are new, whoever credits the halo; without credit the second tile has four words.
  EXPECT_EQ(input_fills(conv1d(1, 5, 3), once, kResident), 7U);
  EXPECT_EQ(input_fills(conv1d(1, 5, 3), once, kTimeloop), 7U);
  EXPECT_EQ(input_fills(conv1d(1, 5, 3), once, with(kResident, &Policy::reuse, Reuse::none)), 9U);
  // For two filters: back from {3..6} to {0..4} three words are new, and two again.
  const std::vector<LevelMapping> twice = {at({{M, 2}, {P, 2}}), at({{P, 3}, {R, 3}})};
  EXPECT_EQ(input_fills(conv1d(2, 5, 3), twice, kResident), 12U);
  // The way back is another step: five words.
  EXPECT_EQ(input_fills(conv1d(2, 5, 3), twice, kTimeloop), 14U);
  EXPECT_EQ(input_fills(conv1d(2, 5, 3), twice, with(kResident, &Policy::reuse, Reuse::none)), 18U);
  // Outputs of 3 and 2, for each filter.
  EXPECT_EQ(row(oracle_counts(chain(conv1d(2, 5, 3), twice, kResident)).at(1, 2)),
            (Row{0, 0, 20, 10, 0, 30, 10, 0}));
}

// P = 3 on two pads, p = 2 t + pad: for t = 1 pad 1 is idle, and holds no weight although weights know no P.
TEST(Imperfect, AnInstanceWithoutWorkHoldsNothing) {
  for (const Multicast multicast : kMulticasts) {
    const Design design = chain(conv1d(1, 3, 2), {at({{P, 2}, {R, 2}}, {across(P, 2)}), at({})},
                                with(kResident, &Policy::multicast, multicast));
    const CountTable counts = oracle_counts(design);
    // Pad 0: weights 0 1 0 1, pad 1: 0 1 and no more.
    EXPECT_EQ(counts.at(1, 0)[Category::writes_fill], 6U);
    EXPECT_EQ(counts.at(0, 0)[Category::reads_fill], multicast == Multicast::none ? 6U : 4U);
    EXPECT_EQ(counts.at(1, 0)[Category::reads_operand], 6U);
  }
}

// With t inside, the weight stays while pad 1 has nothing to do: its epoch began with work.
TEST(Imperfect, WorkIsJudgedAtTheFirstStepOfAnEpoch) {
  const Design design = chain(conv1d(1, 3, 2), {at({{R, 2}, {P, 2}}, {across(P, 2)}), at({})}, kResident);
  const CountTable counts = oracle_counts(design);
  EXPECT_EQ(counts.at(1, 0)[Category::writes_fill], 4U);
  EXPECT_EQ(counts.at(0, 0)[Category::reads_fill], 2U);
  EXPECT_EQ(counts.at(1, 0)[Category::reads_operand], 6U);
}

// The inputs p + 2 r of the same pads, r outside t: when r advances and t goes back, the tile of pad 0 stays
// ({2}), while pad 1 comes back from nothing and needs {3}.
TEST(Imperfect, AnInstanceComesBackFromNothing) {
  Problem problem = conv1d(1, 3, 2);
  problem.data_spaces[1].ranks[0].terms[1].coefficient = 2;
  const std::vector<LevelMapping> levels = {at({{R, 2}, {P, 2}}, {across(P, 2)}), at({})};
  for (const Reuse reuse : kReuses) {
    const CountTable counts = oracle_counts(chain(problem, levels, with(kResident, &Policy::reuse, reuse)));
    // Pad 0: 0, 2, stays, 4. Pad 1: 1, nothing, 3, nothing.
    EXPECT_EQ(counts.at(1, 1)[Category::writes_fill], 5U) << to_string(reuse);
    EXPECT_EQ(counts.at(0, 1)[Category::reads_fill], 5U) << to_string(reuse);
  }
}

// P = 5 strided by 3 in tiles of three: elements 0 3 6 and 9 12, in boxes of 7 and 4.
TEST(Imperfect, ACutTileHasASmallerBox) {
  Problem problem = conv1d(1, 5, 1);
  problem.data_spaces[1].ranks[0].terms[0].coefficient = 3;
  const std::vector<LevelMapping> levels = {at({{P, 2}}), at({{P, 3}})};
  EXPECT_EQ(input_fills(problem, levels, kResident), 5U);
  const Policy boxed = with(kResident, &Policy::footprint, Footprint::bounding_box);
  EXPECT_EQ(input_fills(problem, levels, boxed), 11U);
  EXPECT_EQ(chain(problem, levels, boxed).tile_words(1, 1), 7U);
}

// P = 3 as 2 x 2 with R between: positions 0 1 0 1 2 2. The last R finds the output in place, yet ends
// the epoch of its loop.
TEST(Imperfect, SumsLeaveAndComeBackWhereALastRoundStays) {
  const Design design = chain(conv1d(1, 3, 2), {at({{P, 2}, {R, 2}, {P, 2}}), at({})}, kResident);
  EXPECT_EQ(Nest(design).steps(), 6U);
  const CountTable counts = oracle_counts(design);
  EXPECT_EQ(row(counts.at(1, 2)), (Row{0, 0, 3, 6, 3, 6, 3, 0}));
  EXPECT_EQ(row(counts.at(0, 2)), (Row{0, 3, 0, 0, 0, 6, 3, 0}));
  // Inputs 0 1 1 2 2 3: equal neighbours are fetched once, also where it is by chance.
  EXPECT_EQ(counts.at(1, 1)[Category::writes_fill], 4U);
}

// M = 7 over two fan-outs of 2 and 4: the last MAC of the second instance never has a point.
TEST(Imperfect, TwoFanoutsLeaveOneMacWithoutWork) {
  const Design design =
      chain(conv1d(7, 2, 1), {at({}, {across(M, 2)}), at({{P, 2}}, {across(M, 4)})}, kResident);
  const Oracle oracle(design);
  const CountTable counts = oracle.counts();
  EXPECT_EQ(Nest(design).steps(), 2U);
  EXPECT_EQ(row(counts.at(0, 2)), (Row{0, 0, 0, 0, 0, 14, 14, 0}));
  EXPECT_EQ(row(counts.at(1, 2)), (Row{0, 0, 0, 14, 0, 14, 14, 0}));
  EXPECT_EQ(counts.at(1, 0)[Category::writes_fill], 7U);
  EXPECT_EQ(counts.at(1, 0)[Category::reads_operand], 14U);
  // One input per instance and step for all its MACs; 7 MACs take it.
  EXPECT_EQ(counts.at(1, 1)[Category::reads_operand], 4U);
  EXPECT_EQ(oracle.edges()[3].delivered, 14U);
  EXPECT_EQ(oracle.edges()[3].injected, 4U);
}

// Under per_level two instances share if their children need the same one by one: one with an idle
// child and one without do not, although the words are the same.
TEST(Imperfect, PerLevelTellsAnIdleChildFromABusyOne) {
  const auto reads = [](Multicast multicast) {
    // Pads (m1, m2): M = 3 as 2 x 2 below an instance each; all need the same input.
    const Design design =
        chain(conv1d(3, 1, 1), {at({}, {across(M, 2)}), bypassed(at({}, {across(M, 2)}), {0, 1, 2}), at({})},
              with(kResident, &Policy::multicast, multicast));
    return oracle_counts(design).at(0, 1)[Category::reads_fill];
  };
  EXPECT_EQ(reads(Multicast::overlap), 1U);
  EXPECT_EQ(reads(Multicast::identical), 1U);
  EXPECT_EQ(reads(Multicast::per_level), 2U);
  EXPECT_EQ(reads(Multicast::none), 3U);
}

/// What remainders a random design has.
void note_features(const Design& design, std::map<std::string, int>& seen) {
  if (!design.imperfect()) return;
  const Problem& problem = design.problem();
  std::map<std::string, int> here;
  const Nest nest(design);
  if (!nest.has_work(design.used_instances(design.level_count()) - 1, 0)) ++here["a PE that never works"];
  for (int d = 0; d < static_cast<int>(problem.dimensions.size()); ++d) {
    std::uint64_t stride = 1;
    int cuts = 0;
    int cut_fanouts = 0;
    int fanouts = 0;
    bool outermost_is_spatial = false;
    const auto loop = [&](std::uint64_t bound, bool spatial) {
      const std::uint64_t last = (problem.dimensions[d].size - 1) / stride % bound;
      stride *= bound;
      fanouts += spatial ? 1 : 0;
      outermost_is_spatial = spatial;
      if (last + 1 == bound) return;
      ++cuts;
      cut_fanouts += spatial ? 1 : 0;
      if (last == 0) ++here["a last round of one"];
      ++here[spatial ? "a cut in space" : "a cut in time"];
      if (spatial && !problem.data_spaces[problem.outputs()].uses(d)) ++here["a cut reduction"];
    };
    for (int l = design.level_count() - 1; l >= 0; --l) {
      for (const SpatialLoop& s : design.mapping().levels[l].spatial)
        if (s.dimension == d) loop(s.bound, true);
      for (const Loop& t : design.mapping().levels[l].temporal)
        if (t.dimension == d) loop(t.bound, false);
    }
    if (cuts > 1) ++here["two cuts of one dimension"];
    if (fanouts > 1 && cut_fanouts > 0) ++here["two fan-outs over one dimension"];
    if (cuts > 0 && outermost_is_spatial) ++here["space outermost"];
    if (cuts > 0) ++here["dimensions"];
  }
  if (here["dimensions"] > 1) ++here["two dimensions"];
  for (const auto& [feature, times] : here)
    if (times > 0) ++seen[feature];
}

// The property tests are worth what their designs are: every kind of remainder is drawn often enough.
TEST(Imperfect, RandomDesignsHaveEveryKindOfRemainder) {
  std::map<std::string, int> seen;
  for (std::uint64_t seed = 0; seed < 1000; ++seed)
    note_features(random_design(seed, policies()[0], {600, 32, true}), seen);
  for (const char* feature :
       {"a PE that never works", "a last round of one", "a cut in space", "a cut in time", "a cut reduction",
        "two cuts of one dimension", "two fan-outs over one dimension", "space outermost", "two dimensions"})
    EXPECT_GE(seen[feature], 30) << feature;
}

// Without the option nothing changes, and no dimension is cut.
TEST(Imperfect, RandomDesignsAreEvenUnlessAskedFor) {
  for (std::uint64_t seed = 0; seed < 300; ++seed)
    EXPECT_FALSE(random_design(seed, policies()[0], {600, 16}).imperfect()) << seed;
}

}  // namespace
}  // namespace nestwave::oracle
