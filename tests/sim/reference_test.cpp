// SPDX-License-Identifier: Apache-2.0
// The simulation against every figure of the Timeloop runs.
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "app/simulate.h"
#include "models/analytical/model.h"
#include "tests/property/compare.h"
#include "tests/reference/reference_cases.h"

namespace nestwave {
namespace {

using reference::ReferenceCase;

class SimulatedTimeloop2025 : public testing::TestWithParam<ReferenceCase> {};

TEST_P(SimulatedTimeloop2025, CountersAreEqual) {
  const ReferenceCase& reference = GetParam();
  const Design design = reference.design(*find_policy("timeloop"));
  const SimulationResult run = simulate(design);
  const AnalyticalResult model = analytical::analyze(design);

  EXPECT_EQ(property::difference(design, model.counts, run.counts), "");
  EXPECT_EQ(property::difference(model.edges, run.edges), "");
  EXPECT_EQ(difference(reference, design, run.counts), "");

  EXPECT_EQ(model.timeloop, reference.cycles);
  EXPECT_GE(run.cycles, model.bound);
  EXPECT_GE(run.cycles, reference.compute_cycles);
  EXPECT_FALSE(run.truncated);
  EXPECT_EQ(run.macs, design.problem().macs());
  EXPECT_EQ(run.pes.computing, run.macs);
  EXPECT_EQ(run.pes.sum(), design.architecture().compute.instances() * run.cycles);
  for (const PortLedger& port : run.ports) EXPECT_EQ(port.sum(), port.instances * run.cycles) << port.name;
}

TEST_P(SimulatedTimeloop2025, RefillsUnderEveryRuleOfReuseAreEqual) {
  const ReferenceCase& reference = GetParam();
  if (reference.refills.empty()) GTEST_SKIP() << "the case lists no refills";
  for (const Reuse reuse : {Reuse::timeloop, Reuse::resident, Reuse::none}) {
    Policy policy = *find_policy("timeloop");
    policy.reuse = reuse;
    const Design design = reference.design(policy);
    const SimulationResult run = simulate(design);
    for (const auto& [level, data_space, words] : reference.refills) {
      SCOPED_TRACE(std::string(to_string(reuse)) + " " + design.architecture().levels[level].name + " " +
                   design.problem().data_spaces[data_space].name);
      EXPECT_EQ(run.counts.at(level, data_space)[Category::writes_fill],
                words.at(reuse) * design.used_instances(level));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, SimulatedTimeloop2025, testing::ValuesIn(reference::timeloop_2025()),
                         [](const auto& test) { return test.param.name; });

/// Figures of another Timeloop under the policy named after it; the machines are ideal.
void expect_figures(const ReferenceCase& reference, const char* policy) {
  const Design design = reference.design(*find_policy(policy));
  const SimulationResult run = simulate(design);
  EXPECT_EQ(difference(reference, design, run.counts), "");
  EXPECT_EQ(run.cycles, reference.cycles);
}

class SimulatedTimeloop303 : public testing::TestWithParam<ReferenceCase> {};
TEST_P(SimulatedTimeloop303, CountersAndCyclesAreEqual) {
  expect_figures(GetParam(), "timeloop_3_0_3");
}
INSTANTIATE_TEST_SUITE_P(Cases, SimulatedTimeloop303, testing::ValuesIn(reference::timeloop_3_0_3()),
                         [](const auto& test) { return test.param.name; });

/// Every case of up to 50,000 cycles, and a few of the longer ones: others for another seed. All of
/// them are run by benchmarks/reference_runs.
std::vector<ReferenceCase> sample_of_2021() {
  const char* given = std::getenv("NESTWAVE_SAMPLE_SEED");
  std::mt19937_64 random(given == nullptr ? 2021 : std::strtoull(given, nullptr, 10));
  std::vector<ReferenceCase> sample;
  std::vector<ReferenceCase> longer;
  for (const ReferenceCase& reference : reference::timeloop_2021()) {
    if (reference.cycles > 500'000) continue;
    (reference.cycles <= 50'000 ? sample : longer).push_back(reference);
  }
  for (int i = 0; i < 4 && !longer.empty(); ++i) {
    const auto at = longer.begin() + static_cast<std::ptrdiff_t>(random() % longer.size());
    sample.push_back(*at);
    longer.erase(at);
  }
  return sample;
}

class SimulatedTimeloop2021 : public testing::TestWithParam<ReferenceCase> {};
TEST_P(SimulatedTimeloop2021, CountersAndCyclesAreEqual) {
  expect_figures(GetParam(), "timeloop_2021");
}
INSTANTIATE_TEST_SUITE_P(Sample, SimulatedTimeloop2021, testing::ValuesIn(sample_of_2021()),
                         [](const auto& test) { return test.param.name; });

// The first question of the assignment: M=32, R=3, P=16 on main memory, buffer and one MAC.

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

Design make_design(const std::string& mapping, const std::string& policy) {
  if (mapping != "ws_untiled")
    return reference::timeloop_2025("q1_m32p16r3_" + mapping).design(*find_policy(policy));
  ReferenceCase reference = reference::timeloop_2025("q1_m32p16r3_ws");
  const Problem& problem = reference.problem;
  reference.mapping.levels[0].temporal = {{problem.find_dimension("M"), 32},
                                          {problem.find_dimension("R"), 3}};
  reference.mapping.levels[1].temporal = {{problem.find_dimension("P"), 16}};
  return reference.design(*find_policy(policy));
}

class SimulatedAssignmentQ1 : public testing::TestWithParam<Row> {};

TEST_P(SimulatedAssignmentQ1, BothPolicies) {
  const Row& row = GetParam();
  for (const std::string policy : {"resident", "timeloop"}) {
    SCOPED_TRACE(policy);
    const Design design = make_design(row.mapping, policy);
    const SimulationResult run = simulate(design);
    const int weights = design.problem().find_data_space("Weights");
    const int inputs = design.problem().find_data_space("Inputs");
    const int outputs = design.problem().find_data_space("Outputs");
    const int memory = 0;
    const int buffer = 1;
    const std::uint64_t main_inputs =
        policy == "timeloop" ? row.main_inputs_timeloop : row.main_inputs_resident;
    EXPECT_EQ(run.counts.at(memory, weights)[Category::reads_fill], row.main_weights);
    EXPECT_EQ(run.counts.at(buffer, weights)[Category::writes_fill], row.main_weights);
    EXPECT_EQ(run.counts.at(memory, inputs)[Category::reads_fill], main_inputs);
    EXPECT_EQ(run.counts.at(buffer, inputs)[Category::writes_fill], main_inputs);
    EXPECT_EQ(run.counts.at(memory, outputs)[Category::writes_update], 512u);
    EXPECT_EQ(run.counts.at(buffer, weights)[Category::reads_operand], 1536u);
    EXPECT_EQ(run.counts.at(buffer, inputs)[Category::reads_operand], 1536u);
    EXPECT_EQ(run.counts.at(buffer, outputs)[Category::reads_accumulate], 1024u);
    EXPECT_EQ(run.counts.at(buffer, outputs)[Category::writes_update], 1536u);
    EXPECT_EQ(run.counts.at(buffer, outputs)[Category::zero_starts], 512u);
    EXPECT_EQ(run.counts.at(buffer, outputs)[Category::reads_drain], 512u);
    EXPECT_GE(run.cycles, analytical::analyze(design).bound);
  }
}

INSTANTIATE_TEST_SUITE_P(Mappings, SimulatedAssignmentQ1, testing::ValuesIn(kRows),
                         [](const auto& test) { return test.param.mapping; });

}  // namespace
}  // namespace nestwave
