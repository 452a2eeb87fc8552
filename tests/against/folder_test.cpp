// SPDX-License-Identifier: Apache-2.0
// Published runs with the files that Timeloop wrote: every figure is equal or explained under every policy,
// and equal under that of 2021, energies to the last digit. The runs stand below the folder NESTWAVE_INPUTS.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "models/formats/inputs.h"
#include "tests/against/support.h"

namespace nestwave {
namespace {

namespace fs = std::filesystem;

/// Files below NESTWAVE_INPUTS.
struct PublishedRun {
  std::string architecture;
  std::string problem;
  std::string output;  ///< folder
};

std::vector<PublishedRun> published_runs() {
  std::vector<PublishedRun> runs;
  for (const char* layer : {"2", "5", "10", "20"})
    runs.push_back({"resnet18/arch/base.yaml", std::string("resnet18/prob/resnet18_layer") + layer + ".yaml",
                    std::string("resnet18/output") + layer});
  for (const char* block : {"b1", "b3"})
    for (const char* part : {"comp", "conv", "decom"}) {
      const std::string folder = std::string("fusion/baseline/") + block + "/" + part;
      runs.push_back(
          {"fusion/accelerator/baseline/arch.yaml", folder + "/prob/prob.yaml", folder + "/output"});
    }
  return runs;
}

TEST(PublishedStats, AreEqualOrExplained) {
  const char* root = std::getenv("NESTWAVE_INPUTS");
  if (!root) GTEST_SKIP() << "set NESTWAVE_INPUTS to the folder of published runs";
  for (const PublishedRun& run : published_runs()) {
    const fs::path output = fs::path(root) / run.output;
    SCOPED_TRACE(output.string());
    const Inputs inputs =
        read_inputs({fs::path(root) / run.architecture, fs::path(root) / run.problem,
                     output / "timeloop-mapper.ERT.yaml", output / "timeloop-mapper.map.txt"});
    const FigureFile figures = read_figures(output / "timeloop-mapper.stats.txt");
    EXPECT_EQ(figures.format, FigureFormat::timeloop_stats);
    for (const Policy& policy : policies()) {
      const Design design = make_design(inputs, policy);
      const AgainstResult result =
          compare_against(design, test::run_of(design), &*inputs.energy, look_up(design, figures));
      EXPECT_TRUE(result.unexplained.empty()) << policy.name << "\n" << test::summary(design, result);
      EXPECT_EQ(result.counted_as, "timeloop_2021");
      EXPECT_GE(result.compared, 33u);
      EXPECT_TRUE(policy.name != "timeloop_2021" || result.equal == result.compared);
    }
  }
}

}  // namespace
}  // namespace nestwave
