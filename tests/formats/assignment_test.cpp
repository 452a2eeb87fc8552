// SPDX-License-Identifier: Apache-2.0
// The shipped assignment files give the designs that their comments promise.
#include <gtest/gtest.h>

#include "models/formats/inputs.h"

namespace nestwave {
namespace {

const std::filesystem::path kFolder = std::filesystem::path(NESTWAVE_SOURCE_DIR) / "configs" / "assignment";

struct Expected {
  const char* file;
  std::vector<Loop> memory;
  std::vector<Loop> buffer;
};

constexpr int M = 0;
constexpr int R = 1;
constexpr int P = 2;

class Assignment : public testing::TestWithParam<Expected> {};

TEST_P(Assignment, HasItsLoops) {
  const Inputs inputs = read_inputs(
      {kFolder / GetParam().file, kFolder / "arch.yaml", kFolder / "prob.yaml", kFolder / "table1.ert.yaml"});
  const Design design = make_design(inputs);
  EXPECT_EQ(design.problem().macs(), 1536u);
  EXPECT_EQ(design.compute_steps(), 1536u);
  EXPECT_EQ(design.mapping().levels[0].temporal, GetParam().memory);
  EXPECT_EQ(design.mapping().levels[1].temporal, GetParam().buffer);
  EXPECT_EQ(design.architecture().levels[0].capacity_words, 32768u);
  EXPECT_EQ(design.architecture().levels[1].capacity_words, 64u);
  EXPECT_TRUE(inputs.architecture->unused.empty());
  EXPECT_TRUE(inputs.not_used.empty());
  ASSERT_TRUE(inputs.energy.has_value());
  EXPECT_EQ(inputs.energy->components.size(), 3u);
}

INSTANTIATE_TEST_SUITE_P(, Assignment,
                         testing::Values(Expected{"ws.map.yaml", {{M, 16}, {R, 3}}, {{M, 2}, {P, 16}}},
                                         Expected{"ws_untiled.map.yaml", {{M, 32}, {R, 3}}, {{P, 16}}},
                                         Expected{"os_untiled_1.map.yaml", {{M, 32}, {P, 16}}, {{R, 3}}},
                                         Expected{"os_untiled_2.map.yaml", {{P, 16}, {M, 32}}, {{R, 3}}},
                                         Expected{"os_tiled_1.map.yaml", {{M, 4}, {P, 16}}, {{M, 8}, {R, 3}}},
                                         Expected{
                                             "os_tiled_2.map.yaml", {{P, 2}, {M, 32}}, {{P, 8}, {R, 3}}}),
                         [](const testing::TestParamInfo<Expected>& test) {
                           const std::string file = test.param.file;
                           return file.substr(0, file.find('.'));
                         });

}  // namespace
}  // namespace nestwave
