// SPDX-License-Identifier: Apache-2.0
// The same small report as tables, JSON and CSV.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/traces/small_report.h"
#include "traces/csv.h"
#include "traces/json.h"
#include "traces/tables.h"

namespace nestwave {
namespace {

using testing::small_design;
using testing::small_report;

constexpr Style kPlain{false, 100};

Difference some_difference() {
  Difference difference;
  difference.level = 1;
  difference.data_space = 1;
  difference.category = Category::writes_fill;
  difference.simulated = 6;
  difference.analytical = 1007;
  difference.step = 2;
  difference.loops = "P=2";
  difference.tile = "Inputs[2]";
  difference.cycle = 1234;
  difference.simulated_so_far = 5;
  difference.analytical_so_far = 1006;
  return difference;
}

TEST(Tables, ShowTheWholeRunOnOneScreen) {
  const Design design = small_design();
  EXPECT_EQ(run_tables(small_report(design), kPlain),
            "outer_product on pair | policy resident | 6 MACs\n"
            "------------------------------------------------\n"
            "DRAM [ Weights:2 Inputs:3 Outputs:6 ]\n"
            "| for P in [0:3)\n"
            "|   for M in [0:2) (Spatial-X)\n"
            "RF [ Weights:1 Inputs:1 Outputs:1 ]\n"
            "MACC [ 2 of 2 used ]\n"
            "\n"
            "Counts (words, all instances together)\n"
            "  level  data space  reads    simulated  analytical  writes       simulated  analytical\n"
            "  DRAM   Weights     fill             2           2\n"
            "         Inputs      fill             3           3\n"
            "         Outputs                                     update               6           6\n"
            "                                                     zero_starts          6           6\n"
            "  RF     Weights     operand          6           6  fill                 2           2\n"
            "         Inputs      operand          6           6  fill                 6           6\n"
            "         Outputs     drain            6           6  update               6           6\n"
            "                                                     zero_starts          6           6\n"
            "\n"
            "Cycles\n"
            "  simulated    1,000  cycles until the last sum has arrived\n"
            "  processing     900  from the first MAC to the last\n"
            "  compute          3  compute steps of a mapped PE\n"
            "  bound            6  least possible: compute steps, words / bandwidth\n"
            "  timeloop         5  Timeloop's, from its own counters\n"
            "  utilization  0.3 %  6 MACs on 2 PEs\n"
            "\n"
            "PE-cycles (2,000 = 2 PEs x 1,000 cycles)\n"
            "  computing                         6   0.3 %\n"
            "  waiting for Inputs from DRAM  1,984  99.2 %\n"
            "  not started                      10   0.5 %\n"
            "\n"
            "Ports (share of their cycles)\n"
            "  port         busy  idle: source    room  other port  compute  done\n"
            "  DRAM.read  25.0 %             -  75.0 %           -        -     -\n"
            "\n"
            "energy: no table given\n"
            "\n"
            "all 11 counters agree with the analytical model\n");
}

TEST(Tables, ShowEnergyWhereThereIsATable) {
  const Design design = small_design();
  RunReport report = small_report(design);
  report.energy = EnergyResult{2000, 500, {1400, 100}};
  EXPECT_NE(run_tables(report, kPlain)
                .find("Energy\n"
                      "  DRAM     1.400 nJ   70.0 %\n"
                      "  RF     100.000 pJ    5.0 %\n"
                      "  MACC   500.000 pJ   25.0 %\n"
                      "  total    2.000 nJ  100.0 %\n"),
            std::string::npos);
}

MemoryUse some_memory() {
  MemoryUse memory;
  memory.level = 0;
  memory.memory = "ddr4_2400";
  memory.burst_bytes = 64;
  memory.tensor_bytes = 640;
  memory.reads = 1200;
  memory.writes = 7;
  memory.commands = {{"ACT", 3}, {"PRE", 0}, {"RD", 1199}, {"WR", 7}};
  memory.data_share = 0.25;
  return memory;
}

TEST(Tables, ShowMemoriesThatHaveAClockOfTheirOwn) {
  const Design design = small_design();
  RunReport report = small_report(design);
  report.simulation.memories = {some_memory(), some_memory()};
  report.simulation.memories[1].level = 1;
  report.simulation.memories[1].memory = "tlm";
  report.simulation.memories[1].commands.clear();
  EXPECT_NE(run_tables(report, kPlain)
                .find("Memories\n"
                      "  memory           bursts read  written  bytes each  ACT     RD  WR  data bus\n"
                      "  DRAM: ddr4_2400        1,200        7          64    3  1,199   7    25.0 %\n"
                      "  RF: tlm                1,200        7          64    -      -   -         -\n"),
            std::string::npos)
      << run_tables(report, kPlain);
}

TEST(Tables, MarkADifferenceAndSayWhereItBegins) {
  const Design design = small_design();
  RunReport report = small_report(design);
  report.analytical.counts.at(1, 1)[Category::writes_fill] = 1007;
  report.cross_check.differences.push_back(some_difference());
  const std::string text = run_tables(report, kPlain);
  EXPECT_NE(text.find("fill                 6    != 1,007\n"), std::string::npos) << text;
  EXPECT_EQ(verdict(report, kPlain),
            "MISMATCH: 1 of 11 counters differ from the analytical model\n"
            "  RF Inputs writes.fill: simulated 6, analytical 1,007\n"
            "    they part at step 2 (P=2), tile Inputs[2], cycle 1,234: 5 against 1,006 so far\n");
}

TEST(Tables, NameEveryCheckThatDoesNotHold) {
  const Design design = small_design();
  RunReport report = small_report(design);
  report.figure_differences.push_back({"MACs", 5, 6});
  report.broken_claim = "a word came twice";
  report.functional = FunctionalResult{7, 3, false, "Outputs[0][1] is wrong"};
  EXPECT_FALSE(report.all_well());
  EXPECT_EQ(verdict(report, kPlain),
            "MISMATCH: 0 of 11 counters differ from the analytical model, and 1 other figure\n"
            "  MACs: simulated 5, analytical 6\n"
            "CLAIM BROKEN: a word came twice\n"
            "WRONG VALUE: Outputs[0][1] is wrong\n");
}

TEST(Tables, StayWithinTheWidth) {
  const Design design = small_design();
  RunReport report = small_report(design);
  for (int level = 0; level < 2; ++level)
    for (int d = 0; d < 3; ++d)
      for (std::size_t c = 0; c < kCategories; ++c)
        report.simulation.counts.at(level, d).value[c] = report.analytical.counts.at(level, d).value[c] =
            std::uint64_t{1} << 62;
  std::istringstream lines(run_tables(report, {true, 100}));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(display_width(line), 100U) << line;
}

TEST(Csv, HasOneLinePerCounter) {
  const Design design = small_design();
  const std::string text = counts_csv(small_report(design));
  EXPECT_EQ(text.substr(0, text.find("\nouter_product,DRAM,Inputs")),
            "layer,level,data_space,category,simulated,analytical\n"
            "outer_product,DRAM,Weights,reads.operand,0,0\n"
            "outer_product,DRAM,Weights,reads.fill,2,2\n"
            "outer_product,DRAM,Weights,reads.accumulate,0,0\n"
            "outer_product,DRAM,Weights,reads.drain,0,0\n"
            "outer_product,DRAM,Weights,writes.fill,0,0\n"
            "outer_product,DRAM,Weights,writes.update,0,0\n"
            "outer_product,DRAM,Weights,zero_starts,0,0\n"
            "outer_product,DRAM,Weights,zero_joins,0,0");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1 + 2 * 3 * 8);
}

TEST(Csv, QuotesWhatWouldBreakALine) {
  std::string text;
  append_csv_cell("a,\"b\"", text);
  EXPECT_EQ(text, "\"a,\"\"b\"\"\"");
}

TEST(Json, FollowsTheSchema) {
  const Design design = small_design();
  const auto json = nlohmann::json::parse(run_json_text(small_report(design)));
  EXPECT_EQ(json["schema"], "nestwave.run/1");
  EXPECT_EQ(json["version"], "1.2.3");
  EXPECT_EQ(json["design"], (nlohmann::json{{"architecture", "pair"},
                                            {"problem", "outer_product"},
                                            {"dataflow", nullptr},
                                            {"inputs", {"a.yaml", "b.yaml"}}}));
  EXPECT_EQ(json["policy"]["name"], "resident");
  EXPECT_EQ(json["macs"], 6);
  EXPECT_EQ(json["cycles"],
            (nlohmann::json{
                {"simulated", 1000}, {"compute", 3}, {"bound", 6}, {"timeloop", 5}, {"processing", 900}}));
  EXPECT_DOUBLE_EQ(json["utilization"].get<double>(), 0.003);
  const auto& rf = json["levels"][1];
  EXPECT_EQ(rf["name"], "RF");
  EXPECT_EQ(rf["instances"], 2);
  EXPECT_EQ(rf["used_instances"], 2);
  EXPECT_EQ(rf["capacity_words"], 8);
  EXPECT_EQ(json["levels"][0]["capacity_words"], nullptr);
  EXPECT_EQ(rf["data"]["Inputs"]["tile_words"], 1);
  EXPECT_EQ(rf["data"]["Inputs"]["simulated"]["writes.fill"], 6);
  EXPECT_EQ(rf["data"]["Inputs"]["analytical"]["reads.operand"], 6);
  EXPECT_EQ(rf["data"]["Inputs"]["timeloop"], (nlohmann::json{{"reads", 3}, {"fills", 3}, {"updates", 0}}));
  EXPECT_EQ(json["networks"][0]["from"], "DRAM");
  EXPECT_EQ(json["networks"][0]["data"]["Inputs"],
            (nlohmann::json{{"injected", 3}, {"delivered", 6}, {"hops", 0}, {"reduced", 0}}));
  EXPECT_EQ(json["stalls"]["pe_cycles"]["waiting"], (nlohmann::json{{"Inputs@DRAM", 1984}}));
  EXPECT_EQ(json["stalls"]["ports"]["DRAM.read"]["busy"], 250);
  EXPECT_EQ(json["stalls"]["ports"]["DRAM.read"]["idle"]["room"], 750);
  EXPECT_EQ(json["energy_pJ"], nullptr);
  EXPECT_EQ(json["cross_check"]["status"], "match");
  EXPECT_EQ(json["functional"], nullptr);
  EXPECT_EQ(json["host"]["peak_rss_bytes"], 4096);
  EXPECT_EQ(json["host"]["events"], 17);
}

TEST(Json, HasMemoriesByTheLevelTheyStandBehind) {
  const Design design = small_design();
  RunReport report = small_report(design);
  EXPECT_EQ(nlohmann::json::parse(run_json_text(report))["memories"], nlohmann::json::object());
  report.simulation.memories = {some_memory()};
  const auto json = nlohmann::json::parse(run_json_text(report))["memories"];
  EXPECT_EQ(json["DRAM"], (nlohmann::json{{"memory", "ddr4_2400"},
                                          {"bursts", {{"read", 1200}, {"written", 7}}},
                                          {"burst_bytes", 64},
                                          {"tensor_bytes", 640},
                                          {"commands", {{"ACT", 3}, {"PRE", 0}, {"RD", 1199}, {"WR", 7}}},
                                          {"data_share", 0.25}}));
  report.simulation.memories[0].commands.clear();
  const auto foreign = nlohmann::json::parse(run_json_text(report))["memories"]["DRAM"];
  EXPECT_EQ(foreign["commands"], nullptr);
  EXPECT_EQ(foreign["data_share"], nullptr);
}

TEST(Json, SaysWhereTheTwoSidesPart) {
  const Design design = small_design();
  RunReport report = small_report(design);
  report.cross_check.differences.push_back(some_difference());
  const auto json = nlohmann::json::parse(run_json_text(report));
  EXPECT_EQ(json["cross_check"]["status"], "mismatch");
  EXPECT_EQ(json["cross_check"]["differences"][0], (nlohmann::json{{"level", "RF"},
                                                                   {"data_space", "Inputs"},
                                                                   {"category", "writes.fill"},
                                                                   {"simulated", 6},
                                                                   {"analytical", 1007},
                                                                   {"step", 2},
                                                                   {"loops", "P=2"},
                                                                   {"tile", "Inputs[2]"},
                                                                   {"cycle", 1234},
                                                                   {"simulated_so_far", 5},
                                                                   {"analytical_so_far", 1006}}));
}

TEST(Json, GivesEnergyPerLevel) {
  const Design design = small_design();
  RunReport report = small_report(design);
  report.energy = EnergyResult{2000, 500, {1400, 100}};
  const auto json = nlohmann::json::parse(run_json_text(report));
  EXPECT_EQ(json["energy_pJ"]["total"], 2000.0);
  EXPECT_EQ(json["energy_pJ"]["compute"], 500.0);
  EXPECT_EQ(json["energy_pJ"]["levels"], (nlohmann::json{{"DRAM", 1400.0}, {"RF", 100.0}}));
}

}  // namespace
}  // namespace nestwave
