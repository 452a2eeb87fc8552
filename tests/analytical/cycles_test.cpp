// SPDX-License-Identifier: Apache-2.0
// Cycles from counts and bandwidths, and counts near the limits of 64 bits.
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>

#include "models/analytical/checked.h"
#include "tests/analytical/tiny_machine.h"

namespace nestwave {
namespace {

using test::TinyMachine;

/// Two instances add up over C: A reads W 8, I 8, O 4 and takes 8 sums; each B moves as below.
const TinyMachine kMachine{{{{{"R", 2}, {"P", 2}}, {{"C", 2}}}, {{{"P", 2}}, {}}}, {}};

AnalyticalResult analyze(const std::function<void(Architecture&)>& change) {
  Architecture architecture = kMachine.architecture();
  change(architecture);
  return analytical::analyze(Design(kMachine.problem(), architecture, kMachine.mapping(), kMachine.policy));
}

TEST(Cycles, UnlimitedBandwidthTakesTheComputeSteps) {
  const AnalyticalResult result = analyze([](Architecture&) {});
  EXPECT_EQ(result.compute_steps, 8u);
  EXPECT_EQ(result.bound, 8u);
  EXPECT_EQ(result.timeloop, 8u);
}

TEST(Cycles, APortTakesItsWordsOverItsBandwidthRoundedUp) {
  // A reads weights 4, inputs 2·(2+2+1+2) = 14, old sums 4; it takes 8 sums.
  const AnalyticalResult reads =
      analyze([](Architecture& a) { a.levels[0].read_bandwidth = Rational(3, 2); });
  EXPECT_EQ(reads.bound, 15u);  // 22 · 2/3 = 14.7
  EXPECT_EQ(reads.timeloop, 15u);
  const AnalyticalResult writes =
      analyze([](Architecture& a) { a.levels[0].write_bandwidth = Rational(1, 3); });
  EXPECT_EQ(writes.bound, 24u);
  const AnalyticalResult both = analyze([](Architecture& a) { a.levels[0].shared_bandwidth = Rational(1); });
  EXPECT_EQ(both.bound, 30u);
}

TEST(Cycles, DrainsCountForTheBoundAndNotForTimeloop) {
  // B0 reads 8 weights, 8 inputs, 4 old sums to add to, and drains 8.
  const AnalyticalResult result = analyze([](Architecture& a) { a.levels[1].read_bandwidth = Rational(1); });
  EXPECT_EQ(result.bound, 28u);
  EXPECT_EQ(result.timeloop, 20u);
}

TEST(Cycles, ANetworkCarriesBothDirectionsOfOneDataSpace) {
  // Under A the outputs inject 4 old sums and 16 drained words.
  const AnalyticalResult result = analyze([](Architecture& a) {
    NetworkSpec slow;
    slow.bandwidth = Rational(1, 2);
    a.levels[0].networks["Outputs"] = slow;
  });
  EXPECT_EQ(result.bound, 40u);
  EXPECT_EQ(result.timeloop, 8u);
}

NetworkSpec slow(const std::string& kind) {
  NetworkSpec spec;
  spec.kind = kind;
  spec.bandwidth = Rational(1, 2);
  return spec;
}

TEST(Cycles, SumsOutwardTakeTheirOwnNetwork) {
  const auto bound = [](const std::string& kind) {
    return analyze([&](Architecture& a) {
             a.levels[0].networks["Outputs"] = slow("bus");
             a.levels[0].networks["Outputs"].outward = std::make_shared<const NetworkSpec>(slow(kind));
           })
        .bound;
  };
  // Four old sums inward; outward 16 words, of which addition leaves 8.
  EXPECT_EQ(bound("bus"), 32u);
  EXPECT_EQ(bound("multicast"), 32u);
  EXPECT_EQ(bound("reduction_tree"), 16u);
  EXPECT_EQ(bound("reduction_chain"), 16u);
  EXPECT_EQ(bound("mesh"), 16u);
}

TEST(Cycles, WhatAllWordsMustPassIsABound) {
  const auto bound = [](const std::string& key, const NetworkSpec& spec) {
    return analyze([&](Architecture& a) { a.levels[0].networks[key] = spec; }).bound;
  };
  // Weights 4, inputs 14, old sums 4 enter a mesh that they share, or each a mesh of its own.
  EXPECT_EQ(bound("", slow("mesh")), 44u);
  EXPECT_EQ(bound("Inputs", slow("mesh")), 28u);
  NetworkSpec rows = slow("multicast");
  rows.row_bandwidth = Rational(1, 4);
  EXPECT_EQ(bound("Outputs", rows), 80u) << "4 and 16 words on the bus of the one row";
  // Two columns that share the inputs' 14 words out among them, or one row that takes all.
  NetworkSpec systolic = slow("systolic");
  EXPECT_EQ(bound("Inputs", systolic), 14u);
  systolic.along = Along::x;
  EXPECT_EQ(bound("Inputs", systolic), 28u);
}

/// Inputs, the only data space that all levels keep, have the coordinates below `end`; the rest is padding,
/// which the levels of `stored` store. The port in question moves a word in ten cycles.
struct Padded {
  TinyMachine machine;
  std::int64_t end = 0;
  std::vector<int> stored;

  [[nodiscard]] Cycle bound(int level, bool reads) const {
    Problem problem = machine.problem();
    problem.data_spaces[test::kInputs].ranks[1].end = end;
    Architecture architecture = machine.architecture();
    for (const int at : stored) architecture.levels[at].padding = Padding::stored;
    (reads ? architecture.levels[level].read_bandwidth : architecture.levels[level].write_bandwidth) =
        Rational(1, 10);
    return analytical::analyze(Design(problem, architecture, machine.mapping(), machine.policy)).bound;
  }
  [[nodiscard]] Cycle writes(int level) const { return bound(level, false); }
  [[nodiscard]] Cycle reads(int level) const { return bound(level, true); }
};

const std::vector<bool> kOnlyInputs = {false, true, false};

TEST(Cycles, NobodyWaitsForTheLastZerosOfALevelThatStoresThem) {
  // One word a step: 0 and 1 exist, 2 and 3 are zeros, which C does not want.
  const TinyMachine machine{{{{{"P", 4}}, {}}, {{}, {}, kOnlyInputs}, {{}, {}, kOnlyInputs}}, {}};
  const Padded made_on_the_way{machine, 2, {1}};
  EXPECT_EQ(made_on_the_way.writes(1), 20u);
  EXPECT_EQ(made_on_the_way.writes(2), 20u);
  EXPECT_EQ(made_on_the_way.reads(1), 20u);
  EXPECT_EQ(made_on_the_way.reads(0), 60u) << "with a weight for each of four steps";
  EXPECT_EQ((Padded{machine, 2, {0, 1}}.reads(0)), 60u) << "the same where A stores them too";
  EXPECT_EQ((Padded{machine, 2, {0, 1, 2}}.writes(1)), 40u) << "C stores them: its MAC reads zeros";
}

TEST(Cycles, WhatIsWaitedForFollowsFromLevelToLevel) {
  // Of 8 words 5 exist. D takes one at a time, the last in step 4; it comes out of C's third tile of two
  // words, and that out of B's second of four.
  const TinyMachine machine{
      {{{{"P", 2}}, {}}, {{{"P", 2}}, {}, kOnlyInputs}, {{{"P", 2}}, {}, kOnlyInputs}, {{}, {}, kOnlyInputs}},
      {}};
  const Padded padded{machine, 5, {1, 2}};
  EXPECT_EQ(padded.writes(1), 80u);
  EXPECT_EQ(padded.reads(1), 60u);
  EXPECT_EQ(padded.writes(2), 60u);
  EXPECT_EQ(padded.reads(2), 50u);
  EXPECT_EQ(padded.writes(3), 50u);
}

TEST(Cycles, ATransferIsWaitedForIfOneOfItsChildrenNeedsIt) {
  // B0 holds {0, 1} and then {4, 5}, B1 {2, 3} and then {6, 7}.
  const TinyMachine machine{{{{{"P", 2}}, {{"P", 2}}}, {{{"P", 2}}, {}, kOnlyInputs}, {{}, {}, kOnlyInputs}},
                            {}};
  EXPECT_EQ((Padded{machine, 3, {0, 1}}.writes(1)), 20u) << "neither needs its second tile";
  EXPECT_EQ((Padded{machine, 3, {0, 1}}.reads(0)), 80u) << "with a weight for each of four steps";
  EXPECT_EQ((Padded{machine, 5, {0, 1}}.writes(1)), 40u) << "B0 needs it";
  EXPECT_EQ((Padded{machine, 5, {0, 1}}.reads(0)), 120u);
}

TEST(Cycles, NobodyWaitsForWordsFetchedAgainThatTheLevelInsideHas) {
  // B's tiles are {0, 1, 2} and {2, 3, 4}, of which 3 and 4 are padding. Without reuse B fetches 2 again, but
  // C, whose tiles are 0, 1, 1, 2 and 2, 3, 3, 4, stands on it already.
  TinyMachine machine{{{{{"P", 2}}, {}}, {{{"P", 2}, {"R", 2}}, {}, kOnlyInputs}, {{}, {}, kOnlyInputs}}, {}};
  EXPECT_EQ((Padded{machine, 3, {}}.writes(1)), 30u);
  machine.policy.reuse = Reuse::none;
  EXPECT_EQ((Padded{machine, 3, {}}.writes(1)), 30u);
  EXPECT_EQ((Padded{machine, 4, {}}.writes(1)), 50u) << "the 3 is needed";
}

TEST(Cycles, ABandwidthOfZeroIsTheUsersMistake) {
  EXPECT_THROW(analyze([](Architecture& a) { a.levels[0].read_bandwidth = Rational(0); }), InputError);
}

TEST(Checked, RefusesToWrap) {
  const std::uint64_t big = std::uint64_t{1} << 40;
  EXPECT_EQ(analytical::times(big, 3), 3 * big);
  EXPECT_THROW((void)analytical::times(big, big), InputError);
  EXPECT_THROW((void)analytical::plus(~std::uint64_t{0}, 1), InputError);
  EXPECT_THROW((void)analytical::minus(1, 2), InternalError);
  EXPECT_EQ(analytical::cycles_for(std::uint64_t{1} << 62, Rational(3)), 1537228672809129302u);
  EXPECT_THROW((void)analytical::cycles_for(std::uint64_t{1} << 62, Rational(1, 8)), InputError);
}

TEST(ClosedForm, CostsTheSameForTwoToTheSixtySteps) {
  const std::uint64_t bound = std::uint64_t{1} << 15;
  const TinyMachine machine{{{{{"M", bound}, {"P", bound}}, {}}, {{{"C", bound}, {"R", bound}}, {}}},
                            *find_policy("timeloop")};
  const auto begin = std::chrono::steady_clock::now();
  const AnalyticalResult result = analytical::analyze(machine.design());
  EXPECT_EQ(result.compute_steps, std::uint64_t{1} << 60);
  const std::uint64_t inputs_moving = bound * (bound - 1) * bound;  // C new words for each move of P;
  // a step of M goes back to the first P, which is another step: the whole tile
  EXPECT_EQ(result.counts.at(1, test::kInputs)[Category::writes_fill],
            bound * bound + inputs_moving + (bound - 1) * bound * bound);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

TEST(ClosedForm, CountsBeyondSixtyFourBitsAreRefused) {
  Problem problem;
  DataSpace inputs;
  inputs.name = "Inputs";
  for (int d = 0; d < 3; ++d) {
    problem.dimensions.push_back({std::string(1, static_cast<char>('P' + d)), 4});
    inputs.ranks.push_back({{{d, std::int64_t{1} << 30}}});
  }
  DataSpace outputs;
  outputs.name = "Outputs";
  outputs.ranks = {{{{0, 1}}}};
  outputs.read_write = true;
  problem.data_spaces = {inputs, outputs};
  Architecture architecture;
  architecture.levels.resize(2);
  Mapping mapping;
  mapping.levels.resize(2);
  for (LevelMapping& level : mapping.levels) level.keep = {true, true};
  mapping.levels[1].temporal = {{0, 4}, {1, 4}, {2, 4}};
  EXPECT_THROW((void)analytical::analyze(Design(problem, architecture, mapping, *find_policy("timeloop"))),
               InputError);
}

}  // namespace
}  // namespace nestwave
