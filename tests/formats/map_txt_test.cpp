// SPDX-License-Identifier: Apache-2.0
#include "models/formats/map_txt.h"

#include <gtest/gtest.h>

#include "models/formats/inputs.h"
#include "tests/formats/good_texts.h"
#include "tests/formats/malformed.h"
#include "tests/formats/nest_of.h"

namespace nestwave {
namespace {

Inputs with_nest(const std::string& text, const std::string& architecture = kArchitecture) {
  return read_texts({{"run.map.txt", text}, {"arch.yaml", architecture}, {"prob.yaml", kProblem}});
}

constexpr const char* kPrinted = R"(
DRAM [ Weights:24 Inputs:6 Outputs:32 ] 
---------------------------------------
| for R in [0:3)
|   for M in [0:2) (Spatial-Y)
|     for P in [0:4) (Spatial-X)

RegFile [ Outputs:4 ] 
---------------------
|       for M in [0:4)
|         for P in [0:1)

)";

TEST(LoopNest, BecomesTheSameMappingAsDirectives) {
  const Inputs inputs = with_nest(kPrinted);
  EXPECT_EQ(nest_of(inputs), "DRAM: R3 M2(Y) P4(X) | RegFile: M4");
  const Mapping mapping = mapping_of(inputs);
  EXPECT_EQ(mapping.levels[0].keep, (std::vector<bool>{true, true, true}));
  EXPECT_EQ(mapping.levels[1].keep, (std::vector<bool>{false, false, true}));
  EXPECT_EQ(make_design(inputs).compute_steps(), 12u);
}

TEST(LoopNest, RemembersWhereALevelIsMapped) {
  const Mapping mapping = mapping_of(with_nest(kPrinted));
  EXPECT_EQ(*mapping.levels[1].where.file, "run.map.txt");
  EXPECT_EQ(mapping.levels[0].where.line, 2);
  EXPECT_EQ(mapping.levels[1].where.line, 8);
}

TEST(LoopNest, ReadsImperfectLoops) {
  EXPECT_EQ(nest_of(with_nest("DRAM [ Weights:24 Inputs:6 Outputs:32 ]\n| for R in [0:3)\n| for P in [0:2)\n"
                              "|   for M in [0:3) (Spatial-X)\n"
                              "RegFile [ ]\n| for P in [0:2)\n| for M in [0:3,2)\n")),
            "DRAM: R3 P2 M3(X) | RegFile: P2 M3");
  EXPECT_EQ(
      nest_of(with_nest("DRAM [ ]\n| for R in [0:7,3)\n| for M in [0:8)\n| for P in [0:4)\nRegFile [ ]\n")),
      "DRAM: R3 M8 P4 | RegFile:");
}

TEST(LoopNest, NeedsNeitherBarsNorRulesNorBlanks) {
  EXPECT_EQ(nest_of(with_nest("DRAM[Weights:1]\r\n  for  R  in [ 0 : 3 )\r\nfor M in [0:8)\r\n|for P in [0:4)"
                              "(Spatial-X)\r\nRegFile []")),
            "DRAM: R3 M8 P4(X) | RegFile:");
}

TEST(LoopNest, ReadsTheSecondCountThatLaterVersionsPrint) {
  const Mapping mapping =
      mapping_of(with_nest("DRAM [ Weights:24 (12) Inputs:6(6) ]\n| for R in [0:3)\n| for M in [0:8)\n| for "
                           "P in [0:4)\nRegFile [ ]\n"));
  EXPECT_EQ(mapping.levels[0].keep, (std::vector<bool>{true, true, false}));
}

TEST(LoopNest, TakesTheSpatialLevelThatIsPrintedForAContainer) {
  EXPECT_EQ(nest_of(with_nest("DRAM [ Weights:24 Inputs:6 Outputs:32 ]\n| for R in [0:3)\n| for P in [0:4)\n"
                              "inter_PE_spatial [ ]\n| for R in [0:1)\n|   for M in [0:4) (Spatial-X)\n"
                              "RegFile [ Outputs:2 ]\n| for M in [0:2)\n")),
            "DRAM: R3 P4 M4(X) | RegFile: M2");
}

TEST(LoopNest, TakesTheSpatialLevelThatIsPrintedForAStorageLevel) {
  EXPECT_EQ(nest_of(with_nest("DRAM [ Weights:24 Inputs:6 Outputs:32 ]\n| for R in [0:3)\n| for P in [0:4)\n"
                              "inter_RegFile_spatial [ ]\n|   for M in [0:4) (Spatial-X)\n"
                              "RegFile [ Outputs:2 ]\n| for M in [0:2)\n",
                              "architecture:\n  nodes:\n  - !Component {name: DRAM, class: DRAM}\n"
                              "  - !Component {name: RegFile, class: regfile, spatial: {meshX: 4}}\n"
                              "  - !Component {name: MAC, class: intmac}\n")),
            "DRAM: R3 P4 M4(X) | RegFile: M2");
}

TEST(LoopNest, MayHaveLevelsThatKeepNothing) {
  const Mapping mapping =
      mapping_of(with_nest("DRAM [ Weights:24 Inputs:6 Outputs:32 ]\n| for R in [0:3)\n| for M in [0:8)\n"
                           "| for P in [0:4)\nRegFile [ ]\n---\n"));
  EXPECT_EQ(mapping.levels[1].keep, (std::vector<bool>{false, false, false}));
}

TEST(LoopNest, CannotStandBesideAMapping) {
  EXPECT_EQ(message_of([] {
              (void)read_texts({{"run.map.txt", kPrinted}, {"map.yaml", kMapping}});
            }),
            "map.yaml:1:1: error: a mapping beside the loop nest in run.map.txt; give one of them");
  EXPECT_EQ(message_of([] {
              (void)read_texts({{"run.map.txt", kPrinted}, {"b.map.txt", kPrinted}});
            }),
            "b.map.txt: error: a second loop nest; the first is run.map.txt");
}

}  // namespace
}  // namespace nestwave
