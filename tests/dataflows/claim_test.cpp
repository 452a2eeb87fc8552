// SPDX-License-Identifier: Apache-2.0
// Whatever the machine and the layer: the mapping is legal and what should stay, stays.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dataflows/catalog.h"
#include "models/analytical/model.h"
#include "tests/dataflows/random_machine.h"
#include "tests/oracle/oracle.h"
#include "tests/oracle/random_design.h"
#include "tests/oracle/random_problem.h"

namespace nestwave {
namespace {

using oracle::Dice;
using ::testing::HasSubstr;

class Claims : public ::testing::TestWithParam<std::string_view> {};

TEST_P(Claims, HoldOnEveryMachineForEveryLayer) {
  const Dataflow& dataflow = *find_dataflow(GetParam());
  int built = 0;
  int oracled = 0;
  constexpr int kCases = 500;
  for (std::uint64_t seed = 0; seed < kCases; ++seed) {
    Dice dice(seed);
    const Problem problem = oracle::random_problem(dice, 2000);
    const Architecture architecture = test::random_machine(dice);
    Policy policy = dice.pick(policies());
    if (dice.chance(20)) policy.reuse = Reuse::none;
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::optional<Design> design;
    try {
      design.emplace(problem, architecture, dataflow.build(problem, architecture, policy), policy);
    } catch (const InputError& error) {
      // The only thing a machine with an unlimited outermost level can fail to hold.
      ASSERT_THAT(error.what(), HasSubstr("slides over"));
      continue;
    }
    ++built;
    ASSERT_EQ(check_claim(dataflow, *design, analytical::analyze(*design).counts), "")
        << oracle::describe(*design);
    if (problem.macs() > 500 || design->used_instances(design->level_count()) > 32) continue;
    ++oracled;
    ASSERT_EQ(check_claim(dataflow, *design, oracle::oracle_counts(*design)), "")
        << oracle::describe(*design);
  }
  EXPECT_GT(built, kCases * 9 / 10);
  EXPECT_GT(oracled, kCases / 4);
}

INSTANTIATE_TEST_SUITE_P(All, Claims,
                         ::testing::Values("weight_stationary", "output_stationary", "input_stationary"),
                         [](const auto& test) { return std::string(test.param); });

TEST(Catalog, TakesADataflowFromOutside) {
  const std::size_t built_in = dataflows().size();
  Dataflow mine = dataflows().front();
  mine.name = "mine";
  mine.claim = nullptr;
  add_dataflow(mine);
  ASSERT_EQ(dataflows().size(), built_in + 1);
  ASSERT_NE(find_dataflow("mine"), nullptr);
  EXPECT_EQ(find_dataflow("mine")->build, mine.build);
  EXPECT_THROW(add_dataflow(mine), InputError) << "the name is taken";
  mine.name = "Mine!";
  EXPECT_THROW(add_dataflow(mine), InputError) << "not a name";
}

TEST(Catalog, FindsDataflowsByName) {
  ASSERT_GE(dataflows().size(), 2u);
  for (const Dataflow& dataflow : dataflows()) EXPECT_EQ(find_dataflow(dataflow.name), &dataflow);
  EXPECT_EQ(find_dataflow("no_local_reuse"), nullptr);
}

// P outside M and R: every weight comes again for each of the four positions.
TEST(CheckClaim, NamesTheFiguresOfAMappingThatIsNotWeightStationary) {
  const Problem problem = test::conv1d(2, 3, 4);
  const Architecture architecture = test::machine({test::level("DRAM"), test::level("Buffer", 3)});
  Mapping mapping;
  mapping.levels.resize(2);
  for (LevelMapping& level : mapping.levels) level.keep = {true, true, true};
  mapping.levels[0].temporal = {{2, 4}, {0, 2}, {1, 3}};
  const Design design(problem, architecture, mapping, {});
  EXPECT_EQ(check_claim(*find_dataflow("weight_stationary"), design, analytical::analyze(design).counts),
            "weight_stationary: Weights at Buffer: 24 words entered (writes.fill), expected 6: each of 6 "
            "words once "
            "in each of 1 instances");
}

// R outside P: the sums of all four positions leave twice unfinished and come back, per filter.
TEST(CheckClaim, NamesTheFiguresOfAMappingThatIsNotOutputStationary) {
  const Problem problem = test::conv1d(2, 3, 4);
  const Architecture architecture = test::machine({test::level("DRAM"), test::level("Buffer", 3)});
  Mapping mapping;
  mapping.levels.resize(2);
  for (LevelMapping& level : mapping.levels) level.keep = {true, true, true};
  mapping.levels[0].temporal = {{0, 2}, {1, 3}, {2, 4}};
  const Design design(problem, architecture, mapping, {});
  EXPECT_EQ(check_claim(*find_dataflow("output_stationary"), design, analytical::analyze(design).counts),
            "output_stationary: Outputs at Buffer: 16 unfinished sums came back (writes.fill), expected 0");
}

// One operand word used at every second coordinate: holes count in the box, not among touched words.
TEST(DistinctWords, FollowTheFootprint) {
  Problem problem = test::conv1d(1, 1, 4);
  problem.data_spaces[1].ranks[0].terms[1].coefficient = 2;
  const Architecture architecture = test::machine({test::level("DRAM"), test::level("Buffer")});
  Mapping mapping;
  mapping.levels.resize(2);
  for (LevelMapping& level : mapping.levels) level.keep = {true, true, true};
  mapping.levels[0].temporal = {{2, 2}};
  mapping.levels[1].temporal = {{2, 2}};
  EXPECT_EQ(distinct_words(Design(problem, architecture, mapping, *find_policy("resident")), {1, 1}), 4u);
  // Two boxes, of coordinates 0…2 and 4…6.
  EXPECT_EQ(distinct_words(Design(problem, architecture, mapping, *find_policy("timeloop")), {1, 1}), 6u);
}

}  // namespace
}  // namespace nestwave
