// SPDX-License-Identifier: Apache-2.0
#include "models/energy/energy.h"

#include <gtest/gtest.h>

#include "models/formats/inputs.h"
#include "tests/formats/malformed.h"

namespace nestwave {
namespace {

EnergyTable table_in(const std::string& text) {
  return *read_texts({{"in.yaml", text}}).energy;
}

TEST(EnergyTable, TakesTheLargestOfSeveralEntries) {
  const EnergyTable table = table_in(R"(
ERT:
  version: 0.3
  tables:
  - name: System.Chip.PE[0..15].RegisterFile
    actions:
    - {name: read, arguments: {address_delta: 0, data_delta: 1}, energy: 0.072}
    - {name: read, arguments: {address_delta: 1, data_delta: 1}, energy: 0.13}
    - {name: read, arguments: {address_delta: 1, data_delta: 0}, energy: 0.061}
    - {name: idle, arguments: null, energy: 0.003}
)");
  EXPECT_DOUBLE_EQ(table.components.at(0).actions.at("read"), 0.13);
  EXPECT_DOUBLE_EQ(table.components.at(0).actions.at("idle"), 0.003);
}

TEST(EnergyTable, ReadsMapsOfTables) {
  const EnergyTable table = table_in(
      "ERT: {version: 0.2, tables: {a.Buf: {read: 1, write: [{energy: 2}, {energy: 3}], idle: {energy: "
      "4}}}}");
  EXPECT_DOUBLE_EQ(table.find("a.Buf")->actions.at("read"), 1);
  EXPECT_DOUBLE_EQ(table.find("a.Buf")->actions.at("write"), 3);
  EXPECT_DOUBLE_EQ(table.find("a.Buf")->actions.at("idle"), 4);
}

TEST(EnergyTable, FindsAComponentByItsLastNameIfThatIsUnique) {
  const EnergyTable table = table_in(
      "ERT: {tables: {'top.PE[0..3].Buf[0..1]': {read: 1}, top.Mem: {read: 2}, "
      "other.Mem: {read: 3}}}");
  EXPECT_DOUBLE_EQ(table.find("System.Buf")->actions.at("read"), 1);
  EXPECT_DOUBLE_EQ(table.find("other.Mem")->actions.at("read"), 3);
  EXPECT_EQ(table.find("System.Mem"), nullptr);
  EXPECT_EQ(table.find("System.Glb"), nullptr);
  EXPECT_EQ(last_name("a.PE[0..3].Buf[0..1]"), "Buf");
}

/// One level with blocks of 4 words over 2 instances of a second one, 8 MACs.
Design small_design(const char* policy) {
  return make_design(read_texts({{"in.yaml", R"(
architecture:
  nodes:
  - !Component {name: Mem, class: SRAM, attributes: {width: 64, word_bits: 16}}
  - !Container {name: PE, spatial: {meshX: 2}}
  - !Component {name: Reg, class: regfile}
  - !Component {name: mac, class: intmac}
problem:
  shape:
    dimensions: [M, R]
    data_spaces:
    - {name: Inputs, projection: [[[R]]]}
    - {name: Outputs, projection: [[[M]]], read_write: true}
  instance: {M: 2, R: 4}
mapping:
- {target: Mem, type: spatial, factors: M2}
- {target: Reg, type: temporal, factors: R4}
)"}}),
                     *find_policy(policy));
}

CountTable small_counts() {
  CountTable counts(2, 2);
  counts.at(0, 0)[Category::reads_fill] = 5;  // 2 blocks
  counts.at(0, 1)[Category::writes_update] = 2;
  counts.at(0, 1)[Category::zero_starts] = 2;
  counts.at(1, 0)[Category::writes_fill] = 8;
  counts.at(1, 0)[Category::reads_operand] = 8;
  counts.at(1, 1)[Category::reads_accumulate] = 6;
  counts.at(1, 1)[Category::writes_update] = 8;
  counts.at(1, 1)[Category::zero_starts] = 2;
  counts.at(1, 1)[Category::reads_drain] = 2;
  return counts;
}

constexpr const char* kTable =
    "ERT: {tables: {Mem: {read: 100, write: 50, update: 60}, PE.Reg: {read: 1, write: 2}, PE.mac: "
    "{mac_random: 3}}}";

TEST(Energy, ChargesDrainsAndBlocks) {
  const EnergyResult energy = compute_energy(small_design("resident"), small_counts(), 8, table_in(kTable));
  EXPECT_DOUBLE_EQ(energy.compute, 24);
  EXPECT_DOUBLE_EQ(energy.levels.at(0), 2 * 100 + 1 * 60);
  EXPECT_DOUBLE_EQ(energy.levels.at(1), 8 * 2 + 8 * 1 + 6 * 1 + 8 * 2 + 2 * 1);
  EXPECT_DOUBLE_EQ(energy.total, 24 + 260 + 48);
}

TEST(Energy, FollowsTimeloopsCountersWhereThePolicySaysSo) {
  const EnergyResult energy = compute_energy(small_design("timeloop"), small_counts(), 8, table_in(kTable));
  EXPECT_DOUBLE_EQ(energy.levels.at(0), 2 * 100 + 1 * 60);
  EXPECT_DOUBLE_EQ(energy.levels.at(1), 8 * 2 + 8 * 1 + 6 * 1 + 8 * 2);  // no drain
}

/// As in the stats files of 2021: their reads of a memory cost as much as its dearer writes.
TEST(Energy, ChargesTheDearestActionWhereThePolicySaysSo) {
  const EnergyResult energy =
      compute_energy(small_design("timeloop_2021"), small_counts(), 8, table_in(kTable));
  EXPECT_DOUBLE_EQ(energy.compute, 24);
  EXPECT_DOUBLE_EQ(energy.levels.at(0), (2 + 1) * 100);
  EXPECT_DOUBLE_EQ(energy.levels.at(1), (8 + 8 + 6 + 2 + 8) * 2);  // zero starts are fills
}

TEST(Energy, RoundsBlocksPerInstance) {
  CountTable counts(2, 2);
  counts.at(0, 0)[Category::reads_fill] = 1;
  const EnergyResult energy = compute_energy(small_design("resident"), counts, 0, table_in(kTable));
  EXPECT_DOUBLE_EQ(energy.levels.at(0), 100);
}

TEST(Energy, NamesWhatTheTableLacks) {
  const auto message = [](const std::string& table) {
    return message_of(
        [&] { (void)compute_energy(small_design("resident"), small_counts(), 8, table_in(table)); });
  };
  EXPECT_EQ(message("ERT: {tables: {Reg: {read: 1, write: 1}, mac: {mac: 1}}}"),
            "in.yaml:1:6: error: the energy table has no entry for component Mem");
  EXPECT_EQ(message("ERT: {tables: {Mem: {read: 1}, Reg: {read: 1, write: 1}, mac: {mac: 1}}}"),
            "in.yaml:1:16: error: the energy table of Mem has no action 'update'");
  EXPECT_EQ(message("ERT: {tables: {Mem: {read: 1, write: 1}, Reg: {read: 1, write: 1}, mac: {idle: 1}}}"),
            "in.yaml:1:68: error: the energy table of mac has no action 'compute'");
}

}  // namespace
}  // namespace nestwave
