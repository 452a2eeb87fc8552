// SPDX-License-Identifier: Apache-2.0
#include "tests/traces/small_report.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

namespace nestwave::testing {

Design small_design() {
  Problem problem;
  problem.name = "outer_product";
  problem.dimensions = {{"M", 2}, {"P", 3}};
  problem.data_spaces = {{"Weights", {{{{0, 1}}}}, false, {}},
                         {"Inputs", {{{{1, 1}}}}, false, {}},
                         {"Outputs", {{{{0, 1}}}, {{{1, 1}}}}, true, {}}};
  Architecture machine;
  machine.name = "pair";
  machine.levels.resize(2);
  machine.levels[0].name = "DRAM";
  machine.levels[1].name = "RF";
  machine.levels[1].mesh_x = 2;
  machine.levels[1].capacity_words = 8;
  machine.compute.name = "MACC";
  machine.compute.mesh_x = 2;
  Mapping mapping;
  mapping.levels.resize(2);
  mapping.levels[0].temporal = {{1, 3}};
  mapping.levels[0].spatial = {{{0, 2}, Axis::x}};
  for (LevelMapping& level : mapping.levels) level.keep = {true, true, true};
  return {problem, machine, mapping, policies().front()};
}

Transfer transfer_of(TransferKind kind, int data_space, int outer, std::uint64_t outer_instance, int inner,
                     std::uint64_t step, std::uint64_t words, std::uint64_t receivers, Cycle first,
                     Cycle last) {
  Transfer transfer;
  transfer.kind = kind;
  transfer.data_space = data_space;
  transfer.outer = outer;
  transfer.outer_instance = outer_instance;
  transfer.inner = inner;
  transfer.epoch = step;
  transfer.step = step;
  transfer.words = words;
  transfer.receivers = receivers;
  transfer.first = first;
  transfer.last = last;
  return transfer;
}

RunReport small_report(const Design& design) {
  RunReport report;
  report.design = &design;
  report.version = "1.2.3";
  report.inputs = {"a.yaml", "b.yaml"};
  CountTable counts(2, 3);
  counts.at(0, 0)[Category::reads_fill] = 2;
  counts.at(0, 1)[Category::reads_fill] = 3;
  counts.at(0, 2)[Category::writes_update] = 6;
  counts.at(0, 2)[Category::zero_starts] = 6;
  counts.at(1, 0)[Category::reads_operand] = 6;
  counts.at(1, 0)[Category::writes_fill] = 2;
  counts.at(1, 1)[Category::reads_operand] = 6;
  counts.at(1, 1)[Category::writes_fill] = 6;
  counts.at(1, 2)[Category::writes_update] = 6;
  counts.at(1, 2)[Category::zero_starts] = 6;
  counts.at(1, 2)[Category::reads_drain] = 6;
  const std::vector<EdgeCounts> edges = {{0, 0, 1, 2, 2, 0, 0}, {1, 0, 1, 3, 6, 0, 0}, {2, 0, 1, 6, 6, 0, 0}};
  report.simulation.counts = counts;
  report.simulation.edges = edges;
  report.simulation.cycles = 1000;
  report.simulation.processing = 900;
  report.simulation.macs = 6;
  report.simulation.events = 17;
  report.simulation.pes.computing = 6;
  report.simulation.pes.waiting = {{0, 0}, {1984, 0}, {0, 0}};
  report.simulation.pes.not_started = 10;
  report.simulation.ports = {{"DRAM.read", 0, 1, 250, {0, 750, 0, 0, 0}}};
  report.analytical.counts = counts;
  report.analytical.edges = edges;
  report.analytical.compute_steps = 3;
  report.analytical.bound = 6;
  report.analytical.timeloop = 5;
  report.host = {0.5, 0.25, 4096};
  return report;
}

namespace {

/// Removes the directories when the test program ends.
struct Directories {
  std::vector<std::string> names;
  ~Directories() {
    std::error_code ignored;
    for (const std::string& name : names) std::filesystem::remove_all(name, ignored);
  }
};

}  // namespace

std::string temporary_directory() {
  static Directories directories;
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  std::string name =
      ::testing::TempDir() + "nestwave_" + test->test_suite_name() + "_" + test->name() + "_XXXXXX";
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
  directories.names.push_back(name);
  return name + "/";
}

std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace nestwave::testing
