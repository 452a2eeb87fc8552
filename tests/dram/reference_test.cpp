// SPDX-License-Identifier: Apache-2.0
// The streams of reference.csv, and the table of docs/dram.md that shows them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

#include "app/dram_run.h"
#include "memory/dram/presets.h"

namespace nestwave {
namespace {

struct Reference {
  std::string preset, pattern;
  std::uint64_t outstanding = 0, requests = 0;
  std::string simulator;
  double efficiency = 0;
  std::optional<double> latency;
};

std::vector<Reference> read_references() {
  std::ifstream file(NESTWAVE_SOURCE_DIR "/tests/dram/reference.csv");
  std::vector<Reference> all;
  std::string line;
  while (std::getline(file, line)) {
    if (line[0] == '#' || line.rfind("preset,", 0) == 0) continue;
    std::istringstream cells(line);
    std::vector<std::string> cell(7);
    for (std::string& text : cell) std::getline(cells, text, ',');
    Reference reference{cell[0], cell[1], std::stoull(cell[2]), std::stoull(cell[3]), cell[4], 0, {}};
    if (!cell[5].empty()) reference.efficiency = std::stod(cell[5]);
    if (!cell[6].empty()) reference.latency = std::stod(cell[6]);
    all.push_back(reference);
  }
  return all;
}

DramRun measure(const Reference& reference) {
  DramRunOptions options;
  options.outstanding = reference.outstanding;
  options.requests = reference.requests;
  return run_dram(dram::preset(reference.preset), dram::pattern(reference.pattern), options);
}

bool same_stream(const Reference& a, const Reference& b) {
  return a.preset == b.preset && a.pattern == b.pattern && a.outstanding == b.outstanding;
}

/// All simulators that have this stream, DRAMsim3 first.
std::vector<Reference> others(const std::vector<Reference>& all, const Reference& one) {
  std::vector<Reference> found;
  std::copy_if(all.begin(), all.end(), std::back_inserter(found),
               [&](const Reference& other) { return same_stream(one, other); });
  return found;
}

std::string percent_off(double measured, double reference) {
  return fmt::format("{:+.1f} %", 100 * (measured / reference - 1));
}

TEST(DramReference, LoadedStreamsAreAsEfficientAsInOneOfTheOtherSimulators) {
  const std::vector<Reference> all = read_references();
  std::string table;
  int streams = 0;
  for (const Reference& reference : all) {
    if (reference.outstanding == 1 || reference.simulator != "DRAMsim3") continue;
    const double measured = measure(reference).efficiency;
    const bool mixed = reference.pattern.rfind("rw50", 0) == 0;
    double nearest = 1;
    std::string cells;
    for (const Reference& other : others(all, reference)) {
      nearest = std::min(nearest, std::abs(measured / other.efficiency - 1));
      cells += fmt::format(" {:.4f} | {} |", other.efficiency, percent_off(measured, other.efficiency));
    }
    if (others(all, reference).size() == 1) cells += " | |";
    EXPECT_LE(nearest, mixed ? 0.10 : 0.03)
        << reference.preset << " " << reference.pattern << " " << reference.outstanding << ": " << measured;
    table += fmt::format("| {} | {} | {} | {:.4f} |{}\n", reference.preset, reference.pattern,
                         reference.outstanding, measured, cells);
    ++streams;
  }
  EXPECT_EQ(streams, 36);
  std::ifstream file(NESTWAVE_SOURCE_DIR "/docs/dram.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  EXPECT_NE(page.find(table), std::string::npos) << "docs/dram.md should hold:\n" << table;
}

TEST(DramReference, IdleReadsTakeAsLongAsInTheOtherSimulators) {
  std::string table;
  int streams = 0;
  for (const Reference& reference : read_references()) {
    if (!reference.latency) continue;
    const double measured = measure(reference).mean_read_latency();
    EXPECT_LE(std::abs(measured - *reference.latency), 3)
        << reference.preset << " " << reference.pattern << " " << reference.simulator;
    table += fmt::format("| {} | {} | {:.2f} | {:.2f} | {} |\n", reference.preset, reference.pattern,
                         measured, *reference.latency, reference.simulator);
    ++streams;
  }
  EXPECT_EQ(streams, 11);
  std::ifstream file(NESTWAVE_SOURCE_DIR "/docs/dram.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  EXPECT_NE(page.find(table), std::string::npos) << "docs/dram.md should hold:\n" << table;
}

}  // namespace
}  // namespace nestwave
