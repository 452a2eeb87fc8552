// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "models/formats/inputs.h"
#include "tests/formats/good_texts.h"
#include "tests/formats/nest_of.h"

namespace nestwave {
namespace {

Inputs with_mapping(const std::string& directives, const std::string& architecture = kArchitecture) {
  return read_texts(
      {{"in.yaml", "mapping:\n" + directives}, {"arch.yaml", architecture}, {"prob.yaml", kProblem}});
}

std::string nest_of(const std::string& directives, const std::string& architecture = kArchitecture) {
  return nest_of(with_mapping(directives, architecture));
}

class FactorSpelling : public testing::TestWithParam<const char*> {};

TEST_P(FactorSpelling, IsRead) {
  EXPECT_EQ(nest_of(std::string("- {target: DRAM, type: temporal, permutation: PRM, factors: ") + GetParam() +
                    "}\n"),
            "DRAM: M8 R3 P4 | RegFile:");
}

INSTANTIATE_TEST_SUITE_P(, FactorSpelling,
                         testing::Values("M=8 R=3 P=4", "'M=8,R=3,P=4'", "'M=8, R=3, P=4'", "M8 R3 P4",
                                         "M8R3P4", "M=8R=3P=4", "' M = 8  R= 3 P =4 '", "[M=8, R=3, P=4]",
                                         "[M8, R3, P4]", "{M: 8, R: 3, P: 4}", "\"M=8\\nR=3 P4\"",
                                         "M=0 R=3 P=4"));

class PermutationSpelling : public testing::TestWithParam<const char*> {};

TEST_P(PermutationSpelling, IsReadInnermostFirst) {
  EXPECT_EQ(nest_of(std::string("- {target: DRAM, type: temporal, factors: M8 R3 P4, permutation: ") +
                    GetParam() + "}\n"),
            "DRAM: M8 R3 P4 | RegFile:");
}

INSTANTIATE_TEST_SUITE_P(, PermutationSpelling,
                         testing::Values("PRM", "P R M", "'P, R, M'", "'P,R,M'", "[P, R, M]", "PR M",
                                         "[PR, M]"));

TEST(ReadMapping, PutsUnnamedDimensionsOutermostInProblemOrder) {
  EXPECT_EQ(nest_of("- {target: DRAM, type: temporal, factors: M8 R3 P4, permutation: R}\n"),
            "DRAM: P4 M8 R3 | RegFile:");
  EXPECT_EQ(nest_of("- {target: DRAM, type: temporal, factors: M8 R3 P4}\n"), "DRAM: P4 R3 M8 | RegFile:");
}

TEST(ReadMapping, FillsInWhatIsLeftOver) {
  EXPECT_EQ(nest_of("- {target: DRAM, type: temporal, factors: M=0 R=3}\n"
                    "- {target: DRAM, type: spatial, factors: M=2}\n"
                    "- {target: RegFile, type: temporal, factors: P=0 M=2}\n"),
            "DRAM: R3 M2 M2(X) | RegFile: P4 M2");
}

TEST(ReadMapping, SplitsThePermutationOverTheAxes) {
  const char* rest = "- {target: RegFile, type: temporal, factors: M2 R3}\n";
  EXPECT_EQ(
      nest_of(std::string("- {target: DRAM, type: spatial, factors: P4 M2, permutation: PMR, split: 1}\n"
                          "- {target: DRAM, type: temporal, factors: M2}\n") +
              rest),
      "DRAM: M2 M2(Y) P4(X) | RegFile: R3 M2");
  EXPECT_EQ(nest_of(std::string("- {target: DRAM, type: spatial, factors: M4, permutation: M, split: 99}\n"
                                "- {target: DRAM, type: temporal, factors: P4}\n") +
                    rest),
            "DRAM: P4 M4(X) | RegFile: R3 M2");
}

TEST(ReadMapping, WithoutASplitTakesXAsFarAsItFits) {
  EXPECT_EQ(nest_of("- {target: DRAM, type: spatial, factors: P4, permutation: P}\n"
                    "- {target: RegFile, type: temporal, factors: M8 R3}\n"),
            "DRAM: P4(X) | RegFile: R3 M8");
  EXPECT_EQ(nest_of("- {target: DRAM, type: spatial, factors: P4 M2, permutation: PM}\n"
                    "- {target: RegFile, type: temporal, factors: M4 R3}\n"),
            "DRAM: M2(Y) P4(X) | RegFile: R3 M4");
}

constexpr const char* kTwoContainers = R"(
architecture:
  nodes:
  - !Container {name: top}
  - !Component {name: DRAM, class: DRAM}
  - !Container {name: Column, spatial: {meshX: 4}}
  - !Container {name: Row, spatial: {meshY: 2}}
  - !Component {name: RegFile, class: regfile}
  - !Component {name: MAC, class: intmac, spatial: {meshX: 3}}
)";

TEST(ReadMapping, TakesContainersAsTargetsOfSpatialLoops) {
  EXPECT_EQ(nest_of("- {target: MAC, type: spatial, factors: R3}\n"
                    "- {target: Row, type: spatial, factors: M2}\n"
                    "- {target: Column, type: spatial, factors: M4}\n"
                    "- {target: RegFile, type: temporal, factors: P4}\n",
                    kTwoContainers),
            "DRAM: M2(Y) M4(X) | RegFile: P4 R3(X)");
}

TEST(ReadMapping, KeepsEverythingUnlessBypassed) {
  const Mapping mapping = mapping_of(
      with_mapping("- {target: DRAM, type: temporal, factors: M8 R3 P4}\n"
                   "- {target: RegFile, type: bypass, keep: [Inputs], bypass: [Weights, Outputs]}\n"));
  EXPECT_EQ(mapping.levels[0].keep, (std::vector<bool>{true, true, true}));
  EXPECT_EQ(mapping.levels[1].keep, (std::vector<bool>{false, true, false}));
  for (const char* type : {"datatype", "dataspace"})
    EXPECT_EQ(mapping_of(with_mapping(std::string("- {target: DRAM, type: temporal, factors: M8 R3 P4}\n"
                                                  "- {target: RegFile, bypass: Weights, type: ") +
                                      type + "}\n"))
                  .levels[1]
                  .keep,
              (std::vector<bool>{false, true, true}));
}

TEST(ReadMapping, RemembersWhereALevelIsMapped) {
  const Mapping mapping =
      mapping_of(with_mapping("- {target: RegFile, type: spatial}\n"
                              "- {target: DRAM, type: temporal, factors: M8 R3 P4}\n"));
  EXPECT_EQ(mapping.levels[0].where.line, 3);
  EXPECT_EQ(mapping.levels[1].where.line, 2);
}

TEST(ReadMapping, NeedsSeparatorsOnlyForLongDimensionNames) {
  const std::string problem = R"(
problem:
  shape:
    dimensions: [K, Kx, P1]
    data_spaces:
    - {name: Weights, projection: [[[K]], [[Kx]]]}
    - {name: Outputs, projection: [[[P1]]], read_write: true}
  instance: {K: 2, Kx: 3, P1: 4}
)";
  const auto read = [&](const std::string& directive) {
    return nest_of(read_texts({{"in.yaml", "mapping:\n- {target: DRAM, type: temporal, " + directive + "}\n"},
                               {"arch.yaml", kArchitecture},
                               {"prob.yaml", problem}}));
  };
  EXPECT_EQ(read("factors: K=2 Kx=3 P1=4, permutation: [P1, Kx, K]"), "DRAM: K2 Kx3 P14 | RegFile:");
  EXPECT_EQ(read("factors: K2Kx3 P14, permutation: P1 Kx K"), "DRAM: K2 Kx3 P14 | RegFile:");
}

}  // namespace
}  // namespace nestwave
