// SPDX-License-Identifier: Apache-2.0
// Lines of the form {{include_text('FILE')}}.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "models/formats/inputs.h"
#include "tests/formats/good_texts.h"
#include "tests/formats/malformed.h"

namespace nestwave {
namespace {

namespace fs = std::filesystem;

/// A folder of its own, removed at the end.
class Include : public testing::Test {
 protected:
  Include() {
    const testing::TestInfo& test = *testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(testing::TempDir()) / ("nestwave_include_" + std::string(test.name()));
    fs::remove_all(folder_);
  }
  ~Include() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
  }
  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
  [[nodiscard]] std::string message(const std::string& name) const {
    return message_of([&] { (void)read_inputs({path(name)}); });
  }

  fs::path folder_;
};

constexpr const char* kBase = R"(base_ignore: &base
  shape:
    dimensions: [M, R]
    data_spaces:
    - {name: Inputs, projection: [[[R]]]}
    - {name: Outputs, projection: [[[M]]], read_write: true}
  instance: {M: 1, R: 1}
)";

TEST_F(Include, PutsTheFileInItsPlace) {
  write("base.yaml", kBase);
  write("layers/one/0.yaml",
        "{{include_text('../../base.yaml')}}\nproblem:\n  <<<: *base\n  instance: {M: 7}\n");
  const Problem problem = *read_inputs({path("layers/one/0.yaml")}).problem;
  EXPECT_EQ(problem.dimensions[0].size, 7u);
  EXPECT_EQ(problem.dimensions[1].size, 1u);
}

TEST_F(Include, LooksInTheFoldersAbove) {
  write("parts/base.yaml", kBase);
  write("layers/one/0.yaml",
        "# comment\n{{ include_text( \"parts/base.yaml\" ) }}  # the shape\nproblem: *base\n");
  EXPECT_EQ(read_inputs({path("layers/one/0.yaml")}).problem->dimensions.size(), 2u);
}

TEST_F(Include, KeepsThePlacesOfBothFiles) {
  write("base.yaml", "base_ignore: &base\n  shape: {dimensions: [M], dimensons: 1}\n  instance: {M: 1}");
  write("in.yaml", "\n{{include_text('base.yaml')}}\nproblem: *base\n");
  EXPECT_EQ(message("in.yaml"),
            path("base.yaml") + ":2:28: error: the shape has no key 'dimensons'; did you mean 'dimensions'?");
  write("base.yaml", "x_ignore: 1");
  write("in.yaml", "\n{{include_text('base.yaml')}}\n\npolcy: resident\n");
  EXPECT_EQ(message("in.yaml"),
            path("in.yaml") + ":4:1: error: there is no top-level key 'polcy'; did you mean 'policy'?");
}

TEST_F(Include, IsDoneInTwoFilesWithOneBase) {
  write("base.yaml", kBase);
  write("a.yaml", "{{include_text('base.yaml')}}\nproblem: *base\n");
  write("b.yaml", "{{include_text('base.yaml')}}\npolicy: timeloop\n");
  EXPECT_TRUE(read_inputs({path("a.yaml"), path("b.yaml")}).problem.has_value());
}

TEST_F(Include, MayBeTheWholeFile) {
  write("problem.yaml", kProblem);
  write("in.yaml", "{{include_text('problem.yaml')}}");
  EXPECT_EQ(read_inputs({path("in.yaml")}).problem->name, "conv1d");
}

TEST_F(Include, RefusesWhatIsNotThere) {
  write("in.yaml", "{{include_text('no_such_file_anywhere.yaml')}}\n");
  EXPECT_EQ(message("in.yaml"), path("in.yaml") +
                                    ":1:1: error: there is no file 'no_such_file_anywhere.yaml' "
                                    "beside this one or in a folder above it");
  write("folder/x.yaml", "");
  write("in.yaml", "{{include_text('folder')}}\n");
  EXPECT_EQ(
      message("in.yaml"),
      path("in.yaml") + ":1:1: error: there is no file 'folder' beside this one or in a folder above it");
  write("in.yaml", "{{include_text('/dev/zero')}}\n");
  EXPECT_EQ(message("in.yaml"), path("in.yaml") +
                                    ":1:1: error: there is no file '/dev/zero' beside this one or "
                                    "in a folder above it");
}

TEST_F(Include, RefusesCircles) {
  write("a.yaml", "{{include_text('b.yaml')}}\n");
  write("b.yaml", "x_ignore: 1\n{{include_text('./c/../a.yaml')}}\n");
  EXPECT_EQ(message("a.yaml"), path("b.yaml") + ":2:1: error: the file './c/../a.yaml' includes itself");
}

TEST_F(Include, RefusesTooDeepAndTooMany) {
  for (int i = 0; i < 9; ++i)
    write("f" + std::to_string(i), "{{include_text('f" + std::to_string(i + 1) + "')}}\n");
  EXPECT_EQ(message("f0"), path("f7") + ":1:1: error: more than 8 files include each other");
  write("empty", "");
  std::string many;
  for (int i = 0; i < 65; ++i) many += "{{include_text('empty')}}\n";
  write("many", many);
  EXPECT_EQ(message("many"), path("many") + ":65:1: error: more than 64 files are included");
}

TEST_F(Include, CountsTheSizeOfAllFilesTogether) {
  write("part", std::string((std::size_t{4} << 20) - 2, '#') + "\n");
  std::string five;
  for (int i = 0; i < 5; ++i) five += "{{include_text('part')}}\n";
  write("five", five);
  EXPECT_EQ(message("five"),
            path("part") + ":1:1: error: with the files it includes the file is larger than 16 MiB");
}

TEST_F(Include, KeepsTheRulesForTextInIncludedFiles) {
  write("part", "x_ignore: {{ y }}\n");
  write("in.yaml", "{{include_text('part')}}\n");
  EXPECT_EQ(message("in.yaml"),
            path("part") + ":1:11: error: this is a Jinja template; expand it first and give the result");
  write("part", "x_ignore: [1\n");
  write("in.yaml", "{{include_text('part')}}\ny: 2\n");
  EXPECT_TRUE(message("in.yaml").starts_with(path("in.yaml") + ":2:2: error: not valid YAML"))
      << message("in.yaml");
}

}  // namespace
}  // namespace nestwave
