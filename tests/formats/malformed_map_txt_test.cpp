// SPDX-License-Identifier: Apache-2.0
#include "tests/formats/good_texts.h"
#include "tests/formats/malformed.h"

namespace nestwave {
namespace {

constexpr const char* kNest = R"(
DRAM [ Weights:24 Inputs:6 Outputs:32 ]
---------------------------------------
| for R in [0:3)
|   for P in [0:4)
|     for M in [0:4) (Spatial-X)

RegFile [ Outputs:2 ]
---------------------
|       for M in [0:2)
)";

const Malformed kCases[] = {
    {"empty", nullptr, nullptr, "", "in.map.txt: error: the file holds no loop nest"},
    {"only a rule", nullptr, nullptr, "\n----\n", "in.map.txt: error: the file holds no loop nest"},
    {"loop before a level", nullptr, nullptr, "| for M in [0:8)\n",
     "in.map.txt:1:1: error: a loop stands before the first level"},
    {"other text", nullptr, nullptr, "Summary Stats\n",
     "in.map.txt:1:9: error: a level is written 'DRAM [ Weights:9 Outputs:7 ]'; this does not fit: 'Stats'"},
    {"level not closed", kNest, "Outputs:2 ]", "Outputs:2",
     "in.map.txt:8:20: error: a level is written 'DRAM [ Weights:9 Outputs:7 ]'; this does not fit: the end "
     "of the line"},
    {"tile without size", kNest, "Weights:24", "Weights",
     "in.map.txt:2:16: error: a level is written 'DRAM [ Weights:9 Outputs:7 ]'; this does not fit: "
     "'Inputs:6 "
     "Outputs:32 ]'"},
    {"tile size a word", kNest, "Outputs:2 ]", "Outputs:two ]",
     "in.map.txt:8:19: error: a level is written 'DRAM [ Weights:9 Outputs:7 ]'; this does not fit: 'two'"},
    {"text behind a level", kNest, "Outputs:2 ]", "Outputs:2 ] x",
     "in.map.txt:8:23: error: a level is written 'DRAM [ Weights:9 Outputs:7 ]'; this does not fit: 'x'"},
    {"level twice", kNest, "RegFile [", "DRAM [", "in.map.txt:8:1: error: the level DRAM is printed twice"},
    {"misspelt level", kNest, "RegFile [", "RegFlie [",
     "in.map.txt:8:1: error: the architecture has no storage level 'RegFlie'; did you mean 'RegFile'?"},
    {"level missing", nullptr, nullptr, "DRAM [ Weights:1 ]\n| for M in [0:8)\n",
     "in.map.txt: error: the loop nest lacks the level RegFile of the architecture"},
    {"levels inside out", nullptr, nullptr, "RegFile [ ]\nDRAM [ ]\n",
     "in.map.txt:1:1: error: the loop nest has its levels in another order than the architecture; RegFile is "
     "out of place"},
    {"fan-out in front of the outermost level", nullptr, nullptr,
     "inter_DRAM_spatial [ ]\nDRAM [ ]\nRegFile [ ]\n",
     "in.map.txt:1:1: error: no storage level stands above DRAM to spread from"},
    {"fan-out that keeps something", nullptr, nullptr,
     "DRAM [ ]\ninter_RegFile_spatial [ Inputs:1 ]\nRegFile [ ]\n",
     "in.map.txt:2:1: error: inter_RegFile_spatial stores nothing; only spatial loops can stand at it"},
    {"fan-out of nothing known", nullptr, nullptr, "DRAM [ ]\ninter_X_spatial [ ]\nRegFile [ ]\n",
     "in.map.txt:2:1: error: the architecture has no storage level 'X'"},
    {"the compute unit", nullptr, nullptr, "DRAM [ ]\nRegFile [ ]\nMAC [ ]\n",
     "in.map.txt:3:1: error: MAC is the compute unit; loops belong to the storage levels above it"},
    {"unknown data space", kNest, "Outputs:2 ]", "Output:2 ]",
     "in.map.txt:8:11: error: the problem has no data space 'Output'; did you mean 'Outputs'?"},
    {"unknown dimension", kNest, "for R in", "for S in", "in.map.txt:4:15: error: there is no dimension 'S'"},
    {"loop without in", kNest, "for R in [0:3)", "for R = 3",
     "in.map.txt:4:9: error: a loop is written 'for M in [0:8)'; this does not fit: '= 3'"},
    {"loop not closed", kNest, "[0:3)", "[0:3]",
     "in.map.txt:4:16: error: a loop is written 'for M in [0:8)'; this does not fit: ']'"},
    {"loop from 1", kNest, "[0:3)", "[1:3)", "in.map.txt:4:13: error: a loop starts at 0, not at '1'"},
    {"loop without iterations", kNest, "[0:3)", "[0:0)",
     "in.map.txt:4:15: error: the loop over R has no iteration"},
    {"negative bound", kNest, "[0:3)", "[0:-3)",
     "in.map.txt:4:15: error: a loop is written 'for M in [0:8)'; this does not fit: '-3'"},
    {"bound of more than 64 bits", kNest, "[0:3)", "[0:99999999999999999999)",
     "in.map.txt:4:15: error: the factor of R is too large: '99999999999999999999'"},
    {"bound too small", kNest, "[0:3)", "[0:2)",
     "in.map.txt:4:15: error: the factors of R run over 2 indices, the problem has 3"},
    {"last round too large", kNest, "[0:3)", "[0:3,4)",
     "in.map.txt:4:15: error: the last round of R is 4, more than its factor 3"},
    {"last round missing", kNest, "[0:3)", "[0:3,)",
     "in.map.txt:4:17: error: a loop is written 'for M in [0:8)'; this does not fit: ')'"},
    {"unknown axis", kNest, "(Spatial-X)", "(Spatial-Z)",
     "in.map.txt:6:22: error: behind a loop stands nothing, '(Spatial-X)' or '(Spatial-Y)', not "
     "'(Spatial-Z)'"},
    {"time inside space", kNest, "|     for M in [0:4) (Spatial-X)",
     "| for M in [0:2) (Spatial-X)\n| for M in [0:2)",
     "in.map.txt:7:1: error: a temporal loop stands inside the spatial loops of DRAM"},
    {"dimension twice", kNest, "|   for P in [0:4)", "| for R in [0:4)",
     "in.map.txt:4:15: error: the factor of R is given twice"},
    {"a bar alone", kNest, "| for R in [0:3)", "|",
     "in.map.txt:4:2: error: a loop is written 'for M in [0:8)'; this does not fit: the end of the line"},
};

class MalformedLoopNest : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedLoopNest, NamesThePlaceAndTheMistake) {
  EXPECT_EQ(
      message_of([] {
        (void)make_design(read_texts(
            {{"in.map.txt", text_of(GetParam())}, {"arch.yaml", kArchitecture}, {"prob.yaml", kProblem}}));
      }),
      GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(, MalformedLoopNest, testing::ValuesIn(kCases), test_name);

TEST(LoopNestLimits, HoldForItsLines) {
  std::string text = "DRAM [ ]\n";
  for (int i = 0; i < 5000; ++i) text += "| for M in [0:1)\n";
  EXPECT_EQ(message_of([&] {
              (void)read_texts({{"in.map.txt", text}});
            }),
            "in.map.txt:4097:1: error: more than 4096 levels and loops");
}

}  // namespace
}  // namespace nestwave
