// SPDX-License-Identifier: Apache-2.0
// Reading tables of layers: what is taken, and what is said about mistakes.
#include "models/formats/network_yaml.h"

#include <gtest/gtest.h>

#include "tests/formats/malformed.h"

namespace nestwave {
namespace {

constexpr const char* kGood = R"(network:
  name: two
  summary: Two layers
  batch: 3
  layers:
  - {name: c1, type: conv, C: 4, M: 6, H: 8, W: 9, R: 3, S: 2, pad: 1, groups: 2}
  - {name: f2, type: fc, C: 10, M: 5}
)";

TEST(ReadNetwork, TakesEveryFieldAndItsPlace) {
  const Network network = read_network_text(kGood, "in.yaml");
  EXPECT_EQ(network.name, "two");
  EXPECT_EQ(network.summary, "Two layers");
  EXPECT_EQ(network.batch, 3u);
  ASSERT_EQ(network.layers.size(), 2u);
  const Layer& layer = network.layers[0];
  EXPECT_EQ(layer.type, LayerType::conv);
  EXPECT_EQ(layer.channels, 4u);
  EXPECT_EQ(layer.filters, 6u);
  EXPECT_EQ(layer.groups, 2u);
  EXPECT_EQ(layer.input.down, 8u);
  EXPECT_EQ(layer.input.across, 9u);
  EXPECT_EQ(layer.kernel.down, 3u);
  EXPECT_EQ(layer.kernel.across, 2u);
  EXPECT_EQ(layer.padding.down, 1u);
  EXPECT_EQ(layer.padding.across, 1u);
  EXPECT_EQ(layer.stride.down, 1u);
  EXPECT_EQ(layer.where.line, 6);
  EXPECT_EQ(network.find("f2"), &network.layers[1]);
  EXPECT_EQ(network.find("f3"), nullptr);
}

TEST(ReadNetwork, CountsMacsForABatch) {
  const Network network = read_network_text(kGood, "in.yaml");
  // conv: 8 × 10 positions, 6 filters of 2 channels and 3 × 2 weights; fc: 10 × 5.
  EXPECT_EQ(macs_of(network, 1), 8u * 10 * 6 * 2 * 6 + 50);
  EXPECT_EQ(macs_of(network, 3), 3 * macs_of(network, 1));
}

class MalformedNetwork : public ::testing::TestWithParam<Malformed> {};

TEST_P(MalformedNetwork, IsRefusedWithItsPlace) {
  EXPECT_EQ(message_of([] { (void)read_network_text(text_of(GetParam()), "in.yaml"); }), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    All, MalformedNetwork,
    ::testing::Values(
        Malformed{"empty", nullptr, "", "", "in.yaml: error: the file is empty"},
        Malformed{"other file", nullptr, "", "problem: {}",
                  "in.yaml:1:1: error: a network file has no key 'problem'"},
        Malformed{"two documents", nullptr, "", "network: {name: a, layers: []}\n---\nnetwork: {}\n",
                  "in.yaml:3:1: error: a network is one document; here is a second one"},
        Malformed{"no layers", nullptr, "", "network: {name: a, layers: []}",
                  "in.yaml:1:28: error: the network has no layers"},
        Malformed{"no name", kGood, "  name: two\n", "", "in.yaml:2:3: error: the network has no 'name'"},
        Malformed{"misspelt key", kGood, "  batch:", "  bach:",
                  "in.yaml:4:3: error: the network has no key 'bach'; did you mean 'batch'?"},
        Malformed{"zero batch", kGood, "batch: 3", "batch: 0",
                  "in.yaml:4:10: error: the batch must be at least 1, not '0'"},
        Malformed{"misspelt type", kGood, "type: conv", "type: cnov",
                  "in.yaml:6:22: error: the type must be 'conv', 'depthwise', 'fc', 'matmul' or "
                  "'batched_matmul', not 'cnov'; did you mean 'conv'?"},
        Malformed{"no type", kGood, "type: fc, ", "", "in.yaml:7:5: error: layer 'f2' has no 'type'"},
        Malformed{"no size", kGood, " S: 2,", "", "in.yaml:6:5: error: layer 'c1' (conv) has no 'S'"},
        Malformed{"misspelt field", kGood, "pad: 1", "padd: 1",
                  "in.yaml:6:64: error: layer 'c1' (conv) has no key 'padd'; did you mean 'pad'?"},
        Malformed{"field of another type", kGood, "C: 10", "C: 10, R: 3",
                  "in.yaml:7:33: error: layer 'f2' (fc) has no key 'R'"},
        Malformed{"no number", kGood, "M: 6", "M: six",
                  "in.yaml:6:37: error: M must be a whole number, not 'six'"},
        Malformed{"three strides", kGood, "pad: 1", "stride: [1, 2, 3]",
                  "in.yaml:6:72: error: stride must be a number, or two: [down, across]"},
        Malformed{"groups", kGood, "groups: 2", "groups: 4",
                  "in.yaml:6:37: error: M = 6 does not divide into 4 groups"},
        Malformed{"kernel too large", kGood, "R: 3", "R: 11",
                  "in.yaml:6:55: error: the kernel reaches over 11 positions, the padded input has 10"},
        Malformed{"name twice", kGood, "name: f2", "name: c1",
                  "in.yaml:7:5: error: two layers are called 'c1'; the first is in line 6"}),
    test_name);

}  // namespace
}  // namespace nestwave
