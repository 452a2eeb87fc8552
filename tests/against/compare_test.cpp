// SPDX-License-Identifier: Apache-2.0
#include "models/against/compare.h"

#include <gtest/gtest.h>

#include "models/formats/inputs.h"
#include "tests/against/support.h"
#include "tests/formats/malformed.h"

namespace nestwave {
namespace {

const std::string kHeader = "level,data_space,counter,value\n";

/// The weight-stationary mapping of the assignment's first question: M=32, R=3, P=16.
Design weight_stationary(const char* policy) {
  return reference::timeloop_2025("q1_m32p16r3_ws").design(*find_policy(policy));
}

std::string compared(const Design& design, const std::string& lines) {
  return test::summary(design, test::against(design, kHeader + lines));
}

TEST(Compare, NamesDrainsAndHalos) {
  const Design design = weight_stationary("resident");
  EXPECT_EQ(
      test::summary(design, test::against(design, test::csv_of(reference::timeloop_2025("q1_m32p16r3_ws")))),
      "MainMemory Inputs reads: 78 -> 288 = 78 + 210 halo credit\n"
      "Buffer Inputs fills: 78 -> 288 = 78 + 210 halo credit\n"
      "Buffer Outputs reads: 1536 -> 1024 = 1536 + -512 drain reads\n");
}

TEST(Compare, NamesZeroStarts) {
  reference::ReferenceCase reference = reference::timeloop_2025("q1_m32p16r3_ws");
  for (auto& expected : reference.expected)
    if (expected.level == 1 && expected.data_space == reference.problem.find_data_space("Outputs"))
      expected.counters.fills = 512;  // as the Timeloop of 2021 has it
  const Design design = weight_stationary("timeloop");
  const AgainstResult result = test::against(design, test::csv_of(reference));
  EXPECT_EQ(test::summary(design, result), "Buffer Outputs fills: 0 -> 512 = 0 + 512 zero starts\n");
  EXPECT_EQ(result.counted_as, "timeloop_2021");
}

TEST(Compare, LeavesTheRestUnexplained) {
  const Design design = weight_stationary("resident");
  const std::string csv = test::csv_of(reference::timeloop_2025("q1_m32p16r3_ws"));
  std::string wrong = csv;
  wrong.replace(wrong.find("Inputs,reads,288"), 16, "Inputs,reads,289");
  EXPECT_EQ(test::summary(design, test::against(design, wrong)),
            "Buffer Inputs fills: 78 -> 288 = 78 + 210 halo credit\n"
            "Buffer Outputs reads: 1536 -> 1024 = 1536 + -512 drain reads\n"
            "MainMemory Inputs reads: 78 -> 289 = 78 + 210 halo credit + 1 UNEXPLAINED\n");
}

TEST(Compare, ASimulationThatIsWrongIsNotExplainedAway) {
  const Design design = weight_stationary("timeloop");
  SimulationResult run = test::run_of(design);
  run.counts.at(0, design.problem().find_data_space("Inputs"))[Category::reads_fill] -= 5;
  const FiguresOf figures = look_up(
      design, read_figures_text(test::csv_of(reference::timeloop_2025("q1_m32p16r3_ws")), "figures.csv"));
  EXPECT_EQ(test::summary(design, compare_against(design, run, nullptr, figures)),
            "MainMemory Inputs reads: 283 -> 288 = 283 + 5 UNEXPLAINED\n");
}

TEST(Compare, TakesOurOwnCategoriesAndNamesWhatTimeloopLacks) {
  const Design design = weight_stationary("timeloop");
  EXPECT_EQ(compared(design,
                     "Buffer,Outputs,reads.drain,512\nBuffer,Outputs,zero_starts,512\n"
                     "MainMemory,Inputs,reads.fill,288\n,,cycles.simulated,1543\n"),
            "");
  EXPECT_EQ(compared(design, "Buffer,Outputs,reads.drain,0\nMainMemory,Inputs,reads.fill,288\n"),
            "Buffer Outputs reads.drain: 512 -> 0 = 512 + -512 drain reads\n");
  EXPECT_EQ(compared(design, ",,cycles.simulated,1600\n"),
            "cycles.simulated: 1543 -> 1600 = 1543 + 57 UNEXPLAINED\n");
}

TEST(Compare, ExplainsOurOwnFiguresToARunAsTimeloopCounts) {
  const Design design = weight_stationary("timeloop");
  EXPECT_EQ(
      compared(design, "MainMemory,Inputs,reads,78\nBuffer,Inputs,fills,78\nBuffer,Outputs,reads,1536\n"),
      "MainMemory Inputs reads: 288 -> 78 = 288 + -210 halo credit\n"
      "Buffer Inputs fills: 288 -> 78 = 288 + -210 halo credit\n"
      "Buffer Outputs reads: 1024 -> 1536 = 1024 + 512 drain reads\n");
}

/// Stride 2 and two children whose windows overlap: holes and diagonals, worked by hand.
///
/// P=4 over 2 PEs (P outer 2 in space, P inner 2 in time at the register), R=1, stride 2: a tile of Inputs
/// touches 2 words, its box has 3. No loops outside: one transfer. PE 0 has box [0, 3), PE 1 [4, 7): no
/// overlap, so 4 words touched, 6 in boxes.
TEST(Compare, NamesHoles) {
  const Design design = make_design(read_texts({{"in.yaml", R"(
architecture:
  nodes:
  - !Component {name: Memory, class: DRAM}
  - !Container {name: PE, spatial: {meshX: 2}}
  - !Component {name: Register, class: regfile}
  - !Component {name: MAC, class: intmac}
problem:
  shape:
    dimensions: [P, R]
    coefficients: [{name: Stride, default: 2}]
    data_spaces:
    - {name: Weights, projection: [[[R]]]}
    - {name: Inputs, projection: [[[R], [P, Stride]]]}
    - {name: Outputs, projection: [[[P]]], read_write: true}
  instance: {P: 4, R: 1}
mapping:
- {target: Memory, type: spatial, factors: P2}
- {target: Register, type: temporal, factors: P2}
)"}}),
                                    *find_policy("resident"));
  EXPECT_EQ(compared(design,
                     "Memory,Inputs,reads,6\nRegister,Inputs,fills,3\nRegister,Inputs,tile_words,3\n"
                     "Register,,instances,2\n"),
            "Memory Inputs reads: 4 -> 6 = 4 + 2 holes\n"
            "Register Inputs fills: 2 -> 3 = 2 + 1 holes\n"
            "Register Inputs tile_words: 2 -> 3 = 2 + 1 holes\n");
}

/// Two PEs side by side, P=2 in space, R=3 in time at the register: windows {0,1,2} and {1,2,3}. Read once
/// each: 4 words. Timeloop shares a read only between equal windows: 6.
TEST(Compare, NamesDiagonalMulticast) {
  const Design design = make_design(read_texts({{"in.yaml", R"(
architecture:
  nodes:
  - !Component {name: Memory, class: DRAM}
  - !Container {name: PE, spatial: {meshX: 2}}
  - !Component {name: Register, class: regfile}
  - !Component {name: MAC, class: intmac}
problem:
  shape:
    dimensions: [P, R]
    data_spaces:
    - {name: Weights, projection: [[[R]]]}
    - {name: Inputs, projection: [[[R], [P]]]}
    - {name: Outputs, projection: [[[P]]], read_write: true}
  instance: {P: 2, R: 3}
mapping:
- {target: Memory, type: spatial, factors: P2}
- {target: Register, type: temporal, factors: R3}
)"}}),
                                    *find_policy("resident"));
  EXPECT_EQ(compared(design, "Memory,Inputs,reads,6\n"),
            "Memory Inputs reads: 4 -> 6 = 4 + 2 diagonal multicast\n");
}

/// C=2 reduced over two PEs, and C=2 once more in time outside: the sum comes back once, to PE 0 alone.
/// Timeloop charges the old sum to both: 1 + 1 reads of the registers instead of 1, and 1 fill each instead
/// of 1 for PE 0.
TEST(Compare, NamesZeroJoins) {
  const Design design = make_design(read_texts({{"in.yaml", R"(
architecture:
  nodes:
  - !Component {name: Memory, class: DRAM}
  - !Container {name: PE, spatial: {meshX: 2}}
  - !Component {name: Register, class: regfile}
  - !Component {name: MAC, class: intmac}
problem:
  shape:
    dimensions: [M, C]
    data_spaces:
    - {name: Weights, projection: [[[M]], [[C]]]}
    - {name: Outputs, projection: [[[M]]], read_write: true}
  instance: {M: 3, C: 4}
mapping:
- {target: Memory, type: temporal, factors: C2 M3, permutation: MC}
- {target: Memory, type: spatial, factors: C2}
)"}}),
                                    *find_policy("resident"));
  // 3 sums × 2 visits: each register drains 6 and PE 0 takes 3 back, so that 12 + 3 reads are 7.5 for one of
  // them.
  EXPECT_EQ(
      compared(design, "Register,Outputs,reads,3\nRegister,Outputs,fills,3\nRegister,Outputs,updates,6\n"),
      "Register Outputs reads: 7.5 -> 3 = 7.5 + -6 drain reads + 1.5 zero joins\n"
      "Register Outputs fills: 1.5 -> 3 = 1.5 + 1.5 zero joins\n");
}

TEST(Compare, NamesLoopsAtZeroAndOne) {
  reference::ReferenceCase reference = reference::timeloop_2025("q1_m32p16r3_ws");
  const Problem& problem = reference.problem;
  // One word of Inputs at a time, P outside R: 16 × 3 words in the nest, 3 + 15 × 2 at indices 0 and 1.
  reference.mapping.levels[0].temporal = {{problem.find_dimension("P"), 16},
                                          {problem.find_dimension("R"), 3}};
  reference.mapping.levels[1].temporal = {{problem.find_dimension("M"), 32}};
  reference.architecture.levels[1].capacity_words.reset();
  const Design design = reference.design(*find_policy("timeloop"));
  EXPECT_EQ(compared(design, "Buffer,Inputs,fills,33\nMainMemory,Inputs,reads,33\n"),
            "Buffer Inputs fills: 48 -> 33 = 48 + -15 loops at 0 and 1 only\n"
            "MainMemory Inputs reads: 48 -> 33 = 48 + -15 loops at 0 and 1 only\n");
}

constexpr const char* kPrices =
    "ERT: {tables: {MainMemory: {read: 7.95, write: 5.45}, Buffer: {read: 0.42, write: 0.5}, MACC: {compute: "
    "0.56}}}";

/// Words of one instance × price; 4 decimals are printed, so half of the last is nothing.
TEST(Compare, EnergiesCountToTheDigitsPrinted) {
  const EnergyTable table = *read_texts({{"ert.yaml", kPrices}}).energy;
  const Design design = weight_stationary("resident");
  const auto energies = [&](const std::string& lines) {
    const AgainstResult result = test::against(design, kHeader + lines, &table);
    return std::to_string(result.equal) + " equal\n" + test::summary(design, result);
  };
  // 78 × 7.95 = 620.1; 288 × 7.95 = 2289.6; reads 1536 × 0.42 and 1536 × 0.5 for updates, 512 drains × 0.42 =
  // 215.04.
  EXPECT_EQ(energies("MainMemory,Inputs,energy_pJ,620.1004\nMACC,,energy_pJ,860.2\n"),
            "1 equal\n"
            "MainMemory Inputs energy_pJ: 620.1 -> 620.1 = 620.1 + 0.0004 UNEXPLAINED\n");
  EXPECT_EQ(energies("MainMemory,Inputs,energy_pJ,2289.6\nBuffer,Outputs,energy_pJ,1198.08\n"),
            "0 equal\n"
            "MainMemory Inputs energy_pJ: 620.1 -> 2289.6 = 620.1 + 1669.5 halo credit\n"
            "Buffer Outputs energy_pJ: 1413.12 -> 1198.08 = 1413.12 + -215.04 drain reads\n");
}

/// 1536 × 0.5 for the weights' reads instead of 1536 × 0.42, and nothing else: 0.08 × 1536 = 122.88.
TEST(Compare, NamesTheDearestAction) {
  const EnergyTable table = *read_texts({{"ert.yaml", kPrices}}).energy;
  const Design design = weight_stationary("timeloop");
  const AgainstResult result =
      test::against(design, kHeader + "Buffer,Weights,energy_pJ,816\nBuffer,Outputs,fills,512\n", &table);
  EXPECT_EQ(test::summary(design, result),
            "Buffer Weights energy_pJ: 693.12 -> 816 = 693.12 + 122.88 dearest action\n"
            "Buffer Outputs fills: 0 -> 512 = 0 + 512 zero starts\n");
}

TEST(Compare, WithoutATableEnergiesAreNotCompared) {
  const Design design = weight_stationary("timeloop");
  const AgainstResult result = test::against(design, kHeader + ",,energy_pJ,5\n,,macs,1536\n");
  EXPECT_EQ(result.compared, 1u);
  EXPECT_EQ(result.not_compared, std::vector<std::string>{"energies, as no energy table is given"});
}

TEST(Compare, NamesThatTheDesignLacksAreErrors) {
  const Design design = weight_stationary("resident");
  const auto message = [&](const std::string& line) {
    return message_of([&] { (void)test::against(design, kHeader + line); });
  };
  EXPECT_EQ(message("Bufer,Inputs,reads,1\n"),
            "figures.csv:2:1: error: the architecture has no level 'Bufer'; did you mean 'Buffer'?");
  EXPECT_EQ(message("Buffer, Input,reads,1\n"),
            "figures.csv:2:9: error: the problem has no data space 'Input'; did you mean 'Inputs'?");
  EXPECT_EQ(message("MACC,Inputs,reads,1\n"),
            "figures.csv:2:1: error: 'MACC' are the MACs, not a storage level: no 'reads'");
}

}  // namespace
}  // namespace nestwave
