// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>

#include "models/formats/inputs.h"
#include "tests/row_stationary/machines.h"

namespace nestwave {
namespace {

using rs::chip;
using rs::machine;

std::string refusal(const Architecture& architecture) {
  try {
    (void)row_stationary_machine(architecture);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

Architecture shipped(const std::string& name) {
  const std::filesystem::path folder = NESTWAVE_SOURCE_DIR "/configs/architectures";
  return *read_inputs({folder / (name + ".yaml")}).architecture;
}

TEST(RowStationaryMachine, FindsThePartsOfTheChip) {
  const RowStationaryMachine m = row_stationary_machine(chip());
  EXPECT_EQ(m.rows, 12u);
  EXPECT_EQ(m.columns, 14u);
  EXPECT_EQ(m.memory, 0);
  EXPECT_EQ(m.buffer, 1);
  EXPECT_EQ(m.filter_buffer, 2);
  EXPECT_EQ(m.ifmap_spad, 3);
  EXPECT_EQ(m.filter_spad, 4);
  EXPECT_EQ(m.psum_spad, 5);
  EXPECT_EQ(m.bank_words, 2048u);
}

TEST(RowStationaryMachine, AcceptsTheShippedDescriptionsOfEyeriss) {
  for (const char* name : {"eyeriss_like", "assignment_eyeriss"}) {
    const Architecture architecture = shipped(name);
    const RowStationaryMachine m = row_stationary_machine(architecture);
    EXPECT_EQ(m.rows, 12u);
    EXPECT_EQ(m.columns, 14u);
    EXPECT_EQ(architecture.levels[m.buffer].name, "shared_glb");
    EXPECT_EQ(m.filter_buffer, -1);
    EXPECT_EQ(architecture.levels[m.ifmap_spad].name, "ifmap_spad");
    EXPECT_EQ(architecture.levels[m.filter_spad].name, "weights_spad");
    EXPECT_EQ(architecture.levels[m.psum_spad].name, "psum_spad");
    EXPECT_EQ(m.bank_words, 0u);
  }
}

TEST(RowStationaryMachine, GoesByNamesWhereNothingSaysWhatALevelKeeps) {
  Architecture a = machine(2, 3, {});
  for (StorageLevel& level : a.levels) level.keeps.clear();
  a.levels[2].name = "filter_buffer";
  const RowStationaryMachine m = row_stationary_machine(a);
  EXPECT_EQ(m.buffer, 1);
  EXPECT_EQ(m.filter_buffer, 2);
  EXPECT_EQ(m.psum_spad, 5);
}

TEST(RowStationaryMachine, ASinglePeIsAnArrayToo) {
  const RowStationaryMachine m = row_stationary_machine(machine(1, 1, {}));
  EXPECT_EQ(m.filter_buffer, 2);
  EXPECT_EQ(m.filter_spad, 4);
}

TEST(RowStationaryMachine, RefusalsNameWhatIsMissing) {
  Architecture a = chip();
  a.levels.erase(a.levels.begin() + 5);
  EXPECT_EQ(refusal(a),
            "row_stationary needs a scratchpad for Outputs (psum) in each of the 14 x 12 PEs; GLB has 1 x 1 "
            "instances");
  a = chip();
  a.levels.erase(a.levels.begin() + 1);
  EXPECT_EQ(refusal(a),
            "row_stationary needs one global buffer for Inputs and Outputs between memory and scratchpads; "
            "there is none");
  a = chip();
  a.levels[1].keeps = {"Inputs"};
  EXPECT_EQ(refusal(a),
            "row_stationary needs one global buffer for Inputs and Outputs between memory and scratchpads; "
            "there is GLB (Inputs)");
  a = chip();
  a.levels[5].keeps = {"Outputs", "Weights"};
  EXPECT_EQ(refusal(a),
            "row_stationary needs a scratchpad for Weights (filter) in each of the 14 x 12 PEs; psum_spad "
            "keeps other data spaces as well");
  a = chip();
  a.levels[0].bypasses = {"Weights"};
  EXPECT_EQ(refusal(a), "row_stationary needs DRAM, the outermost level, to keep Weights");
  a = chip();
  a.levels[1].mesh_x = 14;
  EXPECT_EQ(refusal(a), "row_stationary needs a single global buffer; GLB has 14 instances");
  a = chip();
  a.levels[3].mesh_x = 7;
  EXPECT_EQ(refusal(a),
            "row_stationary needs a scratchpad for Inputs (ifmap) in each of the 14 x 12 PEs; ifmap_spad has "
            "7 x 12 instances");
  a = chip();
  a.levels[1].banks.emplace().count = 60000;
  EXPECT_EQ(refusal(a),
            "row_stationary needs a buffer with room for a word in each of its 60000 banks; GLB has 51200 "
            "words");
  for (const char* name : {"simple_weight_stationary", "simple_output_stationary", "resnet18_base"})
    EXPECT_NE(refusal(shipped(name)), "accepted") << name;
}

TEST(RowStationaryMachine, RefusesTimeThatItDoesNotHave) {
  const auto with = [](const auto& change) {
    Architecture a = machine(2, 3, {});
    change(a.levels);
    return refusal(a);
  };
  using Levels = std::vector<StorageLevel>;
  EXPECT_EQ(with([](Levels& l) { l[0].latency = 9; }), "accepted") << "that of the memory is simulated";
  EXPECT_EQ(
      with([](Levels& l) { l[1].latency = 1; }),
      "row_stationary: GLB has a latency; only that of the memory is simulated, the networks of the array "
      "take one cycle");
  EXPECT_EQ(with([](Levels& l) { l[0].timing.emplace(); }),
            "row_stationary: DRAM has a timing of its own; only a bandwidth and a latency of the memory are "
            "simulated, leave 'timing' out");
  EXPECT_EQ(with([](Levels& l) { l[1].networks["Inputs"].kind = "multicast"; }), "accepted");
  EXPECT_EQ(
      with([](Levels& l) { l[1].networks["Inputs"].kind = "mesh"; }),
      "row_stationary: the network below GLB is of kind 'mesh'; the array has multicast buses of its own, "
      "see 'nestwave describe row_stationary_networks'");
  EXPECT_EQ(with([](Levels& l) { l[2].networks[""].hop_latency = 1; }),
            "row_stationary: the network below FilterGLB has a hop latency; those of such an array take one "
            "cycle");
  EXPECT_EQ(with([](Levels& l) { l[1].networks["Outputs"].outward = std::make_shared<NetworkSpec>(); }),
            "row_stationary: the network below GLB has a 'outward' of its own; one bandwidth holds for each "
            "direction");
}

TEST(RowStationaryMachine, NamesWhatHasNoEffect) {
  Architecture a = machine(2, 3, {});
  EXPECT_TRUE(row_stationary_without_effect(a).empty());
  for (StorageLevel& level : a.levels) level.read_bandwidth = level.write_bandwidth = 2;
  a.levels[2].networks["Weights"].bandwidth = 4;  // else the width of that network is the read bandwidth
  EXPECT_EQ(row_stationary_without_effect(a),
            (std::vector<std::string>{
                "GLB.write_bandwidth", "FilterGLB.read_bandwidth", "FilterGLB.write_bandwidth",
                "ifmap_spad.read_bandwidth", "ifmap_spad.write_bandwidth", "filter_spad.read_bandwidth",
                "filter_spad.write_bandwidth", "psum_spad.read_bandwidth", "psum_spad.write_bandwidth"}));
}

}  // namespace
}  // namespace nestwave
