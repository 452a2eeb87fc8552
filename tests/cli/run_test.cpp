// SPDX-License-Identifier: Apache-2.0
// `nestwave run` end to end: results, files, exit codes, interruption.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <map>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/cli/program.h"

namespace nestwave {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Outcome;
using ::testing::StartsWith;
using testing::Workspace;

const std::string kFiles = " arch.yaml problem.yaml mapping.yaml";

TEST(Run, PrintsTablesAndAgrees) {
  const Workspace workspace;
  const Outcome outcome = workspace.run("run" + kFiles);
  EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("Counts (words"), HasSubstr("Cycles\n"), HasSubstr("PE-cycles"),
                                 HasSubstr("energy: no table given\n"),
                                 HasSubstr("counters agree with the analytical model\n")));
  EXPECT_THAT(outcome.out, ::testing::Not(HasSubstr("\x1b")));
  EXPECT_THAT(outcome.err, ::testing::Not(HasSubstr("SystemC")));
  EXPECT_THAT(workspace.outputs(), IsEmpty());
}

TEST(Run, TakesALayerOfANetworkAndAnArchitectureByName) {
  const Outcome outcome =
      Workspace().run("run --layer resnet32_cifar10:fc --arch eyeriss_like --dataflow weight_stationary");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("fc on system"), HasSubstr("640 MACs")));
}

TEST(Run, ChargesEnergyWithATable) {
  const Outcome outcome = Workspace().run("run energy.yaml" + kFiles);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Energy\n"));
}

TEST(Run, WritesNothingToStandardOutputWhenQuiet) {
  const Workspace workspace;
  const Outcome outcome = workspace.run("run --quiet --json x.json" + kFiles);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_THAT(outcome.err, IsEmpty());
  EXPECT_THAT(workspace.outputs(), ElementsAre("x.json"));
}

TEST(Run, SkipsRepetitionsWithoutAnyTrace) {
  const std::string layer =
      "run --layer resnet18:fc --arch simple_weight_stationary --dataflow weight_stationary ";
  const Workspace workspace;
  const auto result = [&](const std::string& options, const std::string& file) {
    const Outcome outcome = workspace.run(layer + options + " --quiet --json " + file);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return nlohmann::json::parse(workspace.read(file));
  };
  nlohmann::json skipping = result("", "fast.json");
  nlohmann::json stepping = result("--no-fast-forward", "slow.json");
  EXPECT_GT(skipping["host"]["fast_forwarded_cycles"],
            skipping["cycles"]["simulated"].get<std::uint64_t>() / 2);
  EXPECT_EQ(stepping["host"]["fast_forwarded_cycles"], 0);
  EXPECT_EQ(stepping["host"]["events"], skipping["host"]["events"]);
  skipping.erase("host");
  stepping.erase("host");
  EXPECT_EQ(skipping, stepping);
}

TEST(Run, WritesAllKeysOfTheJsonSchema) {
  const Outcome outcome = Workspace().run("run --json - energy.yaml" + kFiles);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const auto json = nlohmann::json::parse(outcome.out);
  for (const char* key : {"schema", "version", "design", "policy", "macs", "cycles", "utilization", "levels",
                          "networks", "stalls", "energy_pJ", "cross_check", "against", "functional", "host"})
    EXPECT_TRUE(json.contains(key)) << key;
  EXPECT_EQ(json["schema"], "nestwave.run/1");
  EXPECT_EQ(json["macs"], 192);
  EXPECT_EQ(json["cycles"]["compute"], 192);
  EXPECT_GE(json["cycles"]["simulated"], json["cycles"]["bound"]);
  EXPECT_EQ(json["cross_check"]["status"], "match");
  const auto& buffer = json["levels"][1];
  EXPECT_EQ(buffer["name"], "Buffer");
  EXPECT_EQ(buffer["data"]["Weights"]["simulated"]["writes.fill"], 12);
  EXPECT_EQ(buffer["data"]["Weights"]["simulated"], buffer["data"]["Weights"]["analytical"]);
  EXPECT_EQ(json["design"]["inputs"].size(), 4U);
  EXPECT_GT(json["energy_pJ"]["total"], 0);
  EXPECT_GT(json["host"]["peak_rss_bytes"], 0);
}

TEST(Run, IsDeterministic) {
  const Workspace workspace;
  const auto result = [&] {
    auto json = nlohmann::json::parse(workspace.run("run --json - energy.yaml" + kFiles).out);
    json.erase("host");
    return json;
  };
  EXPECT_EQ(result(), result());
}

TEST(Run, WritesEveryFileItIsAskedFor) {
  const Workspace workspace;
  const Outcome outcome =
      workspace.run("run --json a.json --csv a.csv --transactions t.csv --vcd w.vcd" + kFiles);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(workspace.outputs(), ElementsAre("a.csv", "a.json", "t.csv", "w.gtkw", "w.vcd"));
  EXPECT_THAT(workspace.read("a.csv"), StartsWith("layer,level,data_space,category,simulated,analytical\n"));
  EXPECT_THAT(workspace.read("t.csv"),
              StartsWith("first_cycle,last_cycle,kind,data_space,from,to,words,receivers,loops\n"));
  EXPECT_THAT(workspace.read("t.csv"), HasSubstr(",fill,Weights,DRAM[0],Buffer[0],1,1,M=0 R=0 P=0\n"));
  EXPECT_THAT(workspace.read("w.vcd"), StartsWith("$version nestwave $end\n"));
  EXPECT_THAT(workspace.read("w.gtkw"), HasSubstr("nestwave.MACC.computing"));
}

TEST(Run, ProfilesInIntervals) {
  const Workspace workspace;
  const Outcome outcome = workspace.run("run --quiet --profile p.csv --interval 50" + kFiles);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(workspace.outputs(), ElementsAre("p.csv"));
  const std::string lines = workspace.read("p.csv");
  EXPECT_THAT(lines, AllOf(StartsWith("first_cycle,cycles,pe.computing,"), HasSubstr("\n0,50,50,"),
                           HasSubstr("\n150,42,42,")));
  EXPECT_THAT(workspace.run("run --profile -" + kFiles).out, HasSubstr("\n0,192,192,"))
      << "a thousand cycles unless given";
}

TEST(Run, RefusesAnIntervalOfNothing) {
  const Outcome alone = Workspace().run("run --interval 10" + kFiles);
  EXPECT_EQ(alone.code, 2);
  EXPECT_THAT(alone.err, HasSubstr("there is no --profile"));
  const Outcome zero = Workspace().run("run --profile p.csv --interval 0" + kFiles);
  EXPECT_EQ(zero.code, 2);
  EXPECT_THAT(zero.err, HasSubstr("--interval needs a whole number of at least 1"));
}

const std::string kSlow =
    " --set DRAM.read_bandwidth=1/2 --set DRAM.nestwave.latency=5 --set Buffer.read_bandwidth=3 --set "
    "MACC.nestwave.depth=2";

TEST(Run, SaysWhatBoundsEachPhase) {
  const Outcome outcome = Workspace().run("run --json -" + kSlow + kFiles);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const auto json = nlohmann::json::parse(outcome.out);
  ASSERT_EQ(json["phases"].size(), 3U);
  std::uint64_t cycles = 0;
  std::uint64_t computing = 0;
  for (const auto& phase : json["phases"]) {
    EXPECT_EQ(phase["first_cycle"], cycles);
    cycles += phase["cycles"].get<std::uint64_t>();
    computing += phase["pe_cycles"]["computing"].get<std::uint64_t>();
  }
  EXPECT_EQ(cycles, json["cycles"]["simulated"]);
  EXPECT_EQ(computing, json["macs"]);
  EXPECT_EQ(json["phases"][0]["bound_by"]["name"], "DRAM.read");
  EXPECT_TRUE(json["critical_chain"].is_null());
  EXPECT_TRUE(json["what_if"].is_null());
  EXPECT_DOUBLE_EQ(json["bandwidth"]["DRAM.read"]["limit"], 0.5);
}

TEST(Run, ExplainsItsCyclesByAChainAsLongAsTheRun) {
  const Workspace workspace;
  const Outcome outcome = workspace.run("run --explain-cycles --json x.json" + kSlow + kFiles);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("Roofline\n"), HasSubstr("Critical chain")));
  const auto json = nlohmann::json::parse(workspace.read("x.json"));
  std::uint64_t cycles = json["critical_chain"]["between_links"];
  for (const auto& part : json["critical_chain"]["parts"]) cycles += part["cycles"].get<std::uint64_t>();
  EXPECT_EQ(cycles, json["cycles"]["simulated"]);
}

TEST(Run, MeasuresWhatEachLimitCosts) {
  const Workspace workspace;
  const Outcome outcome = workspace.run("run --what-if --jobs 2 --json x.json" + kSlow + kFiles);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("What if"));
  const auto json = nlohmann::json::parse(workspace.read("x.json"));
  std::vector<std::string> names;
  for (const auto& what : json["what_if"]) names.push_back(what["what"]);
  EXPECT_THAT(names,
              ElementsAre("DRAM.read_bandwidth", "DRAM.latency", "Buffer.read_bandwidth", "Buffer capacity",
                          "Buffer.prefetch_depth", "Buffer capacity and prefetch_depth", "MACC.depth",
                          "all of these together"));
  EXPECT_EQ(json["what_if"].back()["cycles"], json["cycles"]["compute"]) << "the ideal machine never waits";
  const auto alone = nlohmann::json::parse(
      workspace.run("run --json -" + kSlow + " --set DRAM.nestwave.latency=0" + kFiles).out);
  EXPECT_EQ(json["what_if"][1]["cycles"], alone["cycles"]["simulated"]);
  EXPECT_EQ(workspace.run("run --what-if --max-cycles 100" + kFiles).code, 2);
}

TEST(Run, ExplainsAndRelaxesADram) {
  const Workspace workspace;
  const std::string dram = " --set DRAM.nestwave.timing=ddr4_2400 --set Buffer.nestwave.banks.count=2";
  ASSERT_EQ(workspace.run("run --what-if --explain-cycles --json x.json" + dram + kFiles).code, 0);
  const auto json = nlohmann::json::parse(workspace.read("x.json"));
  std::uint64_t cycles = json["critical_chain"]["between_links"];
  for (const auto& part : json["critical_chain"]["parts"]) cycles += part["cycles"].get<std::uint64_t>();
  EXPECT_EQ(cycles, json["cycles"]["simulated"]);
  EXPECT_TRUE(json["roofline"]["ports"].contains("DRAM.memory"));
  std::map<std::string, std::uint64_t> left;
  for (const auto& what : json["what_if"]) left[what["what"]] = what["cycles"];
  ASSERT_TRUE(left.contains("DRAM.timing"));
  ASSERT_TRUE(left.contains("Buffer.banks"));
  const auto alone = [&](const std::string& settings) {
    return nlohmann::json::parse(
        workspace.run("run --json -" + settings + kFiles).out)["cycles"]["simulated"];
  };
  EXPECT_EQ(left["DRAM.timing"], alone(" --set Buffer.nestwave.banks.count=2"));
  EXPECT_EQ(left["Buffer.banks"], alone(" --set DRAM.nestwave.timing=ddr4_2400"));
}

TEST(Run, ObserversDoNotChangeTheResult) {
  const Workspace workspace;
  const auto result = [&](const std::string& options) {
    auto json = nlohmann::json::parse(workspace.run("run --json - " + options + kFiles).out);
    json.erase("host");
    return json;
  };
  EXPECT_EQ(result(""), result("--transactions t.csv --vcd w.vcd --profile p.csv --interval 3 "));
}

TEST(Run, FollowsPolicyAndOverrides) {
  const Workspace workspace;
  const auto json = [&](const std::string& options) {
    return nlohmann::json::parse(workspace.run("run --json - " + options + kFiles).out);
  };
  EXPECT_EQ(json("--policy timeloop")["policy"]["name"], "timeloop");
  const auto slow = json("--set Buffer.read_bandwidth=1");
  EXPECT_GT(slow["cycles"]["simulated"], json("")["cycles"]["simulated"]);
  EXPECT_EQ(slow["macs"], 192);
}

TEST(Run, BuildsTheMappingOfADataflow) {
  const Outcome outcome = Workspace().run("run --dataflow weight_stationary --json - arch.yaml problem.yaml");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(nlohmann::json::parse(outcome.out)["design"]["dataflow"], "weight_stationary");
}

TEST(Run, ChecksTheOutputsInFunctionalMode) {
  const Workspace workspace;
  for (const auto& [option, seed] :
       {std::pair{"--functional", 1}, {"--functional 7", 7}, {"--functional=8", 8}}) {
    const Outcome outcome = workspace.run(std::string("run --json - ") + option + kFiles);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(nlohmann::json::parse(outcome.out)["functional"],
              (nlohmann::json{{"seed", seed}, {"outputs_checked", 64}, {"ok", true}, {"fault", ""}}));
  }
  EXPECT_THAT(workspace.run("run --functional" + kFiles).out, HasSubstr("all 64 outputs are right (seed 1)"));
  EXPECT_EQ(workspace.run("run --functional=x" + kFiles).code, 2);
}

TEST(Run, SaysThatItWasCutShort) {
  const Outcome outcome = Workspace().run("run --json - --max-cycles 50" + kFiles);
  EXPECT_EQ(outcome.code, 1);
  const auto json = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(json["truncated"], true);
  EXPECT_LE(json["cycles"]["simulated"], 50);
  EXPECT_THAT(Workspace().run("run --max-cycles 50" + kFiles).out, HasSubstr("CUT SHORT at cycle"));
}

TEST(Run, LeavesNoFileWhenTheInputIsWrong) {
  const Workspace workspace;
  workspace.write("energy.yaml", "ERT:\n  version: 0.3\n  tables:\n  - name: system.DRAM\n    actions: []\n");
  const Outcome outcome = workspace.run("run --json a.json --vcd w.vcd energy.yaml" + kFiles);
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("error: "));
  EXPECT_THAT(workspace.outputs(), IsEmpty());
}

TEST(Run, ReportsOutputThatCannotBeWritten) {
  const Outcome outcome = Workspace().run("run --quiet --csv /dev/full" + kFiles);
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("cannot write /dev/full"));
}

TEST(Run, StopsOnInterruptWithoutPartialFiles) {
  const Workspace workspace;
  workspace.write("long.yaml",
                  "mapping:\n"
                  "- {target: DRAM, type: temporal, factors: M=32768 P=1024 R=32, permutation: PRM}\n"
                  "- {target: Buffer, type: temporal, factors: M=1 P=1 R=1, permutation: MRP}\n");
  std::string problem = workspace.read("problem.yaml");
  problem.replace(problem.find("{M: 4, P: 16, R: 3}"), 19, "{M: 32768, P: 1024, R: 32}");
  workspace.write("problem.yaml", problem);
  const pid_t process =
      workspace.start("run --json a.json --transactions t.csv --vcd w.vcd arch.yaml problem.yaml long.yaml");
  // The output files are opened right before the simulation starts.
  for (int i = 0; i < 1000 && workspace.outputs().empty(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_FALSE(workspace.outputs().empty());
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  kill(process, SIGINT);
  const Outcome outcome = workspace.wait(process);
  EXPECT_EQ(outcome.code, 130);
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_THAT(outcome.err, HasSubstr("interrupted at cycle"));
  EXPECT_THAT(workspace.outputs(), ElementsAre("long.yaml"));
}

}  // namespace
}  // namespace nestwave
