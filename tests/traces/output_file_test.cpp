// SPDX-License-Identifier: Apache-2.0
#include "traces/output_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "models/error.h"
#include "tests/traces/small_report.h"

namespace nestwave {
namespace {

namespace fs = std::filesystem;
using testing::read_text;
using testing::temporary_directory;

std::size_t entries(const std::string& directory) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(directory), fs::directory_iterator()));
}

TEST(OutputFile, AppearsOnlyWhenCommitted) {
  const std::string directory = temporary_directory();
  const std::string path = directory + "out.txt";
  OutputFile file(path);
  file.write(std::string(1 << 20, 'x'));
  EXPECT_FALSE(fs::exists(path));
  file.commit();
  EXPECT_EQ(fs::file_size(path), 1U << 20);
  EXPECT_EQ(entries(directory), 1U);
}

TEST(OutputFile, LeavesNothingBehindWhenDropped) {
  const std::string directory = temporary_directory();
  { OutputFile(directory + "out.txt").write("lost"); }
  EXPECT_EQ(entries(directory), 0U);
}

TEST(OutputFile, KeepsTheOldFileUntilTheNewOneIsComplete) {
  const std::string path = temporary_directory() + "out.txt";
  std::ofstream(path) << "old";
  {
    OutputFile file(path);
    file.write("new");
  }
  EXPECT_EQ(read_text(path), "old");
  OutputFile file(path);
  file.write("new");
  file.commit();
  EXPECT_EQ(read_text(path), "new");
}

TEST(OutputFile, HasTheRightsOfAnyNewFile) {
  const std::string directory = temporary_directory();
  std::ofstream(directory + "plain") << "x";
  OutputFile file(directory + "out");
  file.commit();
  EXPECT_EQ(fs::status(directory + "out").permissions(), fs::status(directory + "plain").permissions());
}

TEST(OutputFile, FollowsSymbolicLinks) {
  const std::string directory = temporary_directory();
  std::ofstream(directory + "real") << "old";
  fs::create_symlink(directory + "real", directory + "link");
  OutputFile file(directory + "link");
  file.write("new");
  file.commit();
  EXPECT_TRUE(fs::is_symlink(directory + "link"));
  EXPECT_EQ(read_text(directory + "real"), "new");
}

TEST(OutputFile, WritesDevicesDirectly) {
  OutputFile file("/dev/null");
  file.write("nothing");
  file.commit();
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST(OutputFile, NamesThePathThatCannotBeWritten) {
  const std::string directory = temporary_directory();
  for (const std::string& path : {directory, directory + "no/such/out.txt"}) {
    try {
      OutputFile file(path);
      FAIL() << path;
    } catch (const InputError& error) {
      EXPECT_NE(std::string(error.what()).find("cannot write " + path), std::string::npos) << error.what();
    }
  }
}

TEST(OutputFile, ReportsAFullDevice) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "no /dev/full here";
  OutputFile file("/dev/full");
  file.write("x");
  EXPECT_THROW(file.commit(), InputError);
}

}  // namespace
}  // namespace nestwave
