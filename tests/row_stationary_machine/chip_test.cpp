// SPDX-License-Identifier: Apache-2.0
// AlexNet on eyeriss_v1 against what was measured on the chip: Y.-H. Chen, T. Krishna, J. Emer, V. Sze,
// "Eyeriss: An Energy-Efficient Reconfigurable Accelerator for Deep Convolutional Neural Networks", JSSC
// 52(1), 2017, table V (four images, core at 200 MHz), with the parameters of its table of mappings.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "models/formats/inputs.h"
#include "models/formats/network_yaml.h"
#include "tests/row_stationary_machine/simulated.h"

namespace nestwave::rs {
namespace {

struct Measured {
  const char* name;
  const char* layer;
  RowStationaryParameters cut;
  std::uint64_t active_pes;
  double processing_ms;
  double total_ms;
  double buffer_mb;
  bool buffer_fits;  ///< the paper's mapping and its traffic agree
};

constexpr double kCyclesPerMs = 200e3;

// conv3: the mapping as printed makes more traffic than was measured; with q=3, r=2, t=2 it fits.
const Measured kLayers[] = {
    {"conv1", "conv1", {96, 1, 7, 16, 1, 1, 2}, 154, 16.5, 20.9, 18.5, true},
    {"conv2", "conv2", {64, 1, 27, 16, 2, 1, 1}, 135, 39.2, 41.9, 77.6, true},
    {"conv3", "conv3", {64, 4, 13, 16, 4, 1, 4}, 156, 21.8, 23.6, 50.2, false},
    {"conv3_as_measured", "conv3", {64, 4, 13, 16, 3, 2, 2}, 156, 21.8, 23.6, 50.2, true},
    {"conv4", "conv4", {64, 4, 13, 16, 3, 2, 2}, 156, 16.0, 18.4, 37.4, true},
    {"conv5", "conv5", {64, 4, 13, 16, 3, 2, 2}, 156, 10.0, 10.5, 24.9, true},
};

void PrintTo(const Measured& layer, std::ostream* out) {
  *out << layer.name;
}

class AlexNetOnTheChip : public testing::TestWithParam<Measured> {
 protected:
  [[nodiscard]] static Simulated simulated(const Measured& layer) {
    const std::string configs = std::string(NESTWAVE_SOURCE_DIR) + "/configs/";
    const Network network = read_network(configs + "networks/alexnet_n4.yaml");
    return {problem_of(*network.find(layer.layer), network.batch),
            *read_inputs({configs + "architectures/eyeriss_v1.yaml"}).architecture, layer.cut};
  }
};

TEST_P(AlexNetOnTheChip, HasItsActivePesTrafficAndProcessingTime) {
  const Measured& chip = GetParam();
  const Simulated layer = simulated(chip);
  EXPECT_EQ(row_stationary_result(layer.plan).active_pes, chip.active_pes);
  const SimulationResult run = layer.run().simulation;
  EXPECT_EQ(layer.differences(run), "");

  std::uint64_t words = 0;
  for (int d = 0; d < layer.design.data_space_count(); ++d) {
    const Counts& at = run.counts.at(layer.plan.machine.buffer, d);
    words += at[Category::reads_fill] + at[Category::reads_drain] + at[Category::writes_update];
  }
  const double megabytes = 2e-6 * static_cast<double>(words);
  if (chip.buffer_fits)
    EXPECT_NEAR(megabytes, chip.buffer_mb, 0.01 * chip.buffer_mb);
  else
    EXPECT_GT(megabytes, 1.3 * chip.buffer_mb);

  const double processing = static_cast<double>(run.processing) / kCyclesPerMs;
  EXPECT_NEAR(processing, chip.processing_ms, 0.1 * chip.processing_ms);
  const double total = static_cast<double>(run.cycles) / kCyclesPerMs;
  EXPECT_NEAR(total, chip.total_ms, 0.12 * chip.total_ms);
  RecordProperty("processing_cycles", std::to_string(run.processing));
}

INSTANTIATE_TEST_SUITE_P(Layers, AlexNetOnTheChip, testing::ValuesIn(kLayers),
                         [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace nestwave::rs
