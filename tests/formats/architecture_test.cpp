// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/formats/inputs.h"
#include "tests/formats/good_texts.h"

namespace nestwave {
namespace {

using testing::ElementsAre;

Architecture architecture_in(const std::string& text) {
  return *read_texts({{"in.yaml", text}}).architecture;
}

/// kArchitecture's RegFile with other attributes.
StorageLevel level_with(const std::string& attributes) {
  return architecture_in(
             "architecture:\n  nodes:\n  - !Component {name: RegFile, class: regfile, attributes: {" +
             attributes + "}}\n  - !Component {name: MAC, class: intmac}\n")
      .levels.at(0);
}

TEST(ReadArchitecture, MultipliesFanOutsInwardInVersion04) {
  const Architecture architecture = architecture_in(kArchitecture);
  EXPECT_EQ(architecture.name, "System");
  ASSERT_EQ(architecture.levels.size(), 2u);
  EXPECT_EQ(architecture.levels[0].path, "System.DRAM");
  EXPECT_EQ(architecture.levels[0].instances(), 1u);
  EXPECT_FALSE(architecture.levels[0].capacity_words.has_value());
  EXPECT_EQ(architecture.levels[0].block_size, 4u);
  EXPECT_EQ(architecture.levels[1].path, "System.PE.RegFile");
  EXPECT_EQ(architecture.levels[1].mesh_x, 4u);
  EXPECT_EQ(architecture.levels[1].mesh_y, 2u);
  EXPECT_EQ(architecture.levels[1].capacity_words, 64u);
  EXPECT_EQ(architecture.compute.path, "System.PE.MAC");
  EXPECT_EQ(architecture.compute.instances(), 8u);
  EXPECT_EQ(architecture.levels[1].where.line, 10);
}

TEST(ReadArchitecture, ReadsTheSameMachineInVersion03) {
  const Architecture architecture = architecture_in(kOldArchitecture);
  EXPECT_EQ(architecture.name, "system");
  EXPECT_EQ(architecture.levels[0].path, "system.DRAM");
  EXPECT_EQ(architecture.levels[1].name, "RegFile");
  EXPECT_EQ(architecture.levels[1].path, "system.PE[0..7].RegFile");
  EXPECT_EQ(architecture.levels[1].mesh_x, 4u);
  EXPECT_EQ(architecture.levels[1].mesh_y, 2u);
  EXPECT_EQ(architecture.compute.path, "system.PE[0..7].MAC");
  EXPECT_EQ(architecture.compute.mesh_y, 2u);
}

TEST(ReadArchitecture, MultipliesNestedRangesInVersion03) {
  const Architecture architecture = architecture_in(R"(
architecture:
  version: 0.3
  subtree:
    name: chip
    local:
    - {name: Glb, class: SRAM}
    - {name: "Column[0..3]", class: regfile}
    subtree:
    - name: Cluster[0..3]
      subtree:
      - name: PE[1..5]
        local:
        - {name: "Spad[0..1]", class: storage, subclass: smartbuffer_RF, attributes: {meshX: 4}}
        - {name: "Mac[0..1]", class: fpmac}
)");
  EXPECT_EQ(architecture.levels[1].name, "Column");
  EXPECT_EQ(architecture.levels[1].path, "chip.Column[0..3]");
  EXPECT_EQ(architecture.levels[1].mesh_x, 4u);
  EXPECT_EQ(architecture.levels[2].instances(), 40u);
  EXPECT_EQ(architecture.levels[2].mesh_y, 10u);
  // Without a meshX of its own it stands as the level before it does.
  EXPECT_EQ(architecture.compute.mesh_x, 4u);
  EXPECT_EQ(architecture.compute.mesh_y, 10u);
}

TEST(ReadArchitecture, MakesAChainOfStoragesSideBySide) {
  const Architecture architecture = architecture_in(R"(
architecture:
  nodes:
  - !Container {name: top}
  - !Component {name: Glb, class: smartbuffer_SRAM}
  - !Hierarchical
    nodes:
    - !Container {name: PE, spatial: {meshY: 3}}
    - !Parallel
      nodes:
      - !Component {name: A, class: smartbuffer_RF}
      - !Component {name: B, class: smartbuffer_RF, constraints: {dataspace: {keep: [Inputs]}}}
      - !Nothing {}
    - !Component {name: noc, class: XY_NoC}
    - !Component {name: mac, class: intmac, spatial: {meshX: 2}}
)");
  ASSERT_EQ(architecture.levels.size(), 3u);
  EXPECT_EQ(architecture.levels[1].name, "A");
  EXPECT_EQ(architecture.levels[2].name, "B");
  EXPECT_EQ(architecture.levels[2].mesh_y, 3u);
  EXPECT_EQ(architecture.compute.mesh_x, 2u);
  EXPECT_THAT(architecture.unused, ElementsAre("noc"));
}

TEST(ReadArchitecture, TakesTheInnermostComponentAsComputeUnit) {
  const Architecture architecture = architecture_in(
      "architecture:\n  nodes:\n  - !Component {name: M, class: SRAM}\n  - !Component {name: X, class: "
      "multiplier}\n");
  EXPECT_EQ(architecture.compute.name, "X");
}

TEST(ReadArchitecture, WorksOutCapacities) {
  EXPECT_EQ(level_with("").capacity_words, std::nullopt);
  EXPECT_EQ(level_with("depth: 16, width: 64, word_bits: 16").capacity_words, 64u);
  EXPECT_EQ(level_with("depth: 16, width: 64, word-bits: 16").capacity_words, 64u);
  EXPECT_EQ(level_with("depth: 16, width: 64, datawidth: 16").capacity_words, 64u);
  EXPECT_EQ(level_with("depth: 16, width: 64").capacity_words, 16u);
  EXPECT_EQ(level_with("depth: 16, block_size: 4").capacity_words, 64u);
  EXPECT_EQ(level_with("depth: 16").capacity_words, 16u);
  EXPECT_EQ(level_with("memory_depth: 16, memory_width: 32, word-bits: 8").capacity_words, 64u);
  EXPECT_EQ(level_with("entries: 100").capacity_words, 100u);
  EXPECT_EQ(level_with("sizeKB: 2, word_bits: 16").capacity_words, 1024u);
  EXPECT_EQ(level_with("depth: 3, width: 10, word_bits: 4").capacity_words, 7u);
}

TEST(ReadArchitecture, WorksOutBlockSizes) {
  EXPECT_EQ(level_with("width: 64, word_bits: 16, block-size: 2").block_size, 2u);
  EXPECT_EQ(level_with("width: 64, word_bits: 16").block_size, 4u);
  EXPECT_EQ(level_with("width: 64, word_bits: 8, cluster_size: 8").block_size, 1u);
  EXPECT_EQ(level_with("n_words: 3").block_size, 3u);
  EXPECT_EQ(level_with("").block_size, 1u);
}

TEST(ReadArchitecture, InheritsTheWordWidthFromContainers) {
  const Architecture architecture = architecture_in(R"(
architecture:
  nodes:
  - !Container {name: top, attributes: {datawidth: 8, global_cycle_seconds: 2e-9, technology: 45nm}}
  - !Component {name: Buf, class: SRAM, attributes: {depth: 4, width: 64}}
  - !Component {name: mac, class: intmac}
)");
  EXPECT_EQ(architecture.levels[0].capacity_words, 32u);
  EXPECT_DOUBLE_EQ(architecture.cycle_seconds, 2e-9);
  EXPECT_THAT(architecture.unused, ElementsAre("top.technology"));
}

TEST(ReadArchitecture, ReadsBandwidthsAndBuffering) {
  const StorageLevel level =
      level_with("read_bandwidth: 16, write_bandwidth: 0.5, shared-bandwidth: 3/4, multiple_buffering: 2");
  EXPECT_EQ(level.read_bandwidth, Rational(16));
  EXPECT_EQ(level.write_bandwidth, Rational(1, 2));
  EXPECT_EQ(level.shared_bandwidth, Rational(3, 4));
  EXPECT_EQ(level.multiple_buffering, Rational(2));
  EXPECT_EQ(level_with("").read_bandwidth, std::nullopt);
}

TEST(ReadArchitecture, ReadsOurOwnAttributes) {
  const StorageLevel level = level_with(
      "latency: 5ns, nestwave: {latency: 2, prefetch_depth: 3, ready: tile, room: per_data_space, "
      "padding: stored, network: {kind: bus, bandwidth: 0.5, hop_latency: 1}}");
  EXPECT_EQ(level.latency, 2u);
  EXPECT_EQ(level.prefetch_depth, 3u);
  EXPECT_EQ(level.room, Room::per_data_space);
  EXPECT_EQ(level.padding, Padding::stored);
  EXPECT_EQ(level_with("").padding, Padding::free);
  ASSERT_EQ(level.networks.size(), 1u);
  EXPECT_EQ(level.networks.at("").kind, "bus");
  EXPECT_EQ(level.networks.at("").bandwidth, Rational(1, 2));
  EXPECT_EQ(level.networks.at("").hop_latency, 1u);
}

TEST(ReadArchitecture, ReadsTheTimingOfAMemory) {
  EXPECT_FALSE(level_with("width: 16").timing.has_value());
  const StorageLevel plain = level_with("width: 64, word_bits: 16, nestwave: {timing: ddr4_2400}");
  ASSERT_TRUE(plain.timing.has_value());
  EXPECT_EQ(plain.word_bits, 16u);
  EXPECT_EQ(plain.timing->memory, "ddr4_2400");
  EXPECT_EQ(plain.timing->outstanding, 32u);
  EXPECT_TRUE(plain.timing->settings.empty());
  const MemoryTiming changed =
      *level_with("nestwave: {timing: {preset: hbm2, outstanding: 4, tRCD: 15, page-policy: closed}}").timing;
  EXPECT_EQ(changed.memory, "hbm2");
  EXPECT_EQ(changed.outstanding, 4u);
  ASSERT_EQ(changed.settings.size(), 2u);
  EXPECT_EQ(changed.settings[0].name, "tRCD");
  EXPECT_EQ(changed.settings[0].value, "15");
  EXPECT_EQ(changed.settings[1].name, "page_policy");
  EXPECT_EQ(level_with("nestwave: {timing: {preset: tlm, burst_bytes: 32}}").timing->burst_bytes, 32u);
}

TEST(ReadArchitecture, ReadsTheBanksOfALevel) {
  const BankSpec plain = *level_with("nestwave: {banks: {count: 4}}").banks;
  EXPECT_EQ(plain.count, 4u);
  EXPECT_EQ(plain.ports, 1u);
  EXPECT_EQ(plain.interleave, 1u);
  const BankSpec given =
      *level_with("nestwave: {banks: {count: 27, ports: 2, interleave: 8, per_data_space: {Inputs: 14}}}")
           .banks;
  EXPECT_EQ(given.ports, 2u);
  EXPECT_EQ(given.interleave, 8u);
  EXPECT_EQ(given.own.at("Inputs"), 14u);
}

TEST(ReadArchitecture, ReadsANetworkPerDataSpace) {
  const StorageLevel level =
      level_with("nestwave: {network: {hop_latency: 2, Inputs: {bandwidth: 4}, Outputs: {hop_latency: 0}}}");
  ASSERT_EQ(level.networks.size(), 3u);
  EXPECT_EQ(level.networks.at("").hop_latency, 2u);
  EXPECT_EQ(level.networks.at("Inputs").bandwidth, Rational(4));
  EXPECT_EQ(level.networks.at("Inputs").hop_latency, 2u);
  EXPECT_EQ(level.networks.at("Outputs").hop_latency, 0u);
  EXPECT_EQ(level_with("nestwave: {network: {Inputs: {bandwidth: 4}}}").networks.size(), 1u);
}

TEST(ReadArchitecture, ReadsEveryKindOfNetworkWithItsOwnDefaults) {
  const auto read = [](const std::string& network) {
    return level_with("nestwave: {network: {" + network + "}}").networks.at("");
  };
  EXPECT_EQ(read("kind: multicast, row_bandwidth: 1/2").row_bandwidth, Rational(1, 2));
  EXPECT_EQ(read("kind: multicast").hop_latency, 0u);
  EXPECT_EQ(read("kind: systolic").hop_latency, 1u);
  EXPECT_EQ(read("kind: systolic").along, Along::automatic);
  EXPECT_EQ(read("kind: systolic, along: xy, hop_latency: 0").along, Along::both);
  EXPECT_EQ(read("kind: mesh, entry_y: 3").entry_y, 3u);
  EXPECT_EQ(read("kind: mesh").hop_latency, 1u);
}

TEST(ReadArchitecture, ReadsANetworkForSumsOutward) {
  const auto read = [](const std::string& network) {
    return level_with("nestwave: {network: {" + network + "}}").networks;
  };
  const NetworkSpec same = read("hop_latency: 2, bandwidth: 1, outward_bandwidth: 4").at("");
  EXPECT_EQ(same.bandwidth, Rational(1));
  EXPECT_EQ(same.for_sums().kind, "bus");
  EXPECT_EQ(same.for_sums().bandwidth, Rational(4));
  EXPECT_EQ(same.for_sums().hop_latency, 2u);
  const NetworkSpec tree = read("hop_latency: 2, outward: {kind: reduction_tree, bandwidth: 3}").at("");
  EXPECT_EQ(tree.for_sums().kind, "reduction_tree");
  EXPECT_EQ(tree.for_sums().adder_latency, 1u);
  EXPECT_EQ(tree.for_sums().hop_latency, 0u);
  EXPECT_EQ(read("").at("").outward, nullptr);
  const auto mixed = read("hop_latency: 2, outward: {kind: mesh}, Inputs: {kind: systolic}, Outputs: {}");
  EXPECT_EQ(mixed.at("Inputs").hop_latency, 2u);
  EXPECT_EQ(mixed.at("Outputs").kind, "bus");
  EXPECT_EQ(mixed.at("Outputs").for_sums().kind, "mesh");
}

TEST(ReadArchitecture, ReadsTheDepthOfTheMac) {
  EXPECT_EQ(architecture_in("architecture: {nodes: [!Component {name: M, class: SRAM}, "
                            "!Component {name: X, class: intmac, attributes: {nestwave: {depth: 3}}}]}")
                .compute.depth,
            3u);
}

TEST(ReadArchitecture, TakesWhatConstraintsSayAboutKeepingAndNotesTheRest) {
  const std::string text = R"(
architecture:
  nodes:
  - !Container {name: top, constraints: {spatial: {split: 1}}}
  - !Component
    name: Buf
    class: SRAM
    constraints:
      dataspace: {keep: [Inputs, Outputs], bypass: [Weights], no_reuse: [Inputs]}
      temporal: {permutation: [P, Q]}
  - !Component {name: mac, class: intmac, constraints: {spatial: {split: 1}}}
)";
  const Architecture architecture = architecture_in(text);
  EXPECT_THAT(architecture.levels[0].keeps, ElementsAre("Inputs", "Outputs"));
  EXPECT_THAT(architecture.levels[0].bypasses, ElementsAre("Weights"));
  EXPECT_THAT(architecture.unused,
              ElementsAre("Buf.constraints.dataspace.no_reuse", "Buf.constraints.temporal", "mac.constraints",
                          "top.constraints"));
}

TEST(ReadArchitecture, RefusesToKeepAndBypassTheSame) {
  EXPECT_THROW(
      architecture_in("architecture: {nodes: [!Component {name: M, class: SRAM, constraints: {dataspace: "
                      "{keep: [W], bypass: [W]}}}, !Component {name: X, class: intmac}]}"),
      InputError);
}

TEST(ReadArchitecture, ListsUnusedAttributesOnce) {
  const std::string text = R"(
architecture:
  nodes:
  - !Component {name: Buf, class: SRAM, attributes: {depth: 4, n_banks: 2, technology: 45nm}}
  - !Component {name: mac, class: intmac, attributes: {datawidth: 8}}
)";
  EXPECT_THAT(architecture_in(text).unused, ElementsAre("Buf.n_banks", "Buf.technology", "mac.datawidth"));
}

}  // namespace
}  // namespace nestwave
