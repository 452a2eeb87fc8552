// SPDX-License-Identifier: Apache-2.0
// The ledger over time, on random designs: intervals of any length add up to the ledger and the counts of
// the whole run, and each interval to its own length.
#include "traces/profile.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "app/simulate.h"
#include "models/roofline.h"
#include "tests/oracle/random_design.h"
#include "tests/property/designs.h"
#include "tests/property/shards.h"
#include "traces/critical_chain.h"

namespace nestwave::property {
namespace {

/// The phases follow each other and share out every ledger; ports carried what was counted.
void expect_phases(const SimulationResult& run) {
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

/// The lines of a file, each a number by the name of its column.
std::vector<std::map<std::string, double>> read_lines(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::vector<std::string> names;
  std::getline(file, line);
  std::istringstream head(line);
  for (std::string name; std::getline(head, name, ',');) names.push_back(name);
  std::vector<std::map<std::string, double>> lines;
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    auto& values = lines.emplace_back();
    std::string cell;
    for (const std::string& name : names) {
      std::getline(cells, cell, ',');
      values[name] = std::stod(cell);
    }
  }
  return lines;
}

double sum_of(const std::map<std::string, double>& line, const std::string& prefix) {
  double sum = 0;
  for (const auto& [name, value] : line)
    if (name.starts_with(prefix)) sum += value;
  return sum;
}

std::uint64_t words_of(const SimulationResult& run, int level, std::string_view kind) {
  std::uint64_t words = 0;
  for (int d = 0; d < run.counts.data_spaces(); ++d)
    for (std::size_t c = 0; c < kCategories; ++c)
      if (kCategoryNames[c].starts_with(kind)) words += run.counts.at(level, d).value[c];
  return words;
}

class Profiles : public testing::TestWithParam<Shard> {
 protected:
  Profiles() : path_(testing::TempDir() + "nestwave_profile_" + std::to_string(getpid()) + ".csv") {}
  ~Profiles() override { std::filesystem::remove(path_); }

  /// Simulates with a profile; commit() compares it with the ledger of the run.
  SimulationResult profile(const Design& design, Cycle interval, Cycle max_cycles) const {
    Profile profile(design, path_, interval);
    SimulationOptions options;
    options.observers = {&profile};
    options.max_cycles = max_cycles;
    SimulationResult run = simulate(design, options);
    profile.commit(run);
    return run;
  }

  /// The links of the chain and the waits between them are as long as the run.
  static void expect_chain(const CriticalChain& chain, const SimulationResult& run) {
    std::uint64_t links = 0;
    std::uint64_t cycles = chain.waiting;
    for (const ChainPart& part : chain.parts) {
      links += part.links;
      cycles += part.cycles;
    }
    EXPECT_EQ(links, chain.links);
    EXPECT_EQ(cycles, run.cycles);
    EXPECT_GE(chain.links, 1U);
    ASSERT_FALSE(chain.first.empty());
    Cycle before = 0;
    for (const auto* some : {&chain.first, &chain.last})
      for (const ChainLink& link : *some) {
        EXPECT_GE(link.first, before);
        EXPECT_GE(link.stop, link.first);
        before = link.stop;
      }
  }

  void expect_lines(const Design& design, const SimulationResult& run, Cycle interval) const {
    const auto lines = read_lines(path_);
    const auto pes = static_cast<double>(design.architecture().compute.instances());
    ASSERT_EQ(lines.size(), (run.cycles + interval - 1) / interval);
    Cycle first = 0;
    for (const auto& line : lines) {
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
    for (int level = 0; level < design.level_count(); ++level)
      for (const std::string kind : {"read", "write"}) {
        const std::string column = design.architecture().levels[level].name + "." + kind + ".words";
        double words = 0;
        for (const auto& line : lines) words += line.at(column);
        EXPECT_EQ(words, static_cast<double>(words_of(run, level, kind + "s."))) << column;
      }
  }

  std::string path_;
};

TEST_P(Profiles, AddUpToTheLedgerAndTheCounts) {
  const auto make = [](std::uint64_t seed, const Policy& policy) {
    return oracle::random_design(seed, policy, {2000, 32, GetParam().imperfect, GetParam().padded});
  };
  for_designs(GetParam().first_seed(), seeds_per_shard(NESTWAVE_SEEDS), {policies().front()}, make,
              [this](std::uint64_t seed, const Design& design) {
                const Cycle interval = seed % 3 == 0 ? 1 + seed % 7 : 10 + seed % 500;
                const SimulationResult run = profile(design, interval, 0);
                expect_lines(design, run, interval);
                expect_phases(run);
                for (std::size_t port = 0; port < run.ports.size(); ++port)
                  for (const PortTraffic& traffic : roofline(design, run).ports)
                    if (traffic.name == run.ports[port].name) {
                      EXPECT_EQ(traffic.words, run.ports[port].words) << traffic.name;
                    }
                ChainObserver chain(design);
                SimulationOptions options;
                options.observers = {&chain};
                const SimulationResult again = simulate(design, options);
                expect_chain(chain.chain(), again);
                // Cut short, what reaches beyond the end is left out.
                expect_phases(profile(design, interval, 1 + seed % run.cycles));
              });
}

INSTANTIATE_TEST_SUITE_P(Random, Profiles,
                         testing::ValuesIn(shards(NESTWAVE_FIRST_SHARD, NESTWAVE_LAST_SHARD)), shard_name);

}  // namespace
}  // namespace nestwave::property
