// SPDX-License-Identifier: Apache-2.0
#include "tests/systolic/support.h"

#include <gtest/gtest.h>

#include "app/controllers.h"
#include "models/cross_check.h"
#include "models/formats/inputs.h"

namespace nestwave::test {

Architecture systolic(std::uint64_t rows, std::uint64_t columns, std::vector<std::string> overrides) {
  overrides.push_back("array.meshX=" + std::to_string(columns));
  overrides.push_back("array.meshY=" + std::to_string(rows));
  return *read_inputs({NESTWAVE_SOURCE_DIR "/configs/architectures/systolic.yaml"}, {overrides, false})
              .architecture;
}

Problem gemm(std::uint64_t m, std::uint64_t k, std::uint64_t n) {
  Layer layer;
  layer.name = "gemm";
  layer.type = LayerType::matmul;
  layer.rows = m;
  layer.channels = k;
  layer.filters = n;
  return problem_of(layer, 1);
}

Layer conv_layer(std::uint64_t channels, std::uint64_t filters, Extent input, Extent kernel,
                 std::uint64_t stride, std::uint64_t padding, std::uint64_t groups) {
  Layer layer;
  layer.name = "conv";
  layer.channels = channels;
  layer.filters = filters;
  layer.input = input;
  layer.kernel = kernel;
  layer.stride = {stride, stride};
  layer.padding = {padding, padding};
  layer.groups = groups;
  return layer;
}

std::unique_ptr<Engine> engine(const std::string& dataflow, const Problem& problem,
                               const Architecture& architecture) {
  const Controller* controller = find_controller(dataflow, architecture);
  if (controller == nullptr) throw InternalError("no controller drives this machine");
  return controller->make({problem, architecture, Policy{}, RowStationaryChoice{}});
}

SimulationResult checked_run(const Engine& engine, bool functional) {
  const EngineRun run = engine.simulate({}, functional ? std::optional<std::uint64_t>(7) : std::nullopt);
  const AnalyticalResult analytical = engine.analyze();
  for (const Difference& difference : cross_check(run.simulation, analytical).differences)
    ADD_FAILURE() << "level " << difference.level << ", data space " << difference.data_space << ", "
                  << kCategoryNames[static_cast<std::size_t>(difference.category)] << ": simulated "
                  << difference.simulated << ", closed form " << difference.analytical;
  for (const FigureDifference& figure : cross_check_figures(engine.design(), run.simulation, analytical))
    ADD_FAILURE() << figure.figure << ": simulated " << figure.simulated << ", closed form "
                  << figure.analytical;
  EXPECT_EQ(engine.broken_claim(run.simulation.counts), "");
  if (functional) {
    EXPECT_TRUE(run.functional->ok) << run.functional->fault;
  }
  return run.simulation;
}

SystolicResult description(const Engine& engine) {
  RunReport report;
  engine.describe(report);
  return *report.systolic;
}

}  // namespace nestwave::test
