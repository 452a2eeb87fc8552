// SPDX-License-Identifier: Apache-2.0
// `nestwave run --against` end to end, on the machine of configs/worked/sliding.yaml.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "tests/cli/program.h"
#include "tests/formats/stats_text.h"

namespace nestwave {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::Workspace;

const std::string kSliding = " " NESTWAVE_SOURCE_DIR "/configs/worked/sliding.yaml";
constexpr const char* kPrices =
    "ERT: {tables: {MainMemory: {read: 100, write: 100}, Buffer: {read: 1, write: 2}, MAC: {compute: "
    "0.5}}}\n";

class Against : public ::testing::Test {
 protected:
  Against() {
    workspace_.write("sliding.stats.txt", kSlidingStats);
    workspace_.write("prices.yaml", kPrices);
  }
  [[nodiscard]] Outcome run(const std::string& arguments) const {
    return workspace_.run("run --against " + arguments + kSliding);
  }
  Workspace workspace_;
};

TEST_F(Against, EveryFigureIsEqualUnderTheSamePolicy) {
  const Outcome outcome = run("sliding.stats.txt --policy timeloop_2021 prices.yaml");
  EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("Against sliding.stats.txt\n  44 of 44 figures are equal; theirs are "
                              "counted as 'timeloop_2021'\n"),
                    HasSubstr("\nall 44 figures of sliding.stats.txt are equal\n")));
}

/// Worked by hand. Under `resident` the Buffer reads 16 old sums and 8 to drain; 8 sums start at zero. A read
/// costs 1 there, a write 2; that of 2021 takes 2 for both: 24 more for each operand, 16 more for the sums.
TEST_F(Against, EveryDifferenceIsExplained) {
  const Outcome outcome = run("sliding.stats.txt prices.yaml");
  EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(
      outcome.out,
      HasSubstr("Against sliding.stats.txt\n"
                "  level   data space  counter        ours    theirs  difference  which is\n"
                "  Buffer  Weights     energy_pJ     36.00     60.00      +24.00  dearest action +24.00\n"
                "  Buffer  Inputs      energy_pJ     36.00     60.00      +24.00  dearest action +24.00\n"
                "  Buffer  Outputs     reads            24        16          -8  drain reads -8\n"
                "  Buffer  Outputs     fills             0         8          +8  zero starts +8\n"
                "  Buffer  Outputs     energy_pJ     72.00     96.00      +24.00  drain reads -8.00, zero "
                "starts +16.00, "
                "dearest action +16.00\n"
                "                      energy_pJ  2,156.00  2,228.00      +72.00  drain reads -8.00, zero "
                "starts +16.00, "
                "dearest action +64.00\n"
                "  38 of 44 figures are equal; theirs are counted as 'timeloop_2021'\n"));
  EXPECT_THAT(outcome.out,
              HasSubstr("38 figures of sliding.stats.txt are equal, 6 are explained to the last word\n"));
}

TEST_F(Against, AnUnexplainedDifferenceFailsTheRun) {
  workspace_.write("figures.csv",
                   "level,data_space,counter,value\nBuffer,Inputs,fills,7\nBuffer,Weights,fills,6\n");
  const Outcome outcome = run("figures.csv --json result.json");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("  Buffer  Inputs      fills       6       7          +1  UNEXPLAINED +1\n"),
                    HasSubstr("UNEXPLAINED: 1 of 2 figures of figures.csv differ for no known reason\n")));
  const auto against = nlohmann::json::parse(workspace_.read("result.json"))["against"];
  EXPECT_EQ(against["file"], "figures.csv");
  EXPECT_EQ(against["kind"], "csv");
  EXPECT_EQ(against["compared"], 2);
  EXPECT_EQ(against["equal"], 1);
  EXPECT_EQ(against["explained"].size(), 0u);
  EXPECT_EQ(
      against["unexplained"].dump(),
      R"([{"counter":"fills","data_space":"Inputs","difference":1,"level":"Buffer","ours":6,"reasons":[],)"
      R"("theirs":7,"unexplained":1}])");
}

TEST_F(Against, TheJsonHoldsTheReasons) {
  const Outcome outcome = run("sliding.stats.txt --json -");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  const auto against = nlohmann::json::parse(outcome.out)["against"];
  EXPECT_EQ(against["kind"], "timeloop_stats");
  EXPECT_EQ(against["counted_as"], "timeloop_2021");
  EXPECT_EQ(against["not_compared"].dump(), R"(["energies, as no energy table is given"])");
  EXPECT_EQ(against["unexplained"].size(), 0u);
  EXPECT_EQ(against["explained"][0].dump(),
            R"({"counter":"reads","data_space":"Outputs","difference":-8,"level":"Buffer","ours":24,)"
            R"("reasons":[{"reason":"drain_reads","share":-8}],"theirs":16})");
}

/// The example of docs/against.md is what the program says.
TEST_F(Against, TheDocumentedExampleIsTrue) {
  const std::string folder = NESTWAVE_SOURCE_DIR "/configs/assignment/";
  const Outcome outcome = workspace_.run("run --against " + folder + "ws.timeloop_2025.csv " + folder +
                                         "arch.yaml " + folder + "prob.yaml " + folder + "ws.map.yaml");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  std::ifstream in(NESTWAVE_SOURCE_DIR "/docs/against.md");
  const std::string page{std::istreambuf_iterator<char>(in), {}};
  const std::size_t begin = page.find("  level       data space");
  ASSERT_NE(begin, std::string::npos);
  EXPECT_THAT(outcome.out, HasSubstr(page.substr(begin, page.find("```", begin) - begin)));
}

TEST_F(Against, MistakesAreFoundBeforeTheRun) {
  workspace_.write("figures.csv", "level,data_space,counter,value\nBufer,Inputs,fills,7\n");
  Outcome outcome = run("figures.csv");
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.err,
            "figures.csv:2:1: error: the architecture has no level 'Bufer'; did you mean 'Buffer'?\n");
  EXPECT_EQ(outcome.out, "");
  outcome = run("figures.csv --csv figures.csv");
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.err, "nestwave: error: --csv would overwrite the input figures.csv\n");
}

TEST_F(Against, ARunCutShortIsNotCompared) {
  const Outcome outcome = run("sliding.stats.txt --max-cycles 5 --json -");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_TRUE(nlohmann::json::parse(outcome.out)["against"].is_null());
}

}  // namespace
}  // namespace nestwave
