// SPDX-License-Identifier: Apache-2.0
// What explains a run, where a controller of its own executes the layer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/cli/program.h"

namespace nestwave::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kLayer = " --layer resnet32_cifar10:layer3.0.conv2";
const std::string kRowStationary = kLayer + " --arch eyeriss_v1 --dataflow row_stationary";
const std::string kSystolic = kLayer + " --arch systolic --dataflow weight_stationary";

nlohmann::json json_of(const Workspace& workspace, const std::string& options) {
  const Outcome outcome = workspace.run("run --json -" + options);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  return nlohmann::json::parse(outcome.out);
}

/// Cycles of every machine of --what-if by what is lifted, and how.
std::map<std::string, std::uint64_t> what_if(const nlohmann::json& run) {
  std::map<std::string, std::uint64_t> cycles;
  for (const auto& what : run["what_if"]) {
    EXPECT_TRUE(what["reason"].is_null()) << what;
    const std::string change = what["change"].is_null() ? "" : " " + what["change"].get<std::string>();
    cycles[what["what"].get<std::string>() + change] = what["cycles"];
  }
  return cycles;
}

TEST(Controllers, ProfileTheirRuns) {
  const Workspace workspace;
  for (const std::string& run : {kRowStationary, kSystolic}) {
    const Outcome outcome = workspace.run("run --quiet --profile p.csv --interval 1500 --json x.json" + run);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(workspace.read("p.csv"), StartsWith("first_cycle,cycles,pe.computing,pe.adding,pe.waiting."));
    auto profiled = nlohmann::json::parse(workspace.read("x.json"));
    auto plain = json_of(workspace, run);
    for (auto* json : {&profiled, &plain}) json->erase("host");
    EXPECT_EQ(profiled, plain);
    EXPECT_EQ(workspace.run("run --vcd w.vcd" + run).code, 2) << "waves follow tiles";
  }
}

TEST(Controllers, CutTheirRunsInPhases) {
  const Workspace workspace;
  for (const std::string& run : {kRowStationary, kSystolic}) {
    const auto json = json_of(workspace, run);
    ASSERT_EQ(json["phases"].size(), 3U);
    std::uint64_t cycles = 0;
    std::uint64_t computing = 0;
    for (const auto& phase : json["phases"]) {
      EXPECT_EQ(phase["first_cycle"], cycles);
      cycles += phase["cycles"].get<std::uint64_t>();
      computing += phase["pe_cycles"]["computing"].get<std::uint64_t>();
    }
    EXPECT_EQ(cycles, json["cycles"]["simulated"]);
    EXPECT_EQ(computing, json["stalls"]["pe_cycles"]["computing"]);
    EXPECT_EQ(json["phases"][1]["pe_cycles"]["computing"], computing);
  }
  EXPECT_EQ(json_of(workspace, kRowStationary)["phases"][0]["bound_by"]["name"], "DRAM.read");
}

TEST(Controllers, OfRowStationaryMeasureWhatLimitsCost) {
  const Workspace workspace;
  const auto cycles = what_if(json_of(workspace, " --what-if --jobs 2" + kRowStationary));
  EXPECT_EQ(cycles.size(), 15U);
  // The cut stays: it is given where the other machine is asked for by --set.
  const auto with = [&](const std::string& settings) {
    const auto plain = json_of(workspace, kRowStationary);
    std::string cut = " --parameters ";
    for (const char* name : {"m", "n", "e", "p", "q", "r", "t"})
      cut += (name[0] == 'm' ? "" : ",") + std::string(name) + "=" +
             std::to_string(plain["row_stationary"][name].get<std::uint64_t>());
    return json_of(workspace, kRowStationary + cut + settings)["cycles"]["simulated"];
  };
  EXPECT_LT(cycles.at("DRAM.read_bandwidth unlimited"), with(""));
  EXPECT_EQ(cycles.at("shared_glb.network.Inputs.bandwidth unlimited"),
            with(" --set shared_glb.nestwave.network.Inputs.bandwidth=1000"));
  EXPECT_EQ(cycles.at("filter_glb.prefetch_depth x 2"), with(" --set filter_glb.nestwave.prefetch_depth=2"));
  EXPECT_EQ(cycles.at("weights_spad capacity x 2"), with(" --set weights_spad.depth=448"));
  EXPECT_EQ(cycles.at("mac.depth 0"), with(" --set mac.nestwave.depth=0"));
  EXPECT_THAT(cycles, Contains(::testing::Key("all of these together")));
}

TEST(Controllers, OfSystolicArraysMeasureWhatLimitsCost) {
  const Workspace workspace;
  const auto cycles = what_if(json_of(workspace, " --what-if --jobs 2" + kSystolic));
  EXPECT_EQ(cycles.size(), 4U);
  const auto with = [&](const std::string& settings) {
    std::string sets;
    for (const char* attribute : {"fold_overlap", "pace"})
      if (settings.find(attribute) != std::string::npos)
        sets = " --set ofmap_sram.nestwave.systolic." + settings;
    return json_of(workspace, kSystolic + sets)["cycles"]["simulated"];
  };
  EXPECT_EQ(cycles.at("ofmap_sram.systolic.fold_overlap preload"), with("fold_overlap=preload"));
  EXPECT_EQ(cycles.at("ofmap_sram.systolic.fold_overlap full"), with("fold_overlap=full"));
  EXPECT_EQ(cycles.at("ofmap_sram.systolic.pace used"), with("pace=used"));
  const Outcome nothing = workspace.run("run --what-if" + kSystolic +
                                        " --set ofmap_sram.nestwave.systolic.fold_overlap=full"
                                        " --set ofmap_sram.nestwave.systolic.pace=used");
  EXPECT_EQ(nothing.code, 0) << nothing.err;
  EXPECT_THAT(nothing.out, HasSubstr("no limit that could be lifted"));
}

TEST(Controllers, ExplainTheirCyclesByRoofsPhasesAndAChain) {
  const Workspace workspace;
  for (const std::string& run : {kRowStationary, kSystolic}) {
    const Outcome outcome = workspace.run("run --explain-cycles --json x.json" + run);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(outcome.out,
                AllOf(HasSubstr("\nRoofline\n"), HasSubstr("\nPhases\n"), HasSubstr("\nCritical chain")));
    const auto json = nlohmann::json::parse(workspace.read("x.json"));
    std::uint64_t cycles = json["critical_chain"]["between_links"];
    for (const auto& part : json["critical_chain"]["parts"]) cycles += part["cycles"].get<std::uint64_t>();
    EXPECT_EQ(cycles, json["cycles"]["simulated"]);
    EXPECT_THAT(workspace.run("run" + run).out, Not(HasSubstr("Roofline")));
  }
}

}  // namespace
}  // namespace nestwave::testing
