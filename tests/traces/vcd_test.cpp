// SPDX-License-Identifier: Apache-2.0
#include "traces/vcd.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <sstream>

#include "models/error.h"
#include "tests/traces/small_report.h"
#include "traces/gtkwave.h"

namespace nestwave {
namespace {

using testing::read_text;
using testing::small_design;
using testing::temporary_directory;
using testing::transfer_of;

/// Reads a dump back: full signal name -> (time -> value).
std::map<std::string, std::map<std::uint64_t, std::uint64_t>> parse(const std::string& text) {
  std::map<std::string, std::string> names;
  std::map<std::string, std::map<std::uint64_t, std::uint64_t>> waves;
  std::vector<std::string> scopes;
  std::istringstream in(text);
  std::uint64_t time = 0;
  for (std::string word; in >> word;) {
    if (word == "$scope") {
      in >> word >> word;
      scopes.push_back(word);
    } else if (word == "$upscope") {
      scopes.pop_back();
    } else if (word == "$var") {
      std::string code;
      in >> word >> word >> code >> word;
      std::string path;
      for (const std::string& scope : scopes) path += scope + ".";
      names[code] = path + word;
    } else if (word.front() == '#') {
      time = std::stoull(word.substr(1));
    } else if (word.front() == 'b') {
      std::string code;
      in >> code;
      waves[names.at(code)][time] = std::stoull(word.substr(1), nullptr, 2);
    } else if ((word.front() == '0' || word.front() == '1') && names.count(word.substr(1)) != 0) {
      waves[names.at(word.substr(1))][time] = word.front() == '1' ? 1 : 0;
    }
  }
  return waves;
}

using Wave = std::map<std::uint64_t, std::uint64_t>;

std::string traced(const std::function<void(VcdTrace&)>& script) {
  const Design design = small_design();
  const std::string path = temporary_directory() + "w.vcd";
  VcdTrace trace(design, path);
  script(trace);
  trace.commit();
  return read_text(path);
}

TEST(Vcd, ShowsTransfersFromTheirFirstToTheirLastCycle) {
  const auto waves = parse(traced([](VcdTrace& trace) {
    trace.transfer(transfer_of(TransferKind::fill, 1, 0, 0, 1, 0, 3, 2, 2, 4));
    trace.end_of_cycle(2);
    trace.transfer(transfer_of(TransferKind::fill, 1, 0, 0, 1, 1, 1, 2, 4, 6));
    trace.end_of_cycle(4);
    trace.finished(10);
  }));
  EXPECT_EQ(waves.at("nestwave.DRAM.to_RF.Inputs_fill_busy"), (Wave{{0, 0}, {2, 1}, {7, 0}}));
  EXPECT_EQ(waves.at("nestwave.DRAM.to_RF.Inputs_fill_words"),
            (Wave{{0, 0}, {2, 3}, {4, 4}, {5, 1}, {7, 0}}));
}

TEST(Vcd, ShowsWhichPesComputeAndHowMany) {
  const auto waves = parse(traced([](VcdTrace& trace) {
    trace.mac(0, 0, 3);
    trace.mac(1, 0, 3);
    trace.end_of_cycle(3);
    trace.mac(1, 1, 4);
    trace.end_of_cycle(4);
    trace.mac(0, 1, 9);
    trace.end_of_cycle(9);
    trace.finished(12);
  }));
  EXPECT_EQ(waves.at("nestwave.MACC.computing"), (Wave{{0, 0}, {3, 2}, {4, 1}, {5, 0}, {9, 1}, {10, 0}}));
  EXPECT_EQ(waves.at("nestwave.MACC.pe_0"), (Wave{{0, 0}, {3, 1}, {4, 0}, {9, 1}, {10, 0}}));
  EXPECT_EQ(waves.at("nestwave.MACC.pe_1"), (Wave{{0, 0}, {3, 1}, {5, 0}}));
  EXPECT_EQ(waves.at("nestwave.MACC.step"), (Wave{{0, 0}, {9, 1}}));
}

TEST(Vcd, KeepsOnlyTheLastOccupancyOfACycle) {
  const auto waves = parse(traced([](VcdTrace& trace) {
    trace.occupancy(1, 1, 4, 5);
    trace.occupancy(1, 1, 6, 5);
    trace.end_of_cycle(5);
    trace.finished(6);
  }));
  EXPECT_EQ(waves.at("nestwave.RF.occupancy_1"), (Wave{{0, 0}, {5, 6}}));
}

TEST(Vcd, WritesAGoldenFile) {
  EXPECT_EQ(
      traced([](VcdTrace& trace) {
        trace.occupancy(0, 0, 5, 0);
        trace.transfer(transfer_of(TransferKind::drain, 2, 0, 0, 1, 0, 2, 2, 1, 1));
        trace.end_of_cycle(1);
        trace.finished(4);
      }),
      "$version nestwave $end\n"
      "$timescale 1 ns $end\n"
      "$scope module nestwave $end\n"
      "$scope module DRAM $end\n"
      "$var wire 64 ! occupancy_0 [63:0] $end\n"
      "$scope module to_RF $end\n"
      "$var wire 1 \" Weights_fill_busy $end\n"
      "$var wire 64 # Weights_fill_words [63:0] $end\n"
      "$var wire 1 $ Inputs_fill_busy $end\n"
      "$var wire 64 % Inputs_fill_words [63:0] $end\n"
      "$var wire 1 & Outputs_fill_busy $end\n"
      "$var wire 64 ' Outputs_fill_words [63:0] $end\n"
      "$var wire 1 ( Outputs_drain_busy $end\n"
      "$var wire 64 ) Outputs_drain_words [63:0] $end\n"
      "$upscope $end\n"
      "$upscope $end\n"
      "$scope module RF $end\n"
      "$var wire 64 * occupancy_0 [63:0] $end\n"
      "$var wire 64 + occupancy_1 [63:0] $end\n"
      "$scope module to_MACC $end\n"
      "$var wire 1 , Weights_operand_busy $end\n"
      "$var wire 64 - Weights_operand_words [63:0] $end\n"
      "$var wire 1 . Inputs_operand_busy $end\n"
      "$var wire 64 / Inputs_operand_words [63:0] $end\n"
      "$var wire 1 0 Outputs_operand_busy $end\n"
      "$var wire 64 1 Outputs_operand_words [63:0] $end\n"
      "$var wire 1 2 Outputs_update_busy $end\n"
      "$var wire 64 3 Outputs_update_words [63:0] $end\n"
      "$upscope $end\n"
      "$upscope $end\n"
      "$scope module MACC $end\n"
      "$var wire 64 4 computing [63:0] $end\n"
      "$var wire 64 5 step [63:0] $end\n"
      "$var wire 1 6 pe_0 $end\n"
      "$var wire 1 7 pe_1 $end\n"
      "$upscope $end\n"
      "$upscope $end\n"
      "$enddefinitions $end\n"
      "#0\n$dumpvars\n"
      "b0 !\n0\"\nb0 #\n0$\nb0 %\n0&\nb0 '\n0(\nb0 )\nb0 *\nb0 +\n0,\nb0 -\n0.\nb0 /\n00\nb0 1\n02\nb0 3\n"
      "b0 4\nb0 5\n06\n07\n$end\n"
      "b101 !\n#1\n1(\nb10 )\n#2\n0(\nb0 )\n#4\n");
}

TEST(Vcd, SaveFileNamesOnlySignalsOfTheDump) {
  const Design design = small_design();
  const std::string path = temporary_directory() + "w.vcd";
  VcdTrace trace(design, path);
  trace.finished(1);
  trace.commit();
  const auto waves = parse(read_text(path));
  std::istringstream in(read_text(gtkwave_save_path(path).value()));
  int signals = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("nestwave.", 0) != 0) continue;
    ++signals;
    EXPECT_TRUE(waves.count(line.substr(0, line.find('['))) != 0) << line;
  }
  EXPECT_GT(signals, 10);
}

TEST(Vcd, LeavesNoFileOfAnAbandonedRun) {
  const Design design = small_design();
  const std::string directory = temporary_directory();
  {
    VcdTrace trace(design, directory + "w.vcd");
    trace.mac(0, 0, 0);
  }
  EXPECT_TRUE(std::filesystem::is_empty(directory));
}

TEST(Vcd, IsReadByGtkwavesConverter) {
  if (std::system("command -v vcd2fst > /dev/null 2>&1") != 0) GTEST_SKIP() << "vcd2fst is not installed";
  const Design design = small_design();
  const std::string directory = temporary_directory();
  VcdTrace trace(design, directory + "w.vcd");
  for (Cycle cycle = 0; cycle < 1000; ++cycle) {
    trace.mac(cycle % 2, cycle / 2, cycle);
    trace.occupancy(0, 0, cycle % 13, cycle);
    trace.transfer(transfer_of(TransferKind::fill, 0, 0, 0, 1, 0, 3, 2, cycle, cycle + cycle % 5));
    trace.end_of_cycle(cycle);
  }
  trace.finished(1010);
  trace.commit();
  EXPECT_EQ(std::system(("vcd2fst " + directory + "w.vcd " + directory + "w.fst > /dev/null 2>&1").c_str()),
            0);
  EXPECT_GT(std::filesystem::file_size(directory + "w.fst"), 100U);
}

TEST(VcdWriter, RefusesToGoBackInTime) {
  VcdWriter writer("/dev/null", "1 ns", 1);
  const auto signal = writer.add("s", 1);
  writer.end_definitions();
  writer.change(signal, 1, 5);
  EXPECT_THROW(writer.change(signal, 0, 4), InternalError);
}

TEST(VcdWriter, MakesLegalIdentifiers) {
  EXPECT_EQ(VcdWriter::identifier("PE[0..1].spad"), "PE_0__1__spad");
  EXPECT_EQ(VcdWriter::identifier("3d"), "_3d");
  EXPECT_EQ(VcdWriter::identifier(""), "_");
}

TEST(VcdWriter, GivesEverySignalACodeOfItsOwn) {
  const std::string path = temporary_directory() + "w.vcd";
  VcdWriter writer(path, "1 ns", 1);
  constexpr int kSignals = 10000;
  for (int i = 0; i < kSignals; ++i) writer.add("s" + std::to_string(i), 1);
  writer.end_definitions();
  writer.change(kSignals - 1, 1, 7);
  writer.commit(8);
  const auto waves = parse(read_text(path));
  ASSERT_EQ(waves.size(), static_cast<std::size_t>(kSignals));
  EXPECT_EQ(waves.at("s9999"), (Wave{{0, 0}, {7, 1}}));
}

}  // namespace
}  // namespace nestwave
