// SPDX-License-Identifier: Apache-2.0
#include "app/results_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "models/error.h"

namespace nestwave {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::ordered_json;

class Results : public ::testing::Test {
 protected:
  Results() : path_(::testing::TempDir() + "nestwave_results_" + std::to_string(getpid())) {}
  ~Results() override { std::filesystem::remove(path_); }

  [[nodiscard]] std::string text() const {
    std::ostringstream text;
    text << std::ifstream(path_).rdbuf();
    return text.str();
  }
  void append(const std::string& text) const { std::ofstream(path_, std::ios::app) << text; }
  [[nodiscard]] std::string refusal() const {
    try {
      const ResultsFile file(path_);
    } catch (const InputError& error) {
      return error.formatted();
    }
    return "accepted";
  }

  std::string path_;
};

TEST_F(Results, OutliveTheirFile) {
  {
    ResultsFile file(path_);
    EXPECT_EQ(file.find("a"), nullptr);
    file.add("a", {{"cycles", 7}});
    file.add("b", "two\nlines");
  }
  ResultsFile file(path_);
  EXPECT_EQ(file.size(), 2U);
  EXPECT_EQ(*file.find("a"), Json({{"cycles", 7}}));
  EXPECT_EQ(*file.find("b"), "two\nlines");
}

TEST_F(Results, LoseNoMoreThanTheLineThatWasBeingWritten) {
  {
    ResultsFile file(path_);
    file.add("a", 1);
    file.add("b", 2);
  }
  const std::string whole = text();
  const std::size_t second = whole.rfind('{');
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    std::ofstream(path_, std::ios::trunc) << whole.substr(0, length);
    {
      ResultsFile file(path_);
      EXPECT_EQ(file.find("b") != nullptr, length == whole.size()) << length;
      EXPECT_TRUE(length < second || file.find("a") != nullptr) << length;
      if (file.find("a") == nullptr) file.add("a", 1);
      if (file.find("b") == nullptr) file.add("b", 2);
    }
    EXPECT_EQ(text(), whole) << "cut to " << length << " bytes and completed";
  }
}

TEST_F(Results, LeaveOtherFilesAsTheyAre) {
  append("architecture:\n");
  EXPECT_THAT(refusal(), HasSubstr(":1:0: error: this file was not made by --resume"));
  EXPECT_EQ(text(), "architecture:\n");
}

TEST_F(Results, NameALineThatIsNoResult) {
  { ResultsFile(path_).add("a", 1); }
  append("{\"key\": 3}\n");
  EXPECT_THAT(refusal(), HasSubstr(":3:0: error: this line is no result"));
}

TEST_F(Results, BelongToOneRunAtATime) {
  const ResultsFile file(path_);
  const pid_t other = fork();
  if (other == 0) _exit(refusal().find("is in use by another run") != std::string::npos ? 0 : 1);
  int status = 0;
  waitpid(other, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST_F(Results, AreNoFolderAndNoDevice) {
  EXPECT_THROW(ResultsFile("/"), InputError);
  EXPECT_THROW(ResultsFile("/dev/null"), InputError);
  EXPECT_THROW(ResultsFile(""), InputError);
}

}  // namespace
}  // namespace nestwave
