// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "models/formats/inputs.h"
#include "models/formats/network_yaml.h"
#include "tests/formats/malformed.h"

namespace nestwave {
namespace {

using Cut = RowStationaryParameters;

TEST(ReadRowStationary, OneSetIsForAnyLayer) {
  const Inputs inputs =
      read_texts({{"in.yaml", "row_stationary: {m: 96, n: 2, e: 7, p: 16, q: 3, r: 4, t: 5}\n"}});
  ASSERT_TRUE(inputs.row_stationary);
  EXPECT_TRUE(inputs.row_stationary->for_any_layer());
  ASSERT_NE(inputs.row_stationary->find("conv1"), nullptr);
  EXPECT_EQ(inputs.row_stationary->find("conv1")->parameters, (Cut{96, 2, 7, 16, 3, 4, 5}));
}

TEST(ReadRowStationary, WhatIsLeftOutIsOne) {
  const Inputs inputs = read_texts({{"in.yaml", "row-stationary: {e: 7}\n"}});
  EXPECT_EQ(inputs.row_stationary->find("")->parameters, (Cut{1, 1, 7, 1, 1, 1, 1}));
}

TEST(ReadRowStationary, LayersHaveTheirOwn) {
  const Inputs inputs =
      read_texts({{"in.yaml", "row_stationary:\n  layers:\n    conv1: {m: 9}\n    conv2: {m: 8, t: 2}\n"}});
  const RowStationaryText& text = *inputs.row_stationary;
  EXPECT_FALSE(text.for_any_layer());
  EXPECT_THAT(text.layers(), testing::ElementsAre("conv1", "conv2"));
  EXPECT_EQ(text.find("conv2")->parameters, (Cut{8, 1, 1, 1, 1, 1, 2}));
  EXPECT_EQ(text.find("conv2")->where.line, 4);
  EXPECT_EQ(text.find("conv3"), nullptr);
}

TEST(ReadRowStationary, NumbersMayBeWrittenOut) {
  const RowStationaryText text = parse_row_stationary("m=96,e=7,p=16,t=2");
  EXPECT_EQ(text.find("any")->parameters, (Cut{96, 1, 7, 16, 1, 1, 2}));
}

std::string said(const std::string& numbers) {
  return message_of([&] { (void)parse_row_stationary(numbers); });
}

TEST(ReadRowStationary, RefusesNumbersThatAreNone) {
  EXPECT_EQ(said("m=96,x=2"),
            "error: there is no parameter 'x'; there is 'm', 'n', 'e', 'p', 'q', 'r' or 't'");
  EXPECT_EQ(said("m=96,m=2"), "error: 'm' is given twice");
  EXPECT_EQ(said("m=4x"), "error: m must be a whole number of at least 1, not '4x'");
  EXPECT_EQ(said("m=0"), "error: m must be a whole number of at least 1, not '0'");
  EXPECT_EQ(said("m"), "error: m must be a whole number of at least 1, not ''");
  EXPECT_EQ(said("m=4,"), "error: there is no parameter ''; there is 'm', 'n', 'e', 'p', 'q', 'r' or 't'");
}

class MalformedRowStationary : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedRowStationary, IsRefused) {
  EXPECT_EQ(message_of_text(text_of(GetParam())), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, MalformedRowStationary,
    testing::Values(
        Malformed{"no map", nullptr, nullptr, "row_stationary: 7\n",
                  "in.yaml:1:17: error: 'row_stationary' must be a map (key: value)"},
        Malformed{"nothing", nullptr, nullptr, "row_stationary: {}\n",
                  "in.yaml:1:17: error: 'row_stationary' must have some of the keys 'm', 'n', 'e', 'p', 'q', "
                  "'r' or "
                  "'t'"},
        Malformed{"unknown", nullptr, nullptr, "row_stationary: {m: 1, k: 2}\n",
                  "in.yaml:1:24: error: 'row_stationary' has no key 'k'"},
        Malformed{"zero", nullptr, nullptr, "row_stationary: {m: 0}\n",
                  "in.yaml:1:21: error: m must be at least 1, not '0'"},
        Malformed{"misspelt layers", nullptr, nullptr, "row_stationary: {layer: {conv1: {m: 2}}}\n",
                  "in.yaml:1:18: error: 'row_stationary' has no key 'layer'; did you mean 'layers'?"},
        Malformed{"layers and more", nullptr, nullptr, "row_stationary: {layers: {a: {m: 2}}, m: 3}\n",
                  "in.yaml:1:39: error: 'row_stationary' with layers has no key 'm'"},
        Malformed{"no layers", nullptr, nullptr, "row_stationary: {layers: {}}\n",
                  "in.yaml:1:26: error: 'layers' must have the parameters of some layer"},
        Malformed{"layer without", nullptr, nullptr, "row_stationary: {layers: {a: {}}}\n",
                  "in.yaml:1:30: error: the parameters of 'a' must have some of the keys 'm', 'n', 'e', 'p', "
                  "'q', 'r' "
                  "or 't'"},
        Malformed{"twice", nullptr, nullptr, "row_stationary: {m: 1}\nrow-stationary: {m: 1}\n",
                  "in.yaml:2:1: error: the key 'row-stationary' is given twice"}),
    test_name);

/// The shipped parameters, for the layers and batch they are made for.
TEST(ShippedParameters, NameLayersOfTheirNetworks) {
  const std::filesystem::path configs = NESTWAVE_SOURCE_DIR "/configs";
  for (const auto& [name, net] : {std::pair("eyeriss_alexnet", "alexnet_n4"), {"eyeriss_vgg16", "vgg16"}}) {
    const Network network = read_network(configs / "networks" / (std::string(net) + ".yaml"));
    const Inputs inputs = read_inputs({configs / "parameters" / (std::string(name) + ".yaml")});
    for (const Layer& layer : network.layers)
      EXPECT_EQ(inputs.row_stationary->find(layer.name) != nullptr, layer.type == LayerType::conv)
          << layer.name;
    for (const std::string& layer : inputs.row_stationary->layers())
      EXPECT_NE(network.find(layer), nullptr) << layer;
  }
}

}  // namespace
}  // namespace nestwave
