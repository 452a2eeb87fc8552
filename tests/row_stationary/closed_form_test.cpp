// SPDX-License-Identifier: Apache-2.0
// Closed forms of row stationary against layers worked out by hand and figures of the chip.
#include <gtest/gtest.h>

#include <algorithm>

#include "models/formats/network_yaml.h"
#include "tests/row_stationary/analyzed.h"
#include "tests/row_stationary/machines.h"

namespace nestwave {
namespace {

using rs::Analyzed;
using rs::chip;
using rs::conv;
using rs::machine;
using C = Category;
using Cut = RowStationaryParameters;

/// Two channels, two filters of 2 x 2, an image of 3 x 3: four outputs for each filter.
const Layer kTiny = conv(2, 2, 3, 2);

TEST(RowStationaryByHand, OneChannelAndFilterAtATime) {
  // A set of 2 x 2 PEs. Passes: 2 channels, in each the 2 filters; the buffer has both filters' sums.
  const Analyzed run(problem_of(kTiny, 1), machine(2, 2, {}), Cut{2, 1, 2, 1, 1, 1, 1});
  EXPECT_EQ(row_stationary_result(run.plan).passes, 4u);
  // 4 filter words in each pass, each to both columns.
  EXPECT_EQ(run.at("DRAM", "Weights")[C::reads_fill], 16u);
  EXPECT_EQ(run.at("FilterGLB", "Weights")[C::writes_fill], 16u);
  EXPECT_EQ(run.at("FilterGLB", "Weights")[C::reads_fill], 16u);
  EXPECT_EQ(run.at("filter_spad", "Weights")[C::writes_fill], 32u);
  // A channel of 9 words comes once and is sent for both filters: rows 0 and 2 to one PE, row 1 to two.
  EXPECT_EQ(run.at("DRAM", "Inputs")[C::reads_fill], 18u);
  EXPECT_EQ(run.at("GLB", "Inputs")[C::writes_fill], 18u);
  EXPECT_EQ(run.at("GLB", "Inputs")[C::reads_fill], 36u);
  EXPECT_EQ(run.at("ifmap_spad", "Inputs")[C::writes_fill], 4u * 12);
  // 8 outputs, 8 products each.
  EXPECT_EQ(run.at("ifmap_spad", "Inputs")[C::reads_operand], 64u);
  EXPECT_EQ(run.at("GLB", "Outputs")[C::zero_starts], 8u);
  EXPECT_EQ(run.at("GLB", "Outputs")[C::reads_fill], 8u);
  EXPECT_EQ(run.at("GLB", "Outputs")[C::writes_update], 16u);
  EXPECT_EQ(run.at("GLB", "Outputs")[C::reads_drain], 8u);
  EXPECT_EQ(run.at("DRAM", "Outputs")[C::writes_update], 8u);
  // First channel: both PEs of a column start; second: the lower one is given the sum, the upper joins.
  EXPECT_EQ(run.at("psum_spad", "Outputs")[C::zero_starts], 16u);
  EXPECT_EQ(run.at("psum_spad", "Outputs")[C::writes_fill], 8u);
  EXPECT_EQ(run.at("psum_spad", "Outputs")[C::zero_joins], 8u);
  EXPECT_EQ(run.at("psum_spad", "Outputs")[C::reads_drain], 32u);
  EXPECT_EQ(run.at("psum_spad", "Outputs")[C::writes_update], 64u);
  EXPECT_EQ(run.at("psum_spad", "Outputs")[C::reads_accumulate], 64u - 24);
  // In each of 4 passes, 2 windows of 2 MACs and a sum to pass on.
  EXPECT_EQ(run.result.compute_steps, 4u * 2 * 3);
}

TEST(RowStationaryByHand, BothChannelsInSetsOnTopOfEachOther) {
  // r = 2: no sum comes back; 4 PEs of a column make one word of four.
  const Analyzed run(problem_of(kTiny, 1), machine(4, 2, {}), Cut{2, 1, 2, 2, 1, 2, 1});
  EXPECT_EQ(row_stationary_result(run.plan).passes, 1u);
  EXPECT_EQ(row_stationary_result(run.plan).active_pes, 8u);
  EXPECT_EQ(run.at("GLB", "Outputs")[C::reads_fill], 0u);
  EXPECT_EQ(run.at("GLB", "Outputs")[C::writes_update], 8u);
  EXPECT_EQ(run.at("psum_spad", "Outputs")[C::zero_starts], 32u);
  EXPECT_EQ(run.at("psum_spad", "Outputs")[C::zero_joins], 0u);
  const auto psums = std::find_if(run.result.edges.begin(), run.result.edges.end(), [&](const EdgeCounts& e) {
    return e.from == 1 && e.data_space == run.design.problem().outputs();
  });
  ASSERT_NE(psums, run.result.edges.end());
  EXPECT_EQ(psums->injected, 32u);
  EXPECT_EQ(psums->reduced, 24u);
  EXPECT_EQ(psums->delivered, 8u);
  EXPECT_EQ(run.at("GLB", "Inputs")[C::reads_fill], 18u);
  // 2 windows of 2 filters: 4 MACs and 2 sums each.
  EXPECT_EQ(run.result.compute_steps, 12u);
}

TEST(RowStationaryByHand, PaddingIsStoredOrMadeOnTheWay) {
  // 2 x 2 words in a frame of zeros, 3 x 3 filters: 4 x 4 words are touched, 4 of them exist.
  const Problem problem = problem_of(conv(1, 1, 2, 3, 1, 1), 1);
  const Architecture a = machine(3, 2, {});
  RowStationaryPlan plan = row_stationary_plan(problem, a, {1, 1, 2, 1, 1, 1, 1});
  const Analyzed stored(problem, a, plan);
  EXPECT_EQ(stored.at("DRAM", "Inputs")[C::reads_fill], 4u);
  EXPECT_EQ(stored.at("GLB", "Inputs")[C::writes_fill], 16u);
  EXPECT_EQ(stored.at("GLB", "Inputs")[C::reads_fill], 16u);
  EXPECT_EQ(stored.at("ifmap_spad", "Inputs")[C::writes_fill], 2u * 3 * 4);
  plan.machine.stores_padding = false;
  const Analyzed made(problem, a, plan);
  EXPECT_EQ(made.at("GLB", "Inputs")[C::writes_fill], 4u);
  EXPECT_EQ(made.at("GLB", "Inputs")[C::reads_fill], 4u);
  EXPECT_EQ(made.at("ifmap_spad", "Inputs")[C::writes_fill], 2u * 3 * 4);
}

TEST(RowStationaryByHand, StripsFetchTheRowsThatTheyShareAgain) {
  // 4 output rows in strips of 3 and 1, 3 filter rows: 5 and 3 of 6 rows; 2 blocks of filters.
  const Analyzed run(problem_of(conv(1, 2, 6, 3), 1), machine(3, 3, {}), Cut{1, 1, 3, 1, 1, 1, 1});
  EXPECT_EQ(run.at("DRAM", "Inputs")[C::reads_fill], 2u * 8 * 6);
  // One strip, one image, one block of channels: the tile stays while the filters change.
  const Analyzed whole(problem_of(conv(1, 2, 6, 3), 1), machine(3, 4, {}), Cut{1, 1, 4, 1, 1, 1, 1});
  EXPECT_EQ(whole.at("DRAM", "Inputs")[C::reads_fill], 36u);
  EXPECT_EQ(whole.at("GLB", "Inputs")[C::reads_fill], 2u * 36);
}

TEST(RowStationaryBound, IsTheGreatestOfStepsMemoryAndNetworks) {
  const Problem problem = problem_of(kTiny, 1);
  const Cut cut = {2, 1, 2, 1, 1, 1, 1};
  const auto bound = [&](auto change) {
    Architecture a = machine(2, 2, {});
    change(a);
    return Analyzed(problem, a, cut).result.bound;
  };
  EXPECT_EQ(bound([](Architecture&) {}), 24u);
  EXPECT_EQ(bound([](Architecture& a) { a.levels[0].read_bandwidth = Rational(1, 2); }), 68u);
  EXPECT_EQ(bound([](Architecture& a) { a.levels[0].write_bandwidth = Rational(1, 5); }), 40u);
  EXPECT_EQ(bound([](Architecture& a) { a.levels[0].shared_bandwidth = 1; }), 42u);
  EXPECT_EQ(bound([](Architecture& a) { a.levels[1].networks["Inputs"].bandwidth = 1; }), 36u);
  EXPECT_EQ(bound([](Architecture& a) { a.levels[1].read_bandwidth = Rational(1, 2); }), 72u);
  EXPECT_EQ(bound([](Architecture& a) { a.levels[1].networks["Outputs"].bandwidth = Rational(1, 3); }), 48u);
  EXPECT_EQ(bound([](Architecture& a) { a.levels[2].networks[""].bandwidth = Rational(1, 2); }), 32u);
}

struct ChipRow {
  const char* layer;
  Cut cut;
  double buffer_mb;  ///< JSSC'17, table V, and as derived for the mapping of conv3
  std::uint64_t active_pes;
};

TEST(RowStationaryChip, BufferTrafficOfAlexNetIsThatOfTheChip) {
  const std::vector<ChipRow> rows = {{"conv1", {96, 1, 7, 16, 1, 1, 2}, 18.5, 154},
                                     {"conv2", {64, 1, 27, 16, 2, 1, 1}, 77.6, 135},
                                     {"conv3", {64, 4, 13, 16, 3, 2, 2}, 50.2, 156},
                                     {"conv4", {64, 4, 13, 16, 3, 2, 2}, 37.4, 156},
                                     {"conv5", {64, 4, 13, 16, 3, 2, 2}, 24.9, 156},
                                     // As printed in the paper: does not give the 50.2 MB printed beside it.
                                     {"conv3", {64, 4, 13, 16, 4, 1, 4}, 69.2, 156}};
  const Network net = read_network(NESTWAVE_SOURCE_DIR "/configs/networks/alexnet_n4.yaml");
  for (const ChipRow& row : rows) {
    const Analyzed run(problem_of(*net.find(row.layer), 4), chip(), row.cut);
    const Counts& psums = run.at("GLB", "Outputs");
    const std::uint64_t words = psums[C::reads_fill] + psums[C::reads_drain] + psums[C::writes_update] +
                                run.at("GLB", "Inputs")[C::reads_fill];
    EXPECT_NEAR(static_cast<double>(words) * 2 / 1e6, row.buffer_mb, 0.051) << row.layer;
    EXPECT_EQ(row_stationary_result(run.plan).active_pes, row.active_pes) << row.layer;
  }
}

}  // namespace
}  // namespace nestwave
