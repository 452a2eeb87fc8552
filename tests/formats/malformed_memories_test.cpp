// SPDX-License-Identifier: Apache-2.0
// Banks of a level, and memories with a clock of their own, that cannot be: what is said of them, and where.
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "memory/dram/timing.h"
#include "models/formats/inputs.h"
#include "tests/formats/good_texts.h"
#include "tests/formats/malformed.h"

namespace nestwave {
namespace {

/// One attribute that is wrong: what stands behind `banks: ` or `timing: `, the column of its mistake counted
/// from there (1: its first character), and what is said.
struct Wrong {
  const char* value;
  int column;
  const char* message;
};

/// Of a design with `attribute` in place of `original`: the whole way from the text to what is to be run.
std::string complaint_about(const char* original, const std::string& attribute) {
  std::string text = kArchitecture;
  text.replace(text.find(original), std::string(original).size(), attribute);
  return message_of([&] {
    const Inputs inputs =
        read_texts({{"in.yaml", text}, {"problem.yaml", kProblem}, {"mapping.yaml", kMapping}});
    dram::check_timings(*inputs.architecture);
    (void)make_design(inputs);
  });
}

void expect_complaints(const char* original, const std::string& before, int line, int column,
                       const std::string& after, std::initializer_list<Wrong> cases) {
  for (const Wrong& wrong : cases)
    EXPECT_EQ(complaint_about(original, before + wrong.value + after),
              wrong.column == 0 ? std::string(wrong.message)
                                : "in.yaml:" + std::to_string(line) + ":" +
                                      std::to_string(column + wrong.column) + ": error: " + wrong.message)
        << wrong.value;
}

TEST(MalformedBanks, AreNamedWithTheirPlace) {
  expect_complaints(
      "depth: 64", "depth: 64, nestwave: {banks: ", 13, 46, "}",
      {{"{count: 4}", 0, "no error"},
       {"{count: 4, per-data-space: {Inputs: 2}}", 0, "no error"},
       {"4", 1, "'banks' must be a map (key: value)"},
       {"[4]", 1, "'banks' must be a map (key: value)"},
       {"{}", 1, "'banks' needs a 'count'"},
       {"{ports: 2}", 1, "'banks' needs a 'count'"},
       {"{cuont: 4}", 2, "'banks' has no key 'cuont'; did you mean 'count'?"},
       {"{count: 4, interleaf: 2}", 12, "'banks' has no key 'interleaf'; did you mean 'interleave'?"},
       {"{count: 4, per_dataspace: {}}", 12,
        "'banks' has no key 'per_dataspace'; did you mean 'per_data_space'?"},
       {"{count: 4, count: 4}", 12, "the key 'count' is given twice"},
       {"{count: 0}", 9, "'count' must be at least 1, not '0'"},
       {"{count: -1}", 9, "'count' must be a whole number, not '-1'"},
       {"{count: 1.5}", 9, "'count' must be a whole number, not '1.5'"},
       {"{count: four}", 9, "'count' must be a whole number, not 'four'"},
       {"{count: [4]}", 9, "'count' must be a whole number"},
       {"{count: }", 2, "'count' must be a whole number"},
       {"{count: 65537}", 9, "'count' must be at most 65536, not '65537'"},
       {"{count: 99999999999999999999}", 9, "'count' must be at most 65536, not '99999999999999999999'"},
       {"{count: 4, ports: 0}", 19, "'ports' must be at least 1, not '0'"},
       {"{count: 4, ports: 1/2}", 19, "'ports' must be a whole number, not '1/2'"},
       {"{count: 4, interleave: 0}", 24, "'interleave' must be at least 1, not '0'"},
       {"{count: 4, interleave: 65537}", 24, "'interleave' must be at most 65536, not '65537'"},
       {"{count: 4, interleave: {}}", 24, "'interleave' must be a whole number"},
       {"{count: 4, per_data_space: 2}", 28, "'per_data_space' must be a map (key: value)"},
       {"{count: 4, per_data_space: {Input: 2}}", 29,
        "the problem has no data space 'Input'; did you mean 'Inputs'?"},
       {"{count: 4, per_data_space: {Inputs: 0}}", 37, "the banks of Inputs must be at least 1, not '0'"},
       {"{count: 4, per_data_space: {Inputs: two}}", 37,
        "the banks of Inputs must be a whole number, not 'two'"},
       {"{count: 4, per_data_space: {Inputs: 1, Inputs: 2}}", 40, "the key 'Inputs' is given twice"},
       {"{count: 4, per_data_space: {Inputs: 5}}", 1, "RegFile has 4 banks, its data spaces are given 5"},
       {"{count: 4, per_data_space: {Inputs: 65536}}", 1,
        "RegFile has 4 banks, its data spaces are given 65536"},
       {"{count: 4, per_data_space: {Inputs: 2, Weights: 2}}", 1, "RegFile has no bank for Outputs"}});
}

TEST(MalformedBanks, MustHaveRoomForTheTiles) {
  EXPECT_EQ(
      complaint_about("depth: 64", "depth: 64, nestwave: {banks: {count: 65}}"),
      "mapping.yaml:4:3: error: the tiles of Weights, Inputs, Outputs at RegFile take 5 words, their banks "
      "have room for 0");
}

TEST(MalformedBanks, AreNotMoreThanMemoryHolds) {
  std::string text = kArchitecture;
  text.replace(text.find("meshX: 4, meshY: 2"), 18, "meshX: 4096, meshY: 16");
  text.replace(text.find("depth: 64, width: 16"), 20, "width: 16, nestwave: {banks: {count: 65}}");
  EXPECT_EQ(message_of([&] {
              (void)make_design(
                  read_texts({{"in.yaml", text}, {"problem.yaml", kProblem}, {"mapping.yaml", kMapping}}));
            }),
            "in.yaml:13:47: error: the instances of RegFile have more than 4194304 banks together");
}

TEST(MalformedTiming, IsNamedWithItsPlace) {
  expect_complaints(
      "datawidth: 16", "datawidth: 16, nestwave: {timing: ", 8, 62, "}",
      {{"ddr4_2400", 0, "no error"},
       {"{preset: hbm2, outstanding: 65536, page-policy: closed}", 0, "no error"},
       {"ddr4_240", 1, "there is no DRAM preset 'ddr4_240'; did you mean 'ddr4_2400'?"},
       {"7", 1,
        "there is no DRAM preset '7'; the presets are 'ddr3_1600', 'ddr4_2400', 'lpddr4_2400', 'lpddr5_6400' "
        "or 'hbm2'"},
       {"[ddr4_2400]", 1, "'timing' must be a word"},
       {"{}", 1, "'timing' needs a 'preset' that its parameters change, as in {preset: ddr4_2400, CL: 19}"},
       {"{preset: [hbm2]}", 10, "the preset must be a word"},
       {"{preset: hbm}", 10, "there is no DRAM preset 'hbm'; did you mean 'hbm2'?"},
       {"{preset: hbm2, preset: hbm2}", 16, "the key 'preset' is given twice"},
       {"{preset: hbm2, tRDC: 3}", 16, "a DRAM has no parameter 'tRDC'; did you mean 'tRCD'?"},
       {"{preset: hbm2, burst_bytes: 32}", 16, "a DRAM has no parameter 'burst_bytes'"},
       {"{preset: hbm2, tRCD: 0}", 16, "tRCD needs a whole number from 1 to 10000, not '0'"},
       {"{preset: hbm2, tRCD: -3}", 16, "tRCD needs a whole number from 1 to 10000, not '-3'"},
       {"{preset: hbm2, tRCD: 1e3}", 16, "tRCD needs a whole number from 1 to 10000, not '1e3'"},
       {"{preset: hbm2, tRCD: 99999999999999999999}", 16,
        "tRCD needs a whole number from 1 to 10000, not '99999999999999999999'"},
       {"{preset: hbm2, tRCD: [3]}", 22, "'tRCD' must be a word"},
       {"{preset: hbm2, channels: 65}", 16, "channels needs a whole number from 1 to 64, not '65'"},
       {"{preset: hbm2, page_policy: shut}", 16, "page_policy must be 'open' or 'closed', not 'shut'"},
       {"{preset: hbm2, address_mapping: ro-ba}", 10,
        "address_mapping must name ro, ba, co, bg and ch once each, most significant first, as in "
        "'ro-ba-co-bg-ch', not 'ro-ba'"},
       {"{preset: hbm2, outstanding: 0}", 29, "'outstanding' must be at least 1, not '0'"},
       {"{preset: hbm2, outstanding: 65537}", 29, "'outstanding' must be at most 65536, not '65537'"},
       {"{preset: hbm2, outstanding: few}", 29, "'outstanding' must be a whole number, not 'few'"},
       {"{preset: tlm, burst_bytes: 0}", 28, "'burst_bytes' must be at least 1, not '0'"},
       {"{preset: hbm2, write_low: 30, write_high: 4}", 10,
        "DRAM: write_low (30) must be less than write_high (4)"},
       {"{preset: hbm2, tREFI: 1}", 10,
        "DRAM: tREFI (1) leaves no time for an access beside the refresh; it must exceed 364"},
       {"{preset: hbm2, BL: 7}", 10, "DRAM: BL (7) must be a multiple of beats_per_clock (2)"}});
}

TEST(MalformedTiming, IsForOneMemoryThatKeepsAll) {
  EXPECT_EQ(complaint_about("depth: 64", "depth: 64, datawidth: 16, nestwave: {timing: hbm2}"),
            "in.yaml:13:63: error: RegFile has 8 instances; 'timing' is for a single memory");
  EXPECT_EQ(complaint_about("width: 64, datawidth: 16", "nestwave: {timing: hbm2}"),
            "in.yaml:8:37: error: 'timing' needs to know how wide a word of DRAM is: give 'word_bits' (or "
            "'datawidth')");
  EXPECT_EQ(complaint_about("datawidth: 16", "datawidth: 16, nestwave: {banks: {count: 4}, timing: hbm2}"),
            "in.yaml:8:62: error: DRAM has a 'timing': the banks of its memory are parameters of that");
}

}  // namespace
}  // namespace nestwave
