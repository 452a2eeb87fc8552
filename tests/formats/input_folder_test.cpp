// SPDX-License-Identifier: Apache-2.0
// Reads whole folders of designs: every folder below NESTWAVE_INPUTS that holds arch.yaml, prob.yaml
// and map.yaml, or subfolders arch/, prob/ and map/, must give a design under every policy.
#include <gtest/gtest.h>

#include <cstdlib>

#include "models/formats/inputs.h"

namespace nestwave {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> yaml_files(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  return files;
}

void expect_design(const std::vector<fs::path>& files) {
  for (const Policy& policy : policies()) {
    try {
      EXPECT_GE(make_design(read_inputs(files), policy).compute_steps(), 1u);
    } catch (const InputError& error) {
      ADD_FAILURE() << error.formatted();
    }
  }
}

TEST(InputFolder, EveryDesignIsRead) {
  const char* root = std::getenv("NESTWAVE_INPUTS");
  if (!root) GTEST_SKIP() << "set NESTWAVE_INPUTS to a folder of Timeloop inputs";
  int designs = 0;
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(root, fs::directory_options::follow_directory_symlink)) {
    if (!entry.is_directory()) continue;
    const fs::path& folder = entry.path();
    if (fs::exists(folder / "map.yaml") && fs::exists(folder / "arch.yaml") &&
        fs::exists(folder / "prob.yaml")) {
      expect_design({folder / "arch.yaml", folder / "prob.yaml", folder / "map.yaml"});
      ++designs;
    }
    if (!fs::is_directory(folder / "map") || !fs::is_directory(folder / "arch") ||
        !fs::is_directory(folder / "prob"))
      continue;
    for (const fs::path& map : yaml_files(folder / "map")) {
      std::vector<fs::path> files = {map};
      for (const char* part : {"arch", "prob"})
        for (const fs::path& file : yaml_files(folder / part)) files.push_back(file);
      expect_design(files);
      ++designs;
    }
  }
  EXPECT_GT(designs, 0) << "no designs below " << root;
  RecordProperty("designs", designs);
}

}  // namespace
}  // namespace nestwave
