// SPDX-License-Identifier: Apache-2.0
// A profile read back, and what holds for every profile and every run cut in phases.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "models/design.h"
#include "models/result.h"

namespace nestwave::property {

/// The numbers of one line by the names of their columns.
using ProfileLine = std::map<std::string, double>;

inline std::vector<ProfileLine> read_lines(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::vector<std::string> names;
  std::getline(file, line);
  std::istringstream head(line);
  for (std::string name; std::getline(head, name, ',');) names.push_back(name);
  std::vector<ProfileLine> lines;
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    ProfileLine& values = lines.emplace_back();
    std::string cell;
    for (const std::string& name : names) {
      std::getline(cells, cell, ',');
      values[name] = std::stod(cell);
    }
  }
  return lines;
}

inline double sum_of(const ProfileLine& line, const std::string& prefix) {
  double sum = 0;
  for (const auto& [name, value] : line)
    if (name.starts_with(prefix)) sum += value;
  return sum;
}

inline double total_of(const std::vector<ProfileLine>& lines, const std::string& column) {
  double sum = 0;
  for (const ProfileLine& line : lines) sum += line.at(column);
  return sum;
}

/// Each interval adds up to its own length, all of them to the run; commit() has compared the sums of columns
/// with the ledger.
inline void expect_intervals(const std::vector<ProfileLine>& lines, const Design& design,
                             const SimulationResult& run, Cycle interval) {
  const auto pes = static_cast<double>(design.architecture().compute.instances());
  ASSERT_EQ(lines.size(), (run.cycles + interval - 1) / interval);
  Cycle first = 0;
  for (const ProfileLine& line : lines) {
    EXPECT_EQ(line.at("first_cycle"), static_cast<double>(first));
    const double cycles = line.at("cycles");
    EXPECT_EQ(cycles, static_cast<double>(std::min(interval, run.cycles - first)));
    EXPECT_EQ(sum_of(line, "pe."), pes * cycles);
    for (const PortLedger& port : run.ports)
      EXPECT_EQ(line.at(port.name + ".busy") + sum_of(line, port.name + ".idle."),
                static_cast<double>(port.instances) * cycles)
          << port.name;
    first += interval;
  }
}

/// The words in the intervals are those of the ports; of a run cut short some are still on their way.
inline void expect_words(const std::vector<ProfileLine>& lines, const SimulationResult& run) {
  for (const PortLedger& port : run.ports)
    if (run.truncated)
      EXPECT_LE(total_of(lines, port.name + ".words"), static_cast<double>(port.words)) << port.name;
    else
      EXPECT_EQ(total_of(lines, port.name + ".words"), static_cast<double>(port.words)) << port.name;
}

/// The phases follow each other and share out every ledger.
inline void expect_phases(const SimulationResult& run) {
  ASSERT_EQ(run.phases.size(), 3U);
  Cycle cycles = 0;
  PeLedger pes = run.pes;
  std::vector<PortLedger> ports = run.ports;
  for (const Phase& phase : run.phases) {
    EXPECT_EQ(phase.first, cycles);
    cycles += phase.cycles;
    EXPECT_EQ(phase.pes.sum() * run.cycles, run.pes.sum() * phase.cycles) << phase.name;
    pes -= phase.pes;
    for (std::size_t p = 0; p < ports.size(); ++p) {
      EXPECT_EQ(phase.ports[p].sum(), ports[p].instances * phase.cycles) << phase.name << ports[p].name;
      EXPECT_LE(phase.ports[p].words, run.ports[p].words) << phase.name << ports[p].name;
      ports[p] -= phase.ports[p];
    }
  }
  EXPECT_EQ(cycles, run.cycles);
  EXPECT_EQ(pes.sum(), 0U);
  EXPECT_EQ(run.phases[0].pes.computing + run.phases[2].pes.computing, 0U);
  for (const PortLedger& port : ports) EXPECT_EQ(port.sum() + port.words, 0U) << port.name;
}

}  // namespace nestwave::property
