// SPDX-License-Identifier: Apache-2.0
// The built-in dataflows take every layer of the shipped networks on every shipped machine: the
// mapping is legal and keeps its promise by the closed forms. Nothing is simulated.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "dataflows/catalog.h"
#include "models/analytical/model.h"
#include "models/formats/inputs.h"
#include "models/formats/network_yaml.h"

namespace nestwave {
namespace {

const std::filesystem::path kConfigs = NESTWAVE_SOURCE_DIR "/configs";

Architecture machine(const std::string& name) {
  return *read_inputs({kConfigs / "architectures" / (name + ".yaml")}).architecture;
}

std::vector<std::string> machines() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kConfigs / "architectures"))
    names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

/// Each kind of layer once.
std::vector<Problem> distinct_problems(const std::string& network_name) {
  const Network network = read_network(kConfigs / "networks" / (network_name + ".yaml"));
  std::vector<Problem> problems;
  for (const Layer& layer : network.layers) {
    Problem problem = problem_of(layer, network.batch);
    if (std::none_of(problems.begin(), problems.end(),
                     [&](const Problem& known) { return same_work(known, problem); }))
      problems.push_back(std::move(problem));
  }
  return problems;
}

bool is_padded(const Problem& problem) {
  for (std::size_t d = 0; d < problem.data_spaces.size(); ++d)
    if (problem.padded(static_cast<int>(d))) return true;
  return false;
}

class ShippedNetwork : public ::testing::TestWithParam<std::string> {};

TEST_P(ShippedNetwork, IsMappedLayerByLayerOnEveryMachine) {
  const std::vector<Problem> problems = distinct_problems(GetParam());
  for (const std::string& name : machines()) {
    const Architecture architecture = machine(name);
    for (const Dataflow& dataflow : dataflows())
      for (const Problem& problem : problems) {
        if (dataflow.build == nullptr) continue;
        SCOPED_TRACE(problem.name + " on " + name + ", " + std::string(dataflow.name));
        const Policy policy;
        try {
          const Design design(problem, architecture, dataflow.build(problem, architecture, policy), policy);
          const std::optional<std::string> broken =
              check_claim(dataflow, design, analytical::analyze(design).counts);
          // Nothing is claimed only of an operand whose padding is left out.
          if (!broken)
            EXPECT_TRUE(is_padded(problem));
          else
            EXPECT_EQ(*broken, "");
        } catch (const InputError& error) {
          ADD_FAILURE() << error.formatted();
        }
      }
  }
}

INSTANTIATE_TEST_SUITE_P(All, ShippedNetwork,
                         ::testing::Values("alexnet", "resnet18", "resnet50", "mobilenetv2", "vit_s16_224"),
                         [](const auto& test) { return test.param; });

TEST(ShippedMachines, AreTheKnownOnes) {
  EXPECT_EQ(machines(),
            (std::vector<std::string>{"assignment_eyeriss", "eyeriss_like", "eyeriss_v1", "fusion_baseline",
                                      "resnet18_base", "simple_output_stationary", "simple_weight_stationary",
                                      "systolic"}));
}

/// "shared_glb 131072 IO, …": words of room and initials of what is kept.
std::string kept(const std::string& name) {
  const Architecture architecture = machine(name);
  const Problem problem = distinct_problems("alexnet")[1];
  const Mapping mapping = find_dataflow("weight_stationary")->build(problem, architecture, {});
  std::string text;
  for (std::size_t l = 1; l < architecture.levels.size(); ++l) {
    const StorageLevel& level = architecture.levels[l];
    text += (l == 1 ? "" : ", ") + level.name + " " + std::to_string(level.capacity_words.value_or(0)) + " ";
    for (std::size_t s = 0; s < problem.data_spaces.size(); ++s)
      if (mapping.levels[l].keep[s]) text += problem.data_spaces[s].name[0];
  }
  return text + ", " + std::to_string(architecture.compute.mesh_x) + "x" +
         std::to_string(architecture.compute.mesh_y);
}

TEST(ShippedMachines, KeepWhatTheirConstraintsSay) {
  EXPECT_EQ(kept("eyeriss_like"),
            "shared_glb 131072 IO, ifmap_spad 24 I, weights_spad 384 W, psum_spad 16 O, 14x12");
  EXPECT_EQ(
      kept("assignment_eyeriss"),
      "shared_glb 65536 IO, DummyBuffer 16 , ifmap_spad 12 I, weights_spad 192 W, psum_spad 16 O, 14x12");
  EXPECT_EQ(kept("fusion_baseline"),
            "shared_glb 55296 IO, DummyBuffer 16 , ifmap_spad 16 I, weights_spad 224 W, psum_spad 24 O, 8x9");
  EXPECT_EQ(kept("resnet18_base"), "GlobalBuffer 192 WIO, RegisterFile 16 WIO, 16x1");
  EXPECT_EQ(kept("simple_weight_stationary"),
            "shared_glb 65536 WIO, pe_spad 192 W, weight_reg 1 W, input_activation_reg 1 I, "
            "output_activation_reg 1 O, 16x16");
  EXPECT_EQ(kept("simple_output_stationary"),
            "shared_glb 65536 WIO, pe_spad 192 O, weight_reg 1 W, input_activation_reg 1 I, "
            "output_activation_reg 1 O, 16x16");
}

}  // namespace
}  // namespace nestwave
