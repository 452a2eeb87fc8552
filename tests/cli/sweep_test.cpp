// SPDX-License-Identifier: Apache-2.0
// `nestwave run --sweep` end to end: the grid, its outputs, and what is left after an interruption.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>
#include <thread>

#include "tests/cli/program.h"

namespace nestwave {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::Outcome;
using ::testing::StartsWith;
using testing::Workspace;

const std::string kFiles = " arch.yaml problem.yaml mapping.yaml";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST(Sweep, ShowsOneRowPerPointOfTheGrid) {
  const Outcome outcome = Workspace().run(
      "run --sweep Buffer.read_bandwidth=1,2 --sweep DRAM.nestwave.latency=0,9 energy.yaml" + kFiles);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  const auto lines = lines_of(outcome.out);
  ASSERT_EQ(lines.size(), 7U);
  EXPECT_EQ(lines[0], "4 points: 4 done");
  EXPECT_THAT(lines[2],
              AllOf(HasSubstr("Buffer.read_bandwidth  DRAM.nestwave.latency"), HasSubstr("energy")));
  EXPECT_THAT(lines[6], AllOf(HasSubstr("match"), HasSubstr("Buffer.read"), HasSubstr("nJ")));
}

TEST(Sweep, TakesAPresetAndItsParametersTogether) {
  const Workspace workspace;
  const Outcome two = workspace.run(
      "run --sweep DRAM.nestwave.timing=ddr4_2400,hbm2 --sweep DRAM.nestwave.timing.channels=1,2" + kFiles);
  EXPECT_EQ(two.code, 0) << two.err;
  EXPECT_THAT(two.out, HasSubstr("4 points: 4 done"));
  EXPECT_EQ(
      workspace
          .run("run --set DRAM.nestwave.timing=ddr4_2400 --sweep DRAM.nestwave.timing.channels=1,2" + kFiles)
          .code,
      0);
  const Outcome wrong = workspace.run(
      "run --sweep DRAM.nestwave.timing=ddr4_2400,hbm2 --sweep DRAM.nestwave.timing.chanels=1,2" + kFiles);
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("--set DRAM.nestwave.timing.chanels=1"));
}

TEST(Sweep, GivesEachPointWhatARunOfItsOwnGives) {
  const Workspace workspace;
  const auto sweep = json::parse(
      workspace.run("run --json - --sweep Buffer.read_bandwidth=1,4 --sweep Buffer.depth=40,64" + kFiles)
          .out);
  EXPECT_EQ(sweep["schema"], "nestwave.sweep/1");
  EXPECT_EQ(sweep["axes"], json::parse(R"([{"path": "Buffer.read_bandwidth", "values": ["1", "4"]},
                                           {"path": "Buffer.depth", "values": ["40", "64"]}])"));
  ASSERT_EQ(sweep["points"].size(), 4U);
  for (const auto& point : sweep["points"]) {
    std::string sets;
    for (const auto& [path, value] : point["settings"].items())
      sets += " --set " + path + "=" + value.get<std::string>();
    auto alone = json::parse(workspace.run("run --json -" + sets + kFiles).out);
    auto within = point["run"];
    alone.erase("host");
    within.erase("host");
    EXPECT_EQ(alone, within) << sets;
  }
}

TEST(Sweep, MakesARefusedPointARowWithItsReason) {
  const Workspace workspace;
  const Outcome outcome = workspace.run("run --csv s.csv --sweep Buffer.depth=4,64" + kFiles);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("2 points: 1 done, 1 refused\n"),
                                 HasSubstr("refused: mapping.yaml:3:3: error: the tiles at Buffer take")));
  const auto lines = lines_of(workspace.read("s.csv"));
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_THAT(lines[0], StartsWith("Buffer.depth,status,cycles,compute,bound,processing,utilization,"
                                   "pe.computing,"));
  EXPECT_THAT(lines[1], AllOf(StartsWith("4,refused,,,"), HasSubstr("the tiles at Buffer take")));
  EXPECT_THAT(lines[2], StartsWith("64,done,192,192,192,192,1.0,192,"));
}

TEST(Sweep, IsTheUsersMistakeIfNoPointCanRun) {
  EXPECT_EQ(Workspace().run("run --sweep Buffer.depth=3,4" + kFiles).code, 2);
}

TEST(Sweep, FailsTheCheckIfAPointIsCutShort) {
  const Outcome outcome = Workspace().run("run --max-cycles 200 --sweep Buffer.read_bandwidth=1,4" + kFiles);
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out, HasSubstr("Buffer.read_bandwidth=1:\nCUT SHORT at cycle 200"));
}

TEST(Sweep, RefusesAWrongPathAtOnce) {
  const Workspace workspace;
  const Outcome outcome = workspace.run("run --resume r --sweep Bufer.depth=4,64" + kFiles);
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("did you mean 'Buffer'?"));
  EXPECT_THAT(workspace.outputs(), IsEmpty());
}

TEST(Sweep, RefusesCombinationsWithoutMeaning) {
  const Workspace workspace;
  const std::string sweep = "run --sweep Buffer.depth=40,64 ";
  for (const auto& [arguments, message] :
       {std::pair<std::string, std::string>{sweep + "--vcd w.vcd", "--vcd looks into one run"},
        {sweep + "--profile p.csv", "--profile looks into one run"},
        {sweep + "--functional", "--functional looks into one run"},
        {sweep + "--set Buffer.depth=64", "Buffer.depth is also set"},
        {sweep + "--resume -", "--resume needs a file"},
        {sweep + "--resume x --json x", "both write to x"},
        {sweep + "--jobs 0", "--jobs needs a whole number of at least 1"},
        {"run --resume x", "there is no --sweep"},
        {"run --jobs 2", "there is neither of them"}}) {
    const Outcome outcome = workspace.run(arguments + kFiles);
    EXPECT_EQ(outcome.code, 2) << arguments;
    EXPECT_THAT(outcome.err, HasSubstr(message));
  }
  EXPECT_THAT(workspace.outputs(), IsEmpty());
}

TEST(Sweep, DoesNotDependOnTheNumberOfJobs) {
  const Workspace workspace;
  const std::string sweep = "run --csv - --sweep Buffer.read_bandwidth=1,2,3,4,5,6 ";
  EXPECT_EQ(workspace.run(sweep + "--jobs 1" + kFiles).out, workspace.run(sweep + "--jobs 5" + kFiles).out);
}

/// A grid of a hundred points.
const std::string kHundred =
    "run --jobs 2 --csv t.csv --sweep Buffer.read_bandwidth=1,2,3,4,5,6,7,8,9,1/2 "
    "--sweep DRAM.nestwave.latency=0,1,2,3,4,5,6,7,8,9 ";

/// How often each result stands in the file of --resume; a line without an end does not count.
std::map<std::string, int> results_in(const Workspace& workspace) {
  std::map<std::string, int> found;
  const std::string text = workspace.read("done.jsonl");
  const auto lines = lines_of(text.substr(0, text.rfind('\n') + 1));
  for (std::size_t i = 1; i < lines.size(); ++i) ++found[json::parse(lines[i])["key"].get<std::string>()];
  return found;
}

TEST(Sweep, IsFinishedAfterBeingKilledAtAnyMoment) {
  const Workspace workspace;
  const Outcome whole = workspace.run(kHundred + kFiles);
  ASSERT_EQ(whole.code, 0) << whole.err;
  const std::string csv = workspace.read("t.csv");
  ASSERT_EQ(lines_of(csv).size(), 101U);
  const auto seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string resumed = kHundred + "--resume done.jsonl" + kFiles;
  std::map<std::string, int> before;
  for (int kill_number = 0; kill_number < 3; ++kill_number) {
    const pid_t process = workspace.start(resumed);
    std::this_thread::sleep_for(std::chrono::milliseconds(20 + random() % 150));
    kill(process, SIGKILL);
    (void)workspace.wait(process);
    const auto after = results_in(workspace);
    EXPECT_TRUE(std::includes(after.begin(), after.end(), before.begin(), before.end()))
        << "a result is lost";
    before = after;
  }
  const Outcome rest = workspace.run(resumed);
  EXPECT_EQ(rest.code, 0) << rest.err;
  EXPECT_EQ(rest.out, whole.out);
  EXPECT_EQ(workspace.read("t.csv"), csv);
  const auto all = results_in(workspace);
  EXPECT_EQ(all.size(), 100U);
  for (const auto& [key, times] : all) EXPECT_EQ(times, 1) << key;
}

TEST(Sweep, DoesOnlyWhatIsMissing) {
  const Workspace workspace;
  const auto sweep = [&](const std::string& values, const std::string& files) {
    const Outcome outcome =
        workspace.run("run --json - --resume r --sweep Buffer.read_bandwidth=" + values + files);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return json::parse(outcome.out)["host"]["reused"].get<int>();
  };
  EXPECT_EQ(sweep("1,2", kFiles), 0);
  EXPECT_EQ(sweep("1,2,3", kFiles), 2) << "the results of another grid are as good";
  EXPECT_EQ(sweep("3", kFiles), 1);
  EXPECT_EQ(sweep("3", " --policy timeloop" + kFiles), 0);
  EXPECT_EQ(sweep("3", " energy.yaml" + kFiles), 0);
  workspace.write("mapping.yaml", workspace.read("mapping.yaml") + "# a word more\n");
  EXPECT_EQ(sweep("1,2,3", kFiles), 0) << "another file";
}

TEST(Sweep, WritesWhatIsDoneWhenInterrupted) {
  const Workspace workspace;
  workspace.write("problem.yaml", [&] {
    std::string text = workspace.read("problem.yaml");
    return text.replace(text.find("M: 4"), 4, "M: 12000");
  }());
  workspace.write("mapping.yaml", [&] {
    std::string text = workspace.read("mapping.yaml");
    return text.replace(text.find("M=4"), 3, "M=12000");
  }());
  const pid_t process = workspace.start(kHundred + "--resume done.jsonl" + kFiles);
  for (int i = 0; i < 1000 && results_in(workspace).empty(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  kill(process, SIGINT);
  const Outcome outcome = workspace.wait(process);
  EXPECT_EQ(outcome.code, 130);
  EXPECT_THAT(outcome.out, AllOf(StartsWith("100 points: "), HasSubstr(" not run\n"), HasSubstr("match")));
  EXPECT_THAT(outcome.err, HasSubstr("what is done is in done.jsonl; the same command goes on from there\n"));
  EXPECT_THAT(workspace.outputs(), ElementsAre("done.jsonl", "t.csv"));
}

}  // namespace
}  // namespace nestwave
