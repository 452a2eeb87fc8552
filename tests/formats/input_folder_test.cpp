// SPDX-License-Identifier: Apache-2.0
// Reads a whole folder of inputs that others wrote, named by NESTWAVE_INPUTS: every file in it is read, or
// refused with the reason that its kind must have; files that belong together give designs.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <sstream>

#include "models/formats/inputs.h"
#include "models/formats/source.h"
#include "tests/formats/malformed.h"

namespace nestwave {
namespace {

namespace fs = std::filesystem;

/// The folder, or null: the test is skipped and says so.
const char* root() {
  return std::getenv("NESTWAVE_INPUTS");
}
constexpr const char* kSkipped = "set NESTWAVE_INPUTS to a folder of Timeloop inputs";

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(folder, fs::directory_options::follow_directory_symlink))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

/// "$depth$" anywhere.
bool has_placeholder(const std::string& text) {
  for (std::size_t at = text.find('$'); at != std::string::npos; at = text.find('$', at + 1)) {
    const std::size_t end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", at + 1);
    if (end != std::string::npos && end > at + 1 && text[end] == '$') return true;
  }
  return false;
}

/// A kind of file that must be refused, and what the message must say.
struct Refused {
  const char* kind;
  bool (*is)(const std::string& name, const std::string& text);
  const char* reason;
};

using Text = const std::string&;
const Refused kRefused[] = {
    {"figures", [](Text name, Text) { return name.ends_with(".stats.txt") || name.ends_with(".csv"); },
     "give it to --against"},
    {"XML", [](Text name, Text) { return name.ends_with(".xml"); }, "this is XML"},
    {"template", [](Text name, Text) { return name.ends_with(".jinja2"); }, "this is a Jinja template"},
    {"placeholder", [](Text, Text text) { return has_placeholder(text); }, "is a placeholder"},
    {"misspelt coefficient", [](Text, Text text) { return text.find("HStride") != std::string::npos; },
     "declares no dimension or coefficient 'HStride'; did you mean 'Hstride'?"},
};

const Refused* expected_refusal(const fs::path& file) {
  const std::string text = read_file(file);
  for (const Refused& refused : kRefused)
    if (refused.is(file.string(), text)) return &refused;
  return nullptr;
}

TEST(InputFolder, EveryFileIsReadOrRefusedForItsReason) {
  if (!root()) GTEST_SKIP() << kSkipped;
  std::map<std::string, int> kinds;
  for (const fs::path& file : files_below(root())) {
    const std::string message = message_of([&] { (void)read_inputs({file}); });
    const Refused* refused = expected_refusal(file);
    ++kinds[refused ? refused->kind : "read"];
    if (!refused) {
      EXPECT_EQ(message, "no error");
      continue;
    }
    EXPECT_TRUE(message.starts_with(file.string())) << message;
    EXPECT_NE(message.find(refused->reason), std::string::npos) << file << ": " << message;
  }
  EXPECT_GT(kinds["read"], 0);
  for (const auto& [kind, count] : kinds) RecordProperty(kind, count);
}

std::vector<fs::path> yaml_files(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  return files;
}

void expect_design(const std::vector<fs::path>& files) {
  for (const Policy& policy : policies())
    EXPECT_EQ(message_of([&] { (void)make_design(read_inputs(files), policy); }), "no error");
}

TEST(InputFolder, ArchitectureProblemAndMappingOfAFolderGiveADesign) {
  if (!root()) GTEST_SKIP() << kSkipped;
  int designs = 0;
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(root(), fs::directory_options::follow_directory_symlink)) {
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
  EXPECT_GT(designs, 0) << "no designs below " << root();
  RecordProperty("designs", designs);
}

/// "DRAM [ Weights:864 Inputs:1156 ]" → {"DRAM", {{"Weights", 864}, ...}}, in order.
using PrintedTiles = std::vector<std::pair<std::string, std::map<std::string, std::uint64_t>>>;

PrintedTiles printed_tiles(const std::string& text) {
  PrintedTiles levels;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name;
    std::string word;
    if (!(words >> name >> word) || word != "[") continue;
    levels.push_back({name, {}});
    while (words >> word && word != "]") {
      const std::size_t colon = word.find(':');
      levels.back().second[word.substr(0, colon)] = std::stoull(word.substr(colon + 1));
    }
  }
  return levels;
}

PrintedTiles tiles_of(const Design& design) {
  PrintedTiles levels;
  for (int l = 0; l < design.level_count(); ++l) {
    levels.push_back({design.architecture().levels[static_cast<std::size_t>(l)].name, {}});
    for (int d = 0; d < design.data_space_count(); ++d)
      if (design.mapping().levels[static_cast<std::size_t>(l)].keep[static_cast<std::size_t>(d)])
        levels.back().second[design.problem().data_spaces[static_cast<std::size_t>(d)].name] =
            design.tile_words(l, d);
  }
  return levels;
}

TEST(InputFolder, EveryPrintedLoopNestFitsAnArchitectureAndAProblemAndHasTheTilesItPrints) {
  if (!root()) GTEST_SKIP() << kSkipped;
  std::vector<Inputs> architectures;
  std::vector<Inputs> problems;
  std::vector<fs::path> nests;
  for (const fs::path& file : files_below(root())) {
    if (file.string().ends_with(".map.txt")) nests.push_back(file);
    if (file.extension() != ".yaml" || expected_refusal(file)) continue;
    Inputs inputs = read_inputs({file});
    if (inputs.architecture) architectures.push_back(inputs);
    if (inputs.problem) problems.push_back(inputs);
  }
  EXPECT_GT(nests.size(), 0u);
  for (const fs::path& nest : nests) {
    const PrintedTiles printed = printed_tiles(read_file(nest));
    int designs = 0;
    for (const Inputs& architecture : architectures)
      for (const Inputs& problem : problems) {
        Inputs inputs = read_inputs({nest});
        inputs.architecture = architecture.architecture;
        inputs.layout = architecture.layout;
        inputs.problem = problem.problem;
        const std::string message = message_of([&] {
          const Design design = make_design(inputs, *find_policy("timeloop"));
          if (tiles_of(design) == printed) ++designs;
        });
      }
    EXPECT_GT(designs, 0) << nest << " fits no architecture and problem of the folder";
  }
  RecordProperty("loop nests", static_cast<int>(nests.size()));
}

}  // namespace
}  // namespace nestwave
