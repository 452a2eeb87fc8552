// SPDX-License-Identifier: Apache-2.0
// `nestwave dram` as a user meets it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/program.h"

namespace nestwave {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::Outcome;
using testing::Workspace;

TEST(DramCommand, ShowsTimeAndCommands) {
  const Outcome outcome = Workspace().run("dram ddr4_2400 --pattern seq_bgint --requests 10000");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("ddr4_2400 | seq_bgint | 10,000 requests | 32 outstanding"));
  EXPECT_THAT(outcome.out, HasSubstr("GB/s"));
  EXPECT_THAT(outcome.out, HasSubstr("  RD    10,000  bursts read"));
  EXPECT_THAT(outcome.out, Not(HasSubstr(" \n"))) << "no blanks at line ends";
  EXPECT_THAT(outcome.err, IsEmpty());
}

TEST(DramCommand, WritesJson) {
  const Workspace workspace;
  const Outcome outcome =
      workspace.run("dram hbm2 --pattern rw50_random --outstanding 8 --requests 1000 --seed 3 --json -");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  const auto json = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(json["schema"], "nestwave.dram/1");
  EXPECT_EQ(json["preset"], "hbm2");
  EXPECT_EQ(json["pattern"], "rw50_random");
  EXPECT_EQ(json["outstanding"], 8);
  EXPECT_EQ(json["requests"], 1000);
  EXPECT_EQ(json["tCK_ns"], 1.0);
  EXPECT_EQ(json["reads"].get<int>() + json["writes"].get<int>(), 1000);
  EXPECT_EQ(json["commands"]["RD"], json["reads"]);
  EXPECT_GT(json["read_latency_clocks"]["max"], json["read_latency_clocks"]["mean"]);
  const double data = json["commands"]["RD"].get<double>() + json["commands"]["WR"].get<double>();
  EXPECT_NEAR(json["efficiency"].get<double>(), 2 * data / json["clocks"].get<double>(), 1e-9);
}

TEST(DramCommand, WritesJsonBesideTheTablesUnlessQuiet) {
  const Workspace workspace;
  const std::string arguments = "dram ddr3_1600 --pattern write_bgint --requests 100 --json out.json";
  EXPECT_THAT(workspace.run(arguments).out, HasSubstr("efficiency"));
  const auto json = nlohmann::json::parse(workspace.read("out.json"));
  EXPECT_TRUE(json["read_latency_clocks"]["mean"].is_null());
  EXPECT_THAT(workspace.run(arguments + " --quiet").out, IsEmpty());
}

TEST(DramCommand, SettingsHaveAnEffect) {
  const Workspace workspace;
  const Outcome outcome = workspace.run(
      "dram ddr4_2400 --pattern row_samebank --outstanding 1 --requests 1000 --set tRAS=100 --set "
      "page_policy=closed --json -");
  const auto json = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(json["commands"]["RDA"], 1000);
  EXPECT_EQ(json["commands"]["PRE"], 0);
  EXPECT_GT(json["clocks"], 117 * 999);
}

TEST(DramCommand, PresetsAreListedAndDescribedFromTheirDeclaration) {
  const Workspace workspace;
  const Outcome list = workspace.run("list memories");
  for (const std::string preset : {"ddr3_1600", "ddr4_2400", "lpddr4_2400", "lpddr5_6400", "hbm2"}) {
    EXPECT_THAT(list.out, HasSubstr("  " + preset + " "));
    const Outcome manual = workspace.run("describe " + preset);
    EXPECT_EQ(manual.code, 0);
    EXPECT_THAT(manual.out, HasSubstr("source: "));
    EXPECT_THAT(manual.out, HasSubstr("\n  tRFC "));
  }
}

struct Mistake {
  std::string arguments;
  std::string message;
};

std::ostream& operator<<(std::ostream& out, const Mistake& mistake) {
  return out << "nestwave dram " << mistake.arguments;
}

class DramMistakes : public ::testing::TestWithParam<Mistake> {};

TEST_P(DramMistakes, AreNamedAndNothingIsDone) {
  const Workspace workspace;
  const Outcome outcome = workspace.run("dram " + GetParam().arguments);
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr(GetParam().message));
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_THAT(workspace.outputs(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    All, DramMistakes,
    ::testing::Values(
        Mistake{"", "dram takes one preset"}, Mistake{"hbm2 ddr4_2400 --pattern random", "takes one preset"},
        Mistake{"ddr4-2400x --pattern random", "did you mean 'ddr4_2400'?"},
        Mistake{"sram --pattern random", "the presets are 'ddr3_1600'"},
        Mistake{"hbm2", "--pattern is missing; the patterns are 'seq_bgint'"},
        Mistake{"hbm2 --pattern randm", "did you mean 'random'?"},
        Mistake{"hbm2 --patern random", "did you mean '--pattern'?"},
        Mistake{"hbm2 --pattern random --outstanding 0", "--outstanding needs a whole number of at least 1"},
        Mistake{"hbm2 --pattern random --outstanding 65537", "--outstanding must not exceed 65536"},
        Mistake{"hbm2 --pattern random --requests 1000000001", "--requests must not exceed 1000000000"},
        Mistake{"hbm2 --pattern random --requests many", "not 'many'"},
        Mistake{"hbm2 --pattern random --seed -1", "--seed needs a whole number"},
        Mistake{"hbm2 --pattern random --set tRP", "--set needs KEY=VALUE, not 'tRP'"},
        Mistake{"hbm2 --pattern random --set tRPP=3", "did you mean 'tRP'?"},
        Mistake{"hbm2 --pattern random --set tRP=0", "tRP needs a whole number from 1 to 10000, not '0'"},
        Mistake{"hbm2 --pattern random --set tREFI=9", "leaves no time for an access"},
        Mistake{"hbm2 --pattern random --json no/such/x.json", "cannot write no/such/x.json"}));

}  // namespace
}  // namespace nestwave
