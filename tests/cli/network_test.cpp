// SPDX-License-Identifier: Apache-2.0
// `nestwave network` end to end: results, files, exit codes, interruption, workers that die.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/cli/program.h"

namespace nestwave {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Outcome;
using ::testing::StartsWith;
using testing::Workspace;
using Json = nlohmann::json;

/// a and c are the same work.
constexpr const char* kTiny = R"(network:
  name: tiny
  layers:
  - {name: a, type: conv, C: 2, M: 4, H: 4, W: 4, R: 3, S: 3, pad: 1}
  - {name: b, type: fc, C: 8, M: 4}
  - {name: c, type: conv, C: 2, M: 4, H: 4, W: 4, R: 3, S: 3, pad: 1}
)";

/// One layer ends at once, one takes hours.
constexpr const char* kLong = R"(network:
  name: long
  layers:
  - {name: short, type: fc, C: 8, M: 4}
  - {name: endless, type: fc, C: 65536, M: 65536}
)";

constexpr const char* kMachine = " --arch arch.yaml --dataflow weight_stationary";

/// Without what may differ from run to run.
Json without_host(Json json) {
  if (json.is_object()) json.erase("host");
  for (Json& part : json)
    if (part.is_structured()) part = without_host(part);
  return json;
}

TEST(Network, RunsEveryLayerAndIdenticalOnesOnce) {
  const Workspace workspace;
  workspace.write("tiny.yaml", kTiny);
  const Outcome outcome =
      workspace.run(std::string("network tiny.yaml --json r.json --csv r.csv") + kMachine);
  EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, StartsWith("tiny on arch.yaml | weight_stationary | policy resident | batch 1\n"));
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("\n  a          2  1,152"), HasSubstr("\n  b          1     32"),
                                 HasSubstr("\n  total      3  2,336")));
  EXPECT_THAT(outcome.out, HasSubstr("all counters of all layers agree with the analytical model"));
  const Json json = Json::parse(workspace.read("r.json"));
  EXPECT_EQ(json["schema"], "nestwave.network/1");
  EXPECT_EQ(json["complete"], true);
  ASSERT_EQ(json["layers"].size(), 3u);
  EXPECT_EQ(json["layers"][2]["name"], "c");
  EXPECT_EQ(json["layers"][2]["same_as"], "a");
  EXPECT_EQ(json["layers"][2]["run"]["schema"], "nestwave.run/1");
  EXPECT_EQ(json["layers"][2]["run"]["design"]["problem"], "c");
  std::uint64_t macs = 0;
  std::uint64_t cycles = 0;
  for (const Json& layer : json["layers"]) {
    macs += layer["run"]["macs"].get<std::uint64_t>();
    cycles += layer["run"]["cycles"]["simulated"].get<std::uint64_t>();
  }
  EXPECT_EQ(macs, 2u * 4 * 4 * 4 * 2 * 9 + 32);
  EXPECT_EQ(json["totals"]["macs"], macs);
  EXPECT_EQ(json["totals"]["cycles"], cycles);
  EXPECT_EQ(json["totals"]["energy_pJ"], nullptr);
  const std::string csv = workspace.read("r.csv");
  EXPECT_THAT(csv, StartsWith("layer,level,data_space,category,simulated,analytical\na,DRAM,Weights,"));
  EXPECT_THAT(csv, AllOf(HasSubstr("\nb,DRAM,"), HasSubstr("\nc,Buffer,Outputs,")));
}

TEST(Network, GivesTheResultsOfItsLayersRunAlone) {
  const Workspace workspace;
  workspace.write("tiny.yaml", kTiny);
  const Outcome all = workspace.run(std::string("network tiny.yaml --json -") + kMachine);
  const Outcome alone = workspace.run(std::string("run --layer tiny.yaml:b --json -") + kMachine);
  ASSERT_EQ(alone.code, 0) << alone.err;
  Json in_network = without_host(Json::parse(all.out))["layers"][1]["run"];
  Json by_itself = without_host(Json::parse(alone.out));
  in_network["design"].erase("inputs");
  by_itself["design"].erase("inputs");
  EXPECT_EQ(in_network, by_itself);
}

TEST(Network, GivesTheSameBytesForAnyNumberOfJobs) {
  const Workspace workspace;
  workspace.write("tiny.yaml", kTiny);
  const std::string command = std::string("network tiny.yaml --quiet") + kMachine;
  for (const std::string jobs : {"1", "2", "7"})
    ASSERT_EQ(
        workspace.run(command + " --jobs " + jobs + " --json " + jobs + ".json --csv " + jobs + ".csv").code,
        0);
  const auto text = [&](const std::string& jobs) {
    return without_host(Json::parse(workspace.read(jobs + ".json"))).dump();
  };
  EXPECT_EQ(text("1"), text("2"));
  EXPECT_EQ(text("1"), text("7"));
  EXPECT_EQ(workspace.read("1.csv"), workspace.read("2.csv"));
  EXPECT_EQ(workspace.read("1.csv"), workspace.read("7.csv"));
}

TEST(Network, TakesABatchAndSomeOfTheLayers) {
  const Workspace workspace;
  workspace.write("tiny.yaml", kTiny);
  const Outcome outcome =
      workspace.run(std::string("network tiny.yaml --batch 3 --layers [bc] --json -") + kMachine);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Json json = Json::parse(outcome.out);
  ASSERT_EQ(json["layers"].size(), 2u);
  EXPECT_EQ(json["layers"][0]["name"], "b");
  EXPECT_EQ(json["layers"][1]["same_as"], nullptr);
  EXPECT_EQ(json["totals"]["macs"], 3u * (32 + 1152));
}

TEST(Network, ChargesEnergyWithATable) {
  const Workspace workspace;
  workspace.write("tiny.yaml", kTiny);
  const std::string command = std::string(" tiny.yaml energy.yaml --json -") + kMachine;
  const Json json = Json::parse(workspace.run("network" + command).out);
  double energy = 0;
  for (const Json& layer : json["layers"]) energy += layer["run"]["energy_pJ"]["total"].get<double>();
  EXPECT_GT(energy, 0.5 * 2336);
  EXPECT_DOUBLE_EQ(json["totals"]["energy_pJ"].get<double>(), energy);
}

TEST(Network, NamesLayersThatCannotBeMappedAndRunsTheOthers) {
  const Workspace workspace;
  workspace.write("tiny.yaml", kTiny);
  const Outcome outcome =
      workspace.run(std::string("network tiny.yaml --set DRAM.depth=100 --json r.json") + kMachine);
  EXPECT_EQ(outcome.code, 2) << outcome.out;
  EXPECT_THAT(outcome.out, HasSubstr("refused"));
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("a, c:\n"), HasSubstr("has to hold the whole problem"),
                                 HasSubstr("NOT COMPLETE: 1 of 3 layers have results")));
  const Outcome quiet =
      workspace.run(std::string("network tiny.yaml --quiet --set DRAM.depth=100") + kMachine);
  EXPECT_EQ(quiet.code, 2);
  EXPECT_THAT(quiet.err, AllOf(StartsWith("a, c:\n"), HasSubstr("has to hold the whole problem")));
  const Json json = Json::parse(workspace.read("r.json"));
  EXPECT_EQ(json["complete"], false);
  EXPECT_EQ(json["layers"][0]["run"], nullptr);
  EXPECT_THAT(json["layers"][0]["error"].get<std::string>(), HasSubstr("has to hold the whole problem"));
  EXPECT_EQ(json["layers"][1]["run"]["macs"], 32);
}

TEST(Network, EndsLayersAtMaxCycles) {
  const Workspace workspace;
  workspace.write("tiny.yaml", kTiny);
  const Outcome outcome =
      workspace.run(std::string("network tiny.yaml --max-cycles 50 --json r.json") + kMachine);
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out, HasSubstr("CUT SHORT at cycle 50"));
  const Json json = Json::parse(workspace.read("r.json"));
  EXPECT_EQ(json["complete"], false);
  EXPECT_EQ(json["layers"][0]["run"]["truncated"], true);
  EXPECT_EQ(json["layers"][1]["run"]["truncated"], false);
}

TEST(Network, FindsNetworksAndArchitecturesByName) {
  const Outcome outcome = Workspace().run(
      "network resnet18 --arch eyeriss_like --dataflow output_stationary --layers layer1.*.conv? "
      "--max-cycles "
      "50");
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("resnet18 on eyeriss_like"));
  EXPECT_THAT(outcome.out, HasSubstr("\n  layer1.0.conv1      4  "));
}

TEST(Network, SimulatesAWholeNetworkInAgreementWithTheClosedForms) {
  const Outcome outcome = Workspace().run(
      "network resnet32_cifar10 --arch simple_weight_stationary --dataflow weight_stationary --json -");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  const Json json = Json::parse(outcome.out);
  EXPECT_EQ(json["totals"]["macs"], 69'124'736);
  ASSERT_EQ(json["layers"].size(), 34u);
  for (const Json& layer : json["layers"]) {
    EXPECT_EQ(layer["run"]["cross_check"]["status"], "match") << layer["name"];
    EXPECT_GE(layer["run"]["cycles"]["simulated"], layer["run"]["cycles"]["bound"]) << layer["name"];
  }
}

TEST(Network, ShowsProgressWhenAsked) {
  const Workspace workspace;
  workspace.write("tiny.yaml", kTiny);
  const std::string command = std::string("network tiny.yaml --progress ") + "always" + kMachine;
  EXPECT_THAT(workspace.run(command).err, HasSubstr(" of 2 different layers done"));
  EXPECT_THAT(workspace.run(std::string("network tiny.yaml") + kMachine).err, IsEmpty());
}

void wait_until(const std::function<bool()>& condition) {
  for (int i = 0; i < 1000 && !condition(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_TRUE(condition());
}

std::vector<pid_t> children_of(pid_t process) {
  const std::string id = std::to_string(process);
  std::ifstream in("/proc/" + id + "/task/" + id + "/children");
  std::vector<pid_t> children;
  for (pid_t child = 0; in >> child;) children.push_back(child);
  return children;
}

/// The long layer is alone at work: the short one has ended.
pid_t start_long(const Workspace& workspace) {
  workspace.write("long.yaml", kLong);
  const pid_t process = workspace.start(
      std::string("network long.yaml --no-fast-forward --progress always --jobs 2 --json r.json") + kMachine);
  wait_until(
      [&] { return workspace.read(".stderr").find("1 of 2 different layers done") != std::string::npos; });
  return process;
}

TEST(Network, WritesWhatIsFinishedWhenInterrupted) {
  const Workspace workspace;
  const pid_t process = start_long(workspace);
  const std::vector<pid_t> workers = children_of(process);
  ASSERT_EQ(workers.size(), 1u);
  kill(process, SIGINT);
  const Outcome outcome = workspace.wait(process);
  EXPECT_EQ(outcome.code, 130);
  EXPECT_THAT(outcome.err, HasSubstr("interrupted"));
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("not run"), HasSubstr("NOT COMPLETE: 1 of 2 layers")));
  EXPECT_NE(kill(workers[0], 0), 0) << "a worker has outlived the run";
  const Json json = Json::parse(workspace.read("r.json"));
  EXPECT_EQ(json["complete"], false);
  EXPECT_EQ(json["layers"][0]["run"]["macs"], 32);
  EXPECT_EQ(json["layers"][1]["run"], nullptr);
}

TEST(Network, ReportsAWorkerThatDies) {
  const Workspace workspace;
  const pid_t process = start_long(workspace);
  const std::vector<pid_t> workers = children_of(process);
  ASSERT_EQ(workers.size(), 1u);
  kill(workers[0], SIGKILL);
  const Outcome outcome = workspace.wait(process);
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.out, HasSubstr("endless:\n  its process was ended by signal 9"));
  const Json json = Json::parse(workspace.read("r.json"));
  EXPECT_EQ(json["layers"][0]["run"]["macs"], 32);
  EXPECT_THAT(json["layers"][1]["error"].get<std::string>(), HasSubstr("signal 9"));
}

}  // namespace
}  // namespace nestwave
