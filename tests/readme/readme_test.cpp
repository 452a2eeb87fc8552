// SPDX-License-Identifier: Apache-2.0
// The README's table of the assignment's mappings is what a run prints today.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <utility>

#include "app/simulate.h"
#include "models/analytical/model.h"
#include "models/energy/energy.h"
#include "models/formats/inputs.h"
#include "models/formats/policy_text.h"

namespace nestwave {
namespace {

Inputs assignment(const std::string& mapping) {
  const std::string folder = NESTWAVE_SOURCE_DIR "/configs/assignment/";
  return read_inputs({folder + "arch.yaml", folder + "prob.yaml", folder + "table1.ert.yaml",
                      folder + mapping + ".map.yaml"});
}

std::string row(const std::string& mapping, const Policy& policy) {
  const Inputs inputs = assignment(mapping);
  const Design design = make_design(inputs, policy);
  const SimulationResult run = simulate(design);
  EXPECT_EQ(run.counts, analytical::analyze(design).counts);
  const int weights = design.problem().find_data_space("Weights");
  const int ifmap = design.problem().find_data_space("Inputs");
  const int outputs = design.problem().outputs();
  const auto memory = [&](int space, Category category) { return run.counts.at(0, space)[category]; };
  const auto buffer = [&](int space, Category category) { return run.counts.at(1, space)[category]; };
  const EnergyResult energy = compute_energy(design, run.counts, run.macs, *inputs.energy);
  return fmt::format("| `{}` | {} | {} | {} | {} | {} | {} | {} | {} | {:.1f} |\n", mapping, policy.name,
                     memory(weights, Category::reads_fill), memory(ifmap, Category::reads_fill),
                     memory(outputs, Category::writes_update), buffer(weights, Category::reads_operand),
                     buffer(ifmap, Category::reads_operand), buffer(outputs, Category::reads_accumulate),
                     buffer(outputs, Category::writes_update), energy.total);
}

TEST(Readme, ShowsTheAssignmentsMappingsAsTheyRun) {
  std::string table;
  for (const char* mapping : {"ws", "ws_untiled", "os_untiled_1", "os_untiled_2", "os_tiled_1", "os_tiled_2"})
    for (const Policy& policy : policies()) table += row(mapping, policy);
  std::ifstream file(NESTWAVE_SOURCE_DIR "/README.md");
  const std::string readme{std::istreambuf_iterator<char>(file), {}};
  EXPECT_NE(readme.find(table), std::string::npos) << "the README should hold:\n" << table;
}

/// A student's report: the fetches of Timeloop 3.0.3, zero starts charged as writes, drains not charged.
TEST(AssignmentEnergies, AreThoseOfAReport) {
  const Policy policy = parse_policy("timeloop_3_0_3,counters=timeloop_2021");
  const std::pair<const char*, double> report[] = {{"ws", 9445.1},
                                                   {"os_untiled_1", 11855.7},
                                                   {"os_untiled_2", 19489.1},
                                                   {"os_tiled_1", 7637.2},
                                                   {"os_tiled_2", 8005.5}};
  for (const auto& [mapping, expected] : report) {
    const Inputs inputs = assignment(mapping);
    const Design design = make_design(inputs, policy);
    const SimulationResult run = simulate(design);
    EXPECT_NEAR(compute_energy(design, run.counts, run.macs, *inputs.energy).total, expected, 0.05)
        << mapping;
  }
}

}  // namespace
}  // namespace nestwave
