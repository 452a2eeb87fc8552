// SPDX-License-Identifier: Apache-2.0
// The tables in configs/networks: every layer as its network defines it, and totals as published or
// counted elsewhere (totals.csv: MACs at the batch of the table, MACs of convolutions, and weights
// without those of matrix products).
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "models/formats/network_yaml.h"
#include "tests/networks/definitions.h"

namespace nestwave {
namespace {

const std::filesystem::path kFolder = NESTWAVE_SOURCE_DIR "/configs/networks";

std::string text_of(const Layer& layer) {
  const auto both = [](const Extent& extent) {
    return std::to_string(extent.down) + "x" + std::to_string(extent.across);
  };
  std::ostringstream text;
  text << layer.name << " " << to_string(layer.type) << " groups " << layer.groups << " N " << layer.rows
       << " C " << layer.channels << " M " << layer.filters << " in " << both(layer.input) << " kernel "
       << both(layer.kernel) << " stride " << both(layer.stride) << " dilation " << both(layer.dilation)
       << " pad " << both(layer.padding);
  return text.str();
}

TEST(NetworkTables, EveryLayerIsAsItsNetworkDefinesIt) {
  const auto definitions = test::network_definitions();
  std::size_t tables = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    const std::string name = entry.path().stem().string();
    SCOPED_TRACE(name);
    ++tables;
    const Network network = read_network(entry.path());
    EXPECT_EQ(network.name, name);
    EXPECT_FALSE(network.summary.empty());
    EXPECT_EQ(network.batch, name == "alexnet_n4" ? 4u : 1u);
    ASSERT_TRUE(definitions.contains(name));
    const std::vector<Layer>& expected = definitions.at(name);
    ASSERT_EQ(network.layers.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
      EXPECT_EQ(text_of(network.layers[i]), text_of(expected[i]));
  }
  EXPECT_EQ(tables, definitions.size());
}

std::uint64_t weights_of(const Problem& problem) {
  std::uint64_t words = 1;
  for (const Rank& rank : problem.data_spaces[0].ranks)
    words *= problem.dimensions[rank.terms[0].dimension].size;
  return words;
}

TEST(NetworkTables, TotalsAreTheKnownOnes) {
  std::ifstream in(NESTWAVE_SOURCE_DIR "/tests/networks/totals.csv");
  std::string line;
  std::getline(in, line);
  std::size_t compared = 0;
  while (std::getline(in, line)) {
    std::istringstream cells(line);
    std::vector<std::string> row;
    for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell);
    SCOPED_TRACE(row[0]);
    const Network network = read_network(kFolder / (row[0] + ".yaml"));
    std::uint64_t macs = 0;
    std::uint64_t conv_macs = 0;
    std::uint64_t weights = 0;
    for (const Layer& layer : network.layers) {
      const Problem problem = problem_of(layer, network.batch);
      const bool convolution = layer.type == LayerType::conv || layer.type == LayerType::depthwise;
      macs += problem.macs();
      if (convolution) conv_macs += problem.macs();
      if (convolution || layer.type == LayerType::fc) weights += weights_of(problem);
    }
    EXPECT_EQ(std::to_string(network.layers.size()), row[1]);
    EXPECT_EQ(std::to_string(macs), row[2]);
    EXPECT_EQ(std::to_string(conv_macs), row[3]);
    EXPECT_EQ(std::to_string(weights), row[4]);
    EXPECT_EQ(macs, macs_of(network, network.batch));
    ++compared;
  }
  EXPECT_EQ(compared, 19u);
}

}  // namespace
}  // namespace nestwave
