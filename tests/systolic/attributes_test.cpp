// SPDX-License-Identifier: Apache-2.0
// What a systolic machine is told, and what it refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/systolic/support.h"

namespace nestwave {
namespace {

using test::engine;
using test::gemm;
using test::systolic;
using ::testing::HasSubstr;

/// The message of the refusal.
std::string refusal(const std::vector<std::string>& overrides, const char* dataflow = "weight_stationary",
                    const Problem& problem = gemm(3, 3, 3)) {
  try {
    (void)engine(dataflow, problem, systolic(2, 2, overrides));
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Attributes, NameTheNearestSpelling) {
  EXPECT_THAT(refusal({"ofmap_sram.nestwave.systolic.fold_overlap=preloda"}), HasSubstr("'preload'"));
  EXPECT_THAT(refusal({"ofmap_sram.nestwave.systolic.pace=full"}), HasSubstr("'full_array'"));
  EXPECT_THAT(refusal({"ofmap_sram.nestwave.systolic.fold_overlp=full"}), HasSubstr("'fold_overlap'"));
}

TEST(Attributes, BelongAboveASystolicArray) {
  EXPECT_THAT(refusal({"ifmap_sram.nestwave.systolic.pace=used"}), HasSubstr("kind: systolic"));
}

TEST(Attributes, ThatAreNotSimulatedAreRefused) {
  EXPECT_THAT(refusal({"DRAM.read_bandwidth=4"}), HasSubstr("the bandwidth of DRAM is not simulated"));
  EXPECT_THAT(refusal({"ifmap_sram.nestwave.latency=4"}), HasSubstr("the latency of ifmap_sram"));
  EXPECT_THAT(refusal({"DRAM.nestwave.timing=ddr4_2400"}), HasSubstr("the timing of DRAM"));
  EXPECT_THAT(refusal({"ifmap_sram.nestwave.banks.count=4"}),
              HasSubstr("the division into banks of ifmap_sram"));
  EXPECT_THAT(refusal({"mac.nestwave.depth=4"}), HasSubstr("'depth' is not supported"));
  EXPECT_THAT(refusal({"ofmap_sram.nestwave.network.bandwidth=4"}), HasSubstr("one word per link"));
}

TEST(Rooms, AreFilledWithAsMuchAsFits) {
  const auto residency = [](const std::string& kilobytes, int space) {
    return test::description(*engine("weight_stationary", gemm(64, 64, 64),
                                     systolic(8, 8, {"ifmap_sram.sizeKB=" + kilobytes})))
        .residency.at(space);
  };
  const int inputs = gemm(1, 1, 1).find_data_space("Inputs");
  EXPECT_EQ(residency("8", inputs), Residency::tensor) << "4,096 words, half of it";
  EXPECT_EQ(residency("7", inputs), Residency::fold) << "8 x 64 words";
  EXPECT_EQ(residency("1/2", inputs), Residency::stream);
}

TEST(Layers, ThatAreNoMatrixProductAreRefused) {
  Problem lonely = gemm(3, 3, 3);
  lonely.dimensions.push_back({"X", 2});
  lonely.data_spaces[0].ranks.push_back({{{3, 1}}});
  EXPECT_THAT(refusal({}, "weight_stationary", lonely), HasSubstr("fewer than two of the three tensors"));
  Problem unary = gemm(3, 3, 3);
  unary.data_spaces.erase(unary.data_spaces.begin());
  EXPECT_THAT(refusal({}, "weight_stationary", unary), HasSubstr("two operands"));
}

TEST(Machine, WithoutALevelInThePesCountsFewerLevels) {
  Architecture machine = systolic(2, 2);
  machine.levels.pop_back();
  const auto run = test::checked_run(*engine("weight_stationary", gemm(3, 3, 3), machine), true);
  EXPECT_EQ(run.cycles, 28u);
  EXPECT_EQ(run.counts.levels(), 4);
}

TEST(Machine, MayHaveOneBufferForAllTensors) {
  Architecture machine = systolic(2, 2);
  machine.levels.erase(machine.levels.begin() + 1, machine.levels.begin() + 3);
  machine.levels[1].keeps.clear();
  machine.levels[1].name = "buffer";
  const auto run = test::checked_run(*engine("input_stationary", gemm(3, 3, 3), machine), true);
  EXPECT_EQ(run.cycles, 28u);
}

}  // namespace
}  // namespace nestwave
