// SPDX-License-Identifier: Apache-2.0
// Runs of SCALE-Sim v2, every one of the table: cycles and accesses of the SRAMs.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "models/formats/network_yaml.h"
#include "tests/systolic/support.h"

namespace nestwave {
namespace {

using test::conv_layer;

using Row = std::map<std::string, std::string>;

std::vector<Row> rows_of(const std::string& dataflow) {
  std::ifstream file(NESTWAVE_SOURCE_DIR "/tests/systolic/scalesim.csv");
  std::vector<std::string> head;
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("#")) continue;
    std::vector<std::string> cells;
    std::istringstream text(line);
    for (std::string cell; std::getline(text, cell, ',');) cells.push_back(cell);
    if (head.empty()) {
      head = cells;
      continue;
    }
    Row row;
    for (std::size_t i = 0; i < head.size(); ++i) row[head[i]] = cells.at(i);
    if (row["dataflow"] == dataflow) rows.push_back(row);
  }
  return rows;
}

std::uint64_t number(const Row& row, const char* column) {
  return std::stoull(row.at(column));
}

/// They round the number of output positions up; the last window then reaches beyond the ifmap.
std::uint64_t side(std::uint64_t input, std::uint64_t kernel, std::uint64_t stride) {
  const std::uint64_t positions = (input - kernel + stride + stride - 1) / stride;
  return (positions - 1) * stride + kernel;
}

Problem layer_of(const Row& row) {
  const Extent kernel = {number(row, "filt_h"), number(row, "filt_w")};
  const std::uint64_t stride = number(row, "stride");
  const Extent input = {side(number(row, "ifmap_h"), kernel.down, stride),
                        side(number(row, "ifmap_w"), kernel.across, stride)};
  return problem_of(conv_layer(number(row, "channels"), number(row, "num_filters"), input, kernel, stride),
                    1);
}

class ScaleSim : public ::testing::TestWithParam<std::tuple<std::string, std::string>> {};

TEST_P(ScaleSim, HasTheSameCyclesAndAccessesInEveryRun) {
  const auto& [letters, dataflow] = GetParam();
  const std::vector<Row> rows = rows_of(letters);
  ASSERT_EQ(rows.size(), 92u);
  for (const Row& row : rows) {
    SCOPED_TRACE(row.at("layer") + " on " + row.at("rows") + " x " + row.at("cols") + ", " + letters + ", " +
                 row.at("ifmap_sram_kB") + " kB");
    const std::string room = "sizeKB=" + row.at("ifmap_sram_kB");
    const std::uint64_t side = number(row, "rows");
    const Problem problem = layer_of(row);
    const auto engine =
        test::engine(dataflow, problem,
                     test::systolic(side, number(row, "cols"),
                                    {"ifmap_sram." + room, "filter_sram." + room, "ofmap_sram." + room}));
    const SimulationResult run = test::checked_run(*engine, problem.macs() < 20000);
    const SystolicResult cut = test::description(*engine);

    // Their total is the index of the last cycle. With sums that stay they leave the drain out.
    EXPECT_EQ(run.cycles, number(row, "total_cycles") + 1 + cut.folds * cut.drain_cycles);
    EXPECT_EQ(cut.published_cycles, number(row, "total_cycles") + 1);
    EXPECT_EQ(cut.drain_cycles, letters == "os" ? side : 0);

    const Architecture& machine = engine->design().architecture();
    const auto reads = [&](const char* level, const char* space) {
      const Counts& counts =
          run.counts.at(machine.find_level(level), engine->design().problem().find_data_space(space));
      return counts[Category::reads_operand] + counts[Category::reads_fill];
    };
    EXPECT_EQ(reads("ifmap_sram", "Inputs"), number(row, "ifmap_sram_reads"));
    EXPECT_EQ(reads("filter_sram", "Weights"), number(row, "filter_sram_reads"));
    // With sums that stay they write R + C words too many in every fold.
    const std::uint64_t too_many = letters == "os" ? cut.folds * (side + number(row, "cols")) : 0;
    EXPECT_EQ(run.counts.at(machine.find_level("ofmap_sram"),
                            engine->design().problem().outputs())[Category::writes_update],
              number(row, "ofmap_sram_writes") - too_many);
  }
}

INSTANTIATE_TEST_SUITE_P(All, ScaleSim,
                         ::testing::Values(std::tuple("ws", "weight_stationary"),
                                           std::tuple("is", "input_stationary"),
                                           std::tuple("os", "output_stationary")),
                         [](const auto& test) { return std::get<1>(test.param); });

/// Memory traffic means the same where half an SRAM holds the tensor: every word once. (Beyond that their
/// prefetch buffer drops words in its own way; unfinished sums they write to the memory once per row fold,
/// and read none back.)
TEST(ScaleSim, BringsEveryWordOnceWhereTheTensorFits) {
  std::size_t compared = 0;
  for (const char* letters : {"ws", "is", "os"})
    for (const Row& row : rows_of(letters)) {
      // Where they round the number of positions up they leave what lies beyond the ifmap out.
      if (row.at("layer") == "first7x7_s2" || row.at("ifmap_sram_kB") != "64") continue;
      SCOPED_TRACE(row.at("layer") + " on " + row.at("rows") + " x " + row.at("cols") + ", " + letters);
      constexpr std::uint64_t room = 32 * 1024;
      const auto engine =
          test::engine(std::string(letters) == "ws"   ? "weight_stationary"
                       : std::string(letters) == "is" ? "input_stationary"
                                                      : "output_stationary",
                       layer_of(row), test::systolic(number(row, "rows"), number(row, "cols")));
      const CountTable counts = engine->analyze().counts;
      const Problem& problem = engine->design().problem();
      const auto compare = [&](const char* space, const char* column) {
        const std::uint64_t words = counts.at(0, problem.find_data_space(space))[Category::reads_fill];
        if (words > room) return;
        EXPECT_EQ(words, number(row, column)) << space;
        ++compared;
      };
      compare("Inputs", "ifmap_dram_reads");
      compare("Weights", "filter_dram_reads");
    }
  EXPECT_EQ(compared, 240u);
}

TEST(Alexnet, TakesTheSumOfTheFoldFormulasOnAThousandPes) {
  const Network network = read_network(NESTWAVE_SOURCE_DIR "/configs/networks/alexnet_ungrouped.yaml");
  Cycle total = 0;
  for (const Layer& layer : network.layers)
    if (layer.type == LayerType::conv)
      total += test::checked_run(
                   *test::engine("weight_stationary", problem_of(layer, 1), test::systolic(32, 32)), false)
                   .cycles;
  EXPECT_EQ(total, 1401396u);
}

}  // namespace
}  // namespace nestwave
