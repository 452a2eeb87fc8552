// SPDX-License-Identifier: Apache-2.0
// Every shipped machine computes what a plain loop computes: layers of AlexNet and the ResNets, scaled down,
// with values, under every dataflow; counts, figures and claims hold. What a machine cannot take is refused
// with the reason.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "app/layer_run.h"
#include "app/load.h"
#include "models/formats/network_yaml.h"

namespace nestwave {
namespace {

using ::testing::HasSubstr;

const std::filesystem::path kConfigs = NESTWAVE_SOURCE_DIR "/configs";
constexpr std::uint64_t kFewerChannels = 32;
constexpr std::uint64_t kFewerPixels = 16;

/// A thirty-second of the channels and filters, a sixteenth of the rows and columns, as far as groups,
/// kernels and strides leave something to do; kernels, strides, padding and groups stay.
Layer scaled(Layer layer) {
  const auto fewer = [&layer](std::uint64_t all) {
    if (all < kFewerChannels) return all;  // the colours of an image
    const std::uint64_t step = layer.groups * kFewerChannels;
    return (all + step - 1) / step * layer.groups;
  };
  layer.channels = fewer(layer.channels);
  layer.filters = fewer(layer.filters);
  const auto smaller = [](std::uint64_t all, std::uint64_t kernel, std::uint64_t stride) {
    return std::min(all, std::max(all / kFewerPixels, kernel + stride));
  };
  layer.input = {smaller(layer.input.down, layer.kernel.down, layer.stride.down),
                 smaller(layer.input.across, layer.kernel.across, layer.stride.across)};
  return layer;
}

/// The layers of all three networks, each kind once.
const std::vector<Problem>& scaled_layers() {
  static const std::vector<Problem> all = [] {
    std::vector<Problem> problems;
    for (const char* name : {"alexnet", "resnet18", "resnet50"})
      for (const Layer& layer : read_network(kConfigs / "networks" / (std::string(name) + ".yaml")).layers) {
        Problem problem = problem_of(scaled(layer), 1);
        problem.name = std::string(name) + ":" + layer.name;
        if (std::none_of(problems.begin(), problems.end(),
                         [&](const Problem& known) { return same_work(known, problem); }))
          problems.push_back(std::move(problem));
      }
    return problems;
  }();
  return all;
}

struct Machine {
  const char* architecture;
  const char* dataflow;
  const char* refusal;          ///< what is said of a layer that is not taken; empty: all are
  const char* only_layer = "";  ///< the one that is not taken; empty: none is
};

const Machine kMachines[] = {
    {"assignment_eyeriss", "weight_stationary", ""},
    {"assignment_eyeriss", "output_stationary", ""},
    {"assignment_eyeriss", "input_stationary", ""},
    {"assignment_eyeriss", "row_stationary", ""},
    {"eyeriss_like", "weight_stationary", ""},
    {"eyeriss_like", "output_stationary", ""},
    {"eyeriss_like", "input_stationary", ""},
    {"eyeriss_like", "row_stationary", ""},
    {"eyeriss_v1", "weight_stationary", ""},
    {"eyeriss_v1", "output_stationary", ""},
    {"eyeriss_v1", "input_stationary", ""},
    {"eyeriss_v1", "row_stationary", ""},
    {"fusion_baseline", "weight_stationary", ""},
    {"fusion_baseline", "output_stationary", ""},
    {"fusion_baseline", "input_stationary", ""},
    {"fusion_baseline", "row_stationary", "R = 11 filter rows do not fit into the 9 rows of PEs",
     "alexnet:conv1"},
    {"resnet18_base", "weight_stationary", ""},
    {"resnet18_base", "output_stationary", ""},
    {"resnet18_base", "input_stationary", ""},
    {"resnet18_base", "row_stationary", "RegisterFile keeps other data spaces as well"},
    {"simple_output_stationary", "weight_stationary", ""},
    {"simple_output_stationary", "output_stationary", ""},
    {"simple_output_stationary", "input_stationary", ""},
    {"simple_output_stationary", "row_stationary", "row_stationary needs one global buffer"},
    {"simple_weight_stationary", "weight_stationary", ""},
    {"simple_weight_stationary", "output_stationary", ""},
    {"simple_weight_stationary", "input_stationary", ""},
    {"simple_weight_stationary", "row_stationary", "row_stationary needs a single filter buffer"},
    {"systolic", "weight_stationary", ""},
    {"systolic", "output_stationary", ""},
    {"systolic", "input_stationary", ""},
    {"systolic", "row_stationary", "pe_register keeps other data spaces as well"},
};

void PrintTo(const Machine& machine, std::ostream* out) {
  *out << machine.architecture << " " << machine.dataflow;
}

class ScaledNetworks : public ::testing::TestWithParam<Machine> {};

TEST_P(ScaledNetworks, AreComputedRightOrRefusedWithTheReason) {
  const Machine& machine = GetParam();
  Loaded loaded;
  loaded.inputs = read_inputs({kConfigs / "architectures" / (std::string(machine.architecture) + ".yaml")});
  loaded.dataflow = find_dataflow(machine.dataflow);
  loaded.policy = policies().front();
  std::uint64_t seed = 0;
  for (const Problem& problem : scaled_layers()) {
    SCOPED_TRACE(problem.name);
    loaded.inputs.problem = problem;
    loaded.layers = {problem.name};  // of a network: parameters of row stationary are searched
    std::unique_ptr<Engine> engine;
    std::string refusal;
    try {
      engine = make_engine(loaded);
    } catch (const InputError& error) {
      refusal = error.what();
    }
    const std::string only = machine.only_layer;
    if (*machine.refusal != 0 && (only.empty() || only == problem.name)) {
      ASSERT_THAT(refusal, HasSubstr(machine.refusal));
      continue;
    }
    ASSERT_EQ(refusal, "");
    LayerRunOptions options;
    options.dataflow = machine.dataflow;
    options.seed = ++seed;
    const RunReport report = run_layer(*engine, options);
    ASSERT_TRUE(report.functional);
    EXPECT_TRUE(report.functional->ok) << report.functional->fault;
    EXPECT_EQ(report.simulation.macs, problem.macs());
    EXPECT_NE(report.cross_check_status(), "mismatch");
    EXPECT_TRUE(report.all_well());
  }
}

INSTANTIATE_TEST_SUITE_P(All, ScaledNetworks, ::testing::ValuesIn(kMachines), [](const auto& test) {
  return std::string(test.param.architecture) + "_" + test.param.dataflow;
});

TEST(ScaledMachines, AreAllThatShipUnderEveryDataflow) {
  std::size_t shipped = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kConfigs / "architectures")) {
    ++shipped;
    const std::string name = entry.path().stem().string();
    for (const Dataflow& dataflow : dataflows())
      EXPECT_TRUE(std::any_of(std::begin(kMachines), std::end(kMachines),
                              [&](const Machine& machine) {
                                return machine.architecture == name && machine.dataflow == dataflow.name;
                              }))
          << name << " " << dataflow.name;
  }
  EXPECT_EQ(std::size(kMachines), shipped * dataflows().size());
}

TEST(ScaledLayers, KeepWhatMakesThemHard) {
  std::uint64_t grouped = 0, strided = 0, padded = 0, products = 0;
  for (const Problem& problem : scaled_layers()) {
    EXPECT_LE(problem.macs(), 50'000u) << problem.name;
    EXPECT_GT(problem.macs(), 1u) << problem.name;
    grouped += problem.find_dimension("G") >= 0 ? 1 : 0;
    products += problem.find_dimension("R") < 0 ? 1 : 0;
    for (const DataSpace& space : problem.data_spaces)
      for (const Rank& rank : space.ranks)
        for (const Term& term : rank.terms) strided += term.coefficient > 1 ? 1 : 0;
    for (std::size_t d = 0; d < problem.data_spaces.size(); ++d)
      padded += problem.padded(static_cast<int>(d)) ? 1 : 0;
  }
  EXPECT_GE(scaled_layers().size(), 30u);
  EXPECT_GE(grouped, 3u);
  EXPECT_GE(strided, 6u);
  EXPECT_GE(padded, 10u);
  EXPECT_GE(products, 3u);
}

}  // namespace
}  // namespace nestwave
