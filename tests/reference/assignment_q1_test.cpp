// SPDX-License-Identifier: Apache-2.0
// The first question of the assignment: M=32, R=3, P=16 on main memory, buffer and one MAC.
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "models/analytical/model.h"
#include "tests/reference/reference_cases.h"

namespace nestwave {
namespace {

struct Row {
  std::string mapping;
  std::uint64_t main_weights;          ///< main memory reads of weights
  std::uint64_t main_inputs_timeloop;  ///< … of inputs, as Timeloop (2025) counts
  std::uint64_t main_inputs_resident;  ///< … and when nothing is fetched that is there
};

const Row kRows[] = {{"ws", 96, 288, 78},           {"ws_untiled", 96, 576, 142},
                     {"os_untiled1", 96, 576, 576}, {"os_untiled2", 1536, 18, 18},
                     {"os_tiled1", 96, 72, 72},     {"os_tiled2", 192, 18, 18}};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.mapping;
}

Design make_design(const std::string& mapping, const Policy& policy) {
  if (mapping != "ws_untiled") return reference::timeloop_2025("q1_m32p16r3_" + mapping).design(policy);
  reference::ReferenceCase reference = reference::timeloop_2025("q1_m32p16r3_ws");
  const Problem& problem = reference.problem;
  reference.mapping.levels[0].temporal = {{problem.find_dimension("M"), 32},
                                          {problem.find_dimension("R"), 3}};
  reference.mapping.levels[1].temporal = {{problem.find_dimension("P"), 16}};
  return reference.design(policy);
}

class AssignmentQ1 : public testing::TestWithParam<Row> {};

TEST_P(AssignmentQ1, BothPolicies) {
  const Row& row = GetParam();
  for (const std::string policy : {"resident", "timeloop"}) {
    SCOPED_TRACE(policy);
    const Design design = make_design(row.mapping, *find_policy(policy));
    const CountTable counts = analytical::analyze(design).counts;
    const int weights = design.problem().find_data_space("Weights");
    const int inputs = design.problem().find_data_space("Inputs");
    const int outputs = design.problem().find_data_space("Outputs");
    const int memory = 0;
    const int buffer = 1;
    const std::uint64_t main_inputs =
        policy == "timeloop" ? row.main_inputs_timeloop : row.main_inputs_resident;
    EXPECT_EQ(counts.at(memory, weights)[Category::reads_fill], row.main_weights);
    EXPECT_EQ(counts.at(buffer, weights)[Category::writes_fill], row.main_weights);
    EXPECT_EQ(counts.at(memory, inputs)[Category::reads_fill], main_inputs);
    EXPECT_EQ(counts.at(buffer, inputs)[Category::writes_fill], main_inputs);
    EXPECT_EQ(counts.at(memory, outputs)[Category::writes_update], 512u);
    EXPECT_EQ(counts.at(buffer, weights)[Category::reads_operand], 1536u);
    EXPECT_EQ(counts.at(buffer, inputs)[Category::reads_operand], 1536u);
    EXPECT_EQ(counts.at(buffer, outputs)[Category::reads_accumulate], 1024u);
    EXPECT_EQ(counts.at(buffer, outputs)[Category::writes_update], 1536u);
    EXPECT_EQ(counts.at(buffer, outputs)[Category::zero_starts], 512u);
    EXPECT_EQ(counts.at(buffer, outputs)[Category::reads_drain], 512u);
  }
}

INSTANTIATE_TEST_SUITE_P(Mappings, AssignmentQ1, testing::ValuesIn(kRows),
                         [](const auto& test) { return test.param.mapping; });

}  // namespace
}  // namespace nestwave
