// SPDX-License-Identifier: Apache-2.0
// The README's table of the assignment's mappings is what a run prints today.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "app/simulate.h"
#include "models/analytical/model.h"
#include "models/energy/energy.h"
#include "models/formats/inputs.h"

namespace nestwave {
namespace {

std::string row(const std::string& mapping, const Policy& policy) {
  const std::string folder = NESTWAVE_SOURCE_DIR "/configs/assignment/";
  const Inputs inputs = read_inputs({folder + "arch.yaml", folder + "prob.yaml", folder + "table1.ert.yaml",
                                     folder + mapping + ".map.yaml"});
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

}  // namespace
}  // namespace nestwave
