// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "models/formats/inputs.h"
#include "models/formats/network_yaml.h"
#include "models/row_stationary_limits.h"
#include "tests/row_stationary/machines.h"

namespace nestwave {
namespace {

using rs::chip;
using rs::conv;
using rs::machine;
using Cut = RowStationaryParameters;

std::string refusal(const Problem& problem, const Architecture& architecture, const Cut& cut) {
  try {
    (void)row_stationary_plan(problem, architecture, cut);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

/// conv2 of AlexNet, as the chip ran it.
const Layer kConv2 = conv(96, 256, 27, 5, 1, 2, 2);
constexpr Cut kCut2 = {64, 1, 27, 16, 2, 1, 1};

TEST(RowStationaryPlan, TakesWhatTheChipRan) {
  const RowStationaryPlan plan = row_stationary_plan(problem_of(kConv2, 4), chip(), kCut2);
  const RowStationaryResult result = row_stationary_result(plan);
  EXPECT_EQ(result.active_pes, 135u);
  // 2 groups, 2 x 4 blocks of filters, 1 strip, 4 images, 24 blocks of channels.
  EXPECT_EQ(result.passes, 2u * 8 * 4 * 24);
}

TEST(RowStationaryPlan, RefusalsNameLimitAndFigures) {
  const Problem problem = problem_of(kConv2, 4);
  const auto with = [](auto change) {
    Cut cut = kCut2;
    change(cut);
    return cut;
  };
  const auto said = [&](auto change) { return refusal(problem, chip(), with(change)); };
  EXPECT_EQ(said([](Cut& c) { c.m = 129; }),
            "row_stationary: m = 129 is more than the 128 filters of a group");
  EXPECT_EQ(said([](Cut& c) { c.n = 5; }), "row_stationary: n = 5 is more than the 4 images");
  EXPECT_EQ(said([](Cut& c) { c.e = 28; }), "row_stationary: e = 28 is more than the 27 output rows");
  EXPECT_EQ(said([](Cut& c) { c.p = 65; }),
            "row_stationary: p = 65 is more than the 64 filters kept at a time (m)");
  EXPECT_EQ(said([](Cut& c) { c.q = 49; }), "row_stationary: q = 49 is more than the 48 channels of a group");
  EXPECT_EQ(said([](Cut& c) { c.t = 5; }),
            "row_stationary: t = 5 is more than the 4 blocks of p filters that m holds");
  EXPECT_EQ(said([](Cut& c) { c.r = 25; }),
            "row_stationary: r = 25 is more than the 24 blocks of q channels that a group holds");
  EXPECT_EQ(said([](Cut& c) { c.q = 0; }), "row_stationary: q = 0; parameters are at least 1");
  EXPECT_EQ(
      said([](Cut& c) { c.t = 2; }),
      "row_stationary: r * t = 1 * 2 sets; of a set of R * e = 5 * 27 PEs in 2 segments there is room for 1 "
      "in the 12 rows and 14 columns of PEs");
  EXPECT_EQ(said([](Cut& c) { c.q = 3; }), "row_stationary: q * S = 15 words; ifmap_spad has room for 12");
  EXPECT_EQ(said([](Cut& c) { c.p = 23; }),
            "row_stationary: p * q * S = 230 words; filter_spad has room for 224");
  EXPECT_EQ(said([](Cut& c) { c.p = 25, c.q = 1; }),
            "row_stationary: p = 25 words; psum_spad has room for 24");
  EXPECT_EQ(
      said([](Cut& c) { c.m = 128; }),
      "row_stationary: ifmap tiles (n * q * r channels) of 1922 words and psums (n * m * e * F) of 93312 "
      "take 1 + 46 banks of 2048 words; GLB has 25");
}

TEST(RowStationaryPlan, TheShippedParametersFitTheChip) {
  const std::filesystem::path configs = NESTWAVE_SOURCE_DIR "/configs";
  struct Shipped {
    const char* parameters;
    const char* network;
    std::uint64_t batch;
    std::map<std::string, std::uint64_t> active;
  };
  const std::vector<Shipped> all = {
      {"eyeriss_alexnet", "alexnet_n4", 4, {{"conv1", 154}, {"conv2", 135}, {"conv3", 156}, {"conv5", 156}}},
      {"eyeriss_vgg16",
       "vgg16",
       3,
       {{"conv1_1", 156}, {"conv2_2", 156}, {"conv3_3", 156}, {"conv4_1", 168}}}};
  for (const Shipped& shipped : all) {
    const Network network = read_network(configs / "networks" / (std::string(shipped.network) + ".yaml"));
    const Inputs inputs = read_inputs({configs / "parameters" / (std::string(shipped.parameters) + ".yaml")});
    for (const RowStationaryText::Entry& entry : inputs.row_stationary->entries) {
      const RowStationaryPlan plan = row_stationary_plan(
          problem_of(*network.find(entry.layer), shipped.batch), chip(), entry.parameters, entry.where);
      const auto expected = shipped.active.find(entry.layer);
      if (expected != shipped.active.end()) {
        EXPECT_EQ(row_stationary_result(plan).active_pes, expected->second) << entry.layer;
      }
    }
  }
}

TEST(RowStationaryPlan, RefusesFiltersHigherThanTheArray) {
  EXPECT_EQ(refusal(problem_of(conv(1, 1, 20, 13), 1), machine(12, 14, {}), {}),
            "row_stationary: R = 13 filter rows do not fit into the 12 rows of PEs");
}

TEST(RowStationaryPlan, RefusesASetWithoutRoomForItsSegments) {
  EXPECT_EQ(refusal(problem_of(conv(1, 1, 40, 3), 1), machine(5, 14, {}), {1, 1, 28, 1, 1, 1, 1}),
            "row_stationary: a set of R * e = 3 * 28 PEs in 2 segments does not fit into the 5 rows and 14 "
            "columns of "
            "PEs");
}

TEST(RowStationaryPlan, RefusesMoreFiltersThanTheirBufferHolds) {
  const Problem problem = problem_of(conv(8, 8, 9, 3), 1);
  const Cut cut = {8, 1, 1, 8, 4, 1, 1};
  EXPECT_EQ(
      refusal(problem, machine(3, 3, {{}, 287, {}, {}, {}}), cut),
      "row_stationary: the filters of a pass, p * t * q * r * R * S = 288 words; FilterGLB has room for 287");
  EXPECT_EQ(refusal(problem, machine(3, 3, {{}, 288, {}, {}, {}}), cut), "accepted");
  EXPECT_EQ(refusal(problem, machine(3, 3, {{}, 287, {}, {}, {}}, false), cut), "accepted");
}

TEST(RowStationaryPlan, CountsWholeBanksOnlyWhereThereAreSome) {
  const Problem problem = problem_of(conv(1, 1, 5, 3), 1);
  const Cut cut = {1, 1, 1, 1, 1, 1, 1};  // 3 rows of 5 words, 3 psums
  EXPECT_EQ(refusal(problem, machine(3, 3, {18, {}, {}, {}, {}}), cut), "accepted");
  EXPECT_EQ(
      refusal(problem, machine(3, 3, {17, {}, {}, {}, {}}), cut),
      "row_stationary: ifmap tiles (n * q * r channels) of 15 words and psums (n * m * e * F) of 3 take 18 "
      "words; GLB has room for 17");
  EXPECT_EQ(refusal(problem, machine(3, 3, {20, {}, {}, {}, {}, 2}), cut),
            "row_stationary: ifmap tiles (n * q * r channels) of 15 words and psums (n * m * e * F) of 3 "
            "take 2 + 1 "
            "banks of 10 words; GLB has 2");
  EXPECT_EQ(refusal(problem, machine(3, 3, {20, {}, {}, {}, {}, 4}), cut), "accepted");
}

TEST(RowStationaryPlan, MultipleBufferingTakesItsShare) {
  Architecture a = machine(3, 3, {{}, {}, 6, {}, {}});
  const Problem problem = problem_of(conv(2, 1, 5, 3), 1);
  EXPECT_EQ(refusal(problem, a, {1, 1, 1, 1, 2, 1, 1}), "accepted");
  a.levels[3].multiple_buffering = 2;
  EXPECT_EQ(refusal(problem, a, {1, 1, 1, 1, 2, 1, 1}),
            "row_stationary: q * S = 6 words; ifmap_spad has room for 3");
}

TEST(RowStationarySets, StandSideBySideAndInSegments) {
  const RowStationaryMachine m = row_stationary_machine(chip());
  const auto sets = [&](std::uint64_t kernel, std::uint64_t e) {
    const SetSpace space = set_space(conv_shape(problem_of(conv(1, 1, 64, kernel), 1)), m, e);
    return std::pair(space.segments, space.sets);
  };
  EXPECT_EQ(sets(11, 7), std::pair(1ul, 2ul));
  EXPECT_EQ(sets(5, 27), std::pair(2ul, 1ul));
  EXPECT_EQ(sets(3, 13), std::pair(1ul, 4ul));
  EXPECT_EQ(sets(3, 56), std::pair(4ul, 1ul));
  EXPECT_EQ(sets(3, 57).second, 0u);
  EXPECT_EQ(sets(1, 1), std::pair(1ul, 168ul));
}

TEST(RowStationaryOccupancy, SaysWhatIsKeptAndHowManyStepsTheFirstPeTakes) {
  const Problem problem = problem_of(conv(5, 7, 6, 3, 1, 1), 3);
  const Architecture a = machine(12, 14, {});
  // Filters 7 = 4 + 3, in passes of 3 (2 and 1) and 1; 3; channels 5 = 4 + 1; rows 6 = 4 + 2; images 2 + 1.
  const RowStationaryPlan plan = row_stationary_plan(problem, a, {4, 2, 4, 2, 2, 2, 2});
  const Occupancy o = row_stationary_occupancy(plan, problem, a);
  const ConvShape::Places& at = plan.shape.places;
  EXPECT_EQ(o.used_instances, (std::vector<std::uint64_t>{1, 1, 1, 48, 48, 48, 48}));
  EXPECT_EQ(o.tile_words[0][at.weights], 7u * 5 * 9);
  EXPECT_EQ(o.tile_words[0][at.inputs], 3u * 5 * 36);
  EXPECT_EQ(o.tile_words[0][at.outputs], 3u * 7 * 36);
  EXPECT_EQ(o.tile_words[1][at.inputs], 2u * 4 * 6 * 8);
  EXPECT_EQ(o.tile_words[1][at.outputs], 2u * 4 * 4 * 6);
  EXPECT_EQ(o.tile_words[2][at.weights], 4u * 4 * 9);
  EXPECT_EQ(o.tile_words[3][at.inputs], 6u);
  EXPECT_EQ(o.tile_words[4][at.weights], 12u);
  EXPECT_EQ(o.tile_words[5][at.outputs], 2u);
  EXPECT_FALSE(o.keep[1][at.weights]);
  // Passes of 2 filters (set 0) for m = 4 and for the last 3; channels 2, then 1. In each strip 3 images
  // of 6 columns: 2 * (2 * 3 + 1) and 2 * (1 * 3 + 1) slots.
  EXPECT_EQ(o.compute_steps, 2u * 2 * 3 * 6 * (14 + 8));
  EXPECT_EQ(row_stationary_result(plan).passes, 2u * 2 * 2 * 2);
}

TEST(RowStationaryOccupancy, LeavesOutWhatALongStrideSkips) {
  // 1 x 1 filters at every third pixel of 7 x 7: 9 pixels.
  const Problem problem = problem_of(conv(1, 1, 7, 1, 3), 1);
  const Architecture a = machine(1, 3, {});
  const RowStationaryPlan plan = row_stationary_plan(problem, a, {1, 1, 2, 1, 1, 1, 1});
  const Occupancy o = row_stationary_occupancy(plan, problem, a);
  EXPECT_EQ(o.tile_words[0][plan.shape.places.inputs], 9u);
  EXPECT_EQ(o.tile_words[1][plan.shape.places.inputs], 2u * 3);
}

}  // namespace
}  // namespace nestwave
