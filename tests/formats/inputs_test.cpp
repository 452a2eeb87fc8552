// SPDX-License-Identifier: Apache-2.0
#include "models/formats/inputs.h"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/formats/good_texts.h"
#include "tests/formats/malformed.h"

namespace nestwave {
namespace {

using testing::ElementsAre;

const std::vector<NamedText> kGood = {
    {"map.yaml", kMapping}, {"arch.yaml", kArchitecture}, {"prob.yaml", kProblem}};

TEST(ReadInputs, TakesAnyNumberOfFilesInAnyOrder) {
  const Design apart = make_design(read_texts(kGood));
  const Design together =
      make_design(read_texts({{"all.yaml", std::string(kProblem) + kMapping + kArchitecture}}));
  EXPECT_EQ(apart.compute_steps(), together.compute_steps());
  EXPECT_EQ(apart.policy().name, "resident");
}

TEST(ReadInputs, ReadsFilesFromDisk) {
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "read_inputs_test.yaml";
  std::ofstream(file) << kProblem << kMapping << kArchitecture;
  const Inputs inputs = read_inputs({file});
  EXPECT_THAT(inputs.files, ElementsAre(file.string()));
  EXPECT_EQ(make_design(inputs).compute_steps(), 24u);
  std::filesystem::remove(file);
}

TEST(ReadInputs, NamesBothPlacesOfAKeyGivenTwice) {
  EXPECT_EQ(message_of([] {
              (void)read_texts({{"a.yaml", kProblem}, {"b.yaml", std::string("\n") + kProblem}});
            }),
            "b.yaml:2:1: error: 'problem' is given twice; first at a.yaml:1:1");
}

TEST(ReadInputs, SaysWhatIsMissing) {
  EXPECT_EQ(message_of([] {
              (void)make_design(read_texts({{"a.yaml", kProblem}, {"b.yaml", kArchitecture}}));
            }),
            "error: no 'mapping' in the given files: a.yaml, b.yaml");
  EXPECT_EQ(message_of([] { (void)make_design(Inputs{}); }), "error: no 'problem' in the given files");
}

TEST(ReadInputs, KeepsOrListsSectionsWithoutEffect) {
  const Inputs inputs =
      read_texts({{"a.yaml",
                   "mapper: {algorithm: random}\nart_ignore: 1\n"
                   "architecture_constraints: {targets: [{target: A, type: spatial, factors: N=1 P<=4}]}\n"
                   "compound_components: {}\n"}});
  EXPECT_THAT(inputs.not_used, ElementsAre("architecture_constraints", "mapper", "compound_components"));
  ASSERT_EQ(inputs.kept.size(), 2u);
  EXPECT_EQ(inputs.kept[0].key, "architecture_constraints");
  EXPECT_EQ(inputs.kept[0].node.find("targets")->items[0].find("factors")->text, "N=1 P<=4");
  EXPECT_EQ(inputs.kept[1].node.find("algorithm")->text, "random");
}

TEST(ReadInputs, TakesThePolicyFromTheFiles) {
  std::vector<NamedText> texts = kGood;
  texts.push_back({"policy.yaml", "policy: timeloop\n"});
  const Inputs inputs = read_texts(texts);
  EXPECT_EQ(inputs.policy->name, "timeloop");
  EXPECT_EQ(make_design(inputs).policy().name, "timeloop");
  EXPECT_EQ(make_design(inputs, *find_policy("resident")).policy().name, "resident");
}

TEST(ReadInputs, InStrictModeRefusesUnusedAttributes) {
  const std::vector<NamedText> texts = {
      {"in.yaml",
       "architecture:\n  nodes:\n  - !Component {name: B, class: SRAM, attributes: {read_bandwith: 4}}\n"
       "  - !Component {name: mac, class: intmac}\n"}};
  EXPECT_THAT(read_texts(texts).architecture->unused, ElementsAre("B.read_bandwith"));
  ReadOptions strict;
  strict.strict = true;
  EXPECT_EQ(
      message_of([&] { (void)read_texts(texts, strict); }),
      "in.yaml:3:52: error: attribute 'read_bandwith' of B is not used; did you mean 'read_bandwidth'?");
}

TEST(ReadInputs, ChecksDataSpacesNamedInTheArchitecture) {
  std::vector<NamedText> texts = kGood;
  const std::string good = "depth: 64";
  texts[1].text.replace(texts[1].text.find(good), good.size(),
                        "depth: 64, nestwave: {network: {Input: {bandwidth: 2}}}");
  EXPECT_EQ(message_of([&] { (void)make_design(read_texts(texts)); }),
            "arch.yaml:13:50: error: the problem has no data space 'Input'; did you mean 'Inputs'?");
}

TEST(ReadInputs, RefusesANetworkOutwardOfADataSpaceWithoutSums) {
  std::vector<NamedText> texts = kGood;
  const std::string good = "depth: 64";
  texts[1].text.replace(texts[1].text.find(good), good.size(),
                        "depth: 64, nestwave: {network: {Inputs: {outward_bandwidth: 2}}}");
  EXPECT_EQ(message_of([&] { (void)make_design(read_texts(texts)); }),
            "arch.yaml:13:59: error: Inputs has no sums that go outward");
}

TEST(ReadInputs, RefusesAMeshThatIsEnteredOutsideOfIt) {
  std::vector<NamedText> texts = kGood;
  const std::string good = "depth: 64";
  texts[1].text.replace(texts[1].text.find(good), good.size(),
                        "depth: 64, nestwave: {network: {kind: mesh, entry_x: 99}}");
  EXPECT_NE(message_of([&] { (void)make_design(read_texts(texts)); }).find("is entered at (99, 0), it has"),
            std::string::npos);
}

TEST(ReadInputs, RefusesTensorsThatCannotBeCounted) {
  EXPECT_EQ(message_of([] {
              (void)make_design(read_texts({{"in.yaml", R"(
problem:
  shape:
    dimensions: [P, Q, R]
    data_spaces:
    - {name: Inputs, projection: [[[P, 2000000000]], [[Q, 2000000000]], [[R]]]}
    - {name: Outputs, projection: [[[P]]], read_write: true}
  instance: {P: 2, Q: 2, R: 2}
mapping:
- {target: DRAM, type: temporal, factors: P2 Q2 R2}
)"},
                                            {"arch.yaml", kArchitecture}}));
            }),
            "in.yaml:6:7: error: data space Inputs has more than 2^60 words");
}

Inputs with_override(const std::string& setting, const char* architecture = kArchitecture) {
  ReadOptions options;
  options.overrides = {setting};
  return read_texts({{"arch.yaml", architecture}}, options);
}

TEST(Override, SetsAttributesAndFanOuts) {
  EXPECT_EQ(with_override("RegFile.read_bandwidth=1/2").architecture->levels[1].read_bandwidth,
            Rational(1, 2));
  EXPECT_EQ(with_override("RegFile.depth=32").architecture->levels[1].capacity_words, 32u);
  EXPECT_EQ(with_override("RegFile.nestwave.latency=2").architecture->levels[1].latency, 2u);
  EXPECT_EQ(
      with_override("DRAM.nestwave.network.bandwidth=4").architecture->levels[0].networks.at("").bandwidth,
      Rational(4));
  EXPECT_EQ(with_override("MAC.nestwave.depth=5").architecture->compute.depth, 5u);
  EXPECT_EQ(with_override("PE.meshX=32").architecture->compute.mesh_x, 32u);
  EXPECT_EQ(with_override("MAC.meshY=3").architecture->compute.mesh_y, 6u);
  EXPECT_DOUBLE_EQ(with_override("System.global_cycle_seconds=2e-9").architecture->cycle_seconds, 2e-9);
}

TEST(Override, WorksOnVersion03) {
  EXPECT_EQ(with_override("RegFile.meshX=8", kOldArchitecture).architecture->levels[1].mesh_y, 1u);
  EXPECT_EQ(with_override("RegFile.word_bits=8", kOldArchitecture).architecture->levels[1].capacity_words,
            128u);
}

TEST(Override, LaterOnesWin) {
  ReadOptions options;
  options.overrides = {"RegFile.depth=32", "RegFile.depth=16"};
  EXPECT_EQ(read_texts({{"a", kArchitecture}}, options).architecture->levels[1].capacity_words, 16u);
}

class BadOverride : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(BadOverride, NamesTheMistake) {
  EXPECT_EQ(message_of([] { (void)with_override(GetParam().first); }),
            "--set " + std::string(GetParam().first) + ": error: " + GetParam().second);
}

INSTANTIATE_TEST_SUITE_P(
    , BadOverride,
    testing::Values(std::pair("RegFlie.depth=4",
                              "the architecture has no component 'RegFlie'; did you mean 'RegFile'?"),
                    std::pair("RegFile.read_bandwith=4",
                              "RegFile has no attribute 'read_bandwith'; did you mean 'read_bandwidth'?"),
                    std::pair("RegFile.nestwave.latancy=4",
                              "'nestwave' on a storage level has no key 'latancy'; did you mean 'latency'?"),
                    std::pair("RegFile.depth=four", "the depth must be a whole number, not 'four'"),
                    std::pair("RegFile.depth.x=4", "'depth' is not a map"),
                    std::pair("PE.meshX=0", "meshX must be at least 1, not '0'"),
                    std::pair("RegFile.depth=", "an override is written COMPONENT.ATTRIBUTE=VALUE"),
                    std::pair("RegFile=4", "an override is written COMPONENT.ATTRIBUTE=VALUE"),
                    std::pair("RegFile..depth=4", "an override is written COMPONENT.ATTRIBUTE=VALUE"),
                    std::pair("depth", "an override is written COMPONENT.ATTRIBUTE=VALUE")));

TEST(Override, NeedsAnArchitecture) {
  ReadOptions options;
  options.overrides = {"A.b=1"};
  EXPECT_EQ(message_of([&] {
              (void)read_texts({{"p", kProblem}}, options);
            }),
            "--set A.b=1: error: no 'architecture' in the given files");
}

}  // namespace
}  // namespace nestwave
