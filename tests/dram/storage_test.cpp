// SPDX-License-Identifier: Apache-2.0
#include "memory/dram/storage.h"

#include <gtest/gtest.h>

#include <vector>

namespace nestwave::dram {
namespace {

TEST(DramStorage, IsZeroUntilWritten) {
  const Storage storage;
  std::vector<unsigned char> data(10, 9);
  storage.read(123, data.data(), data.size());
  EXPECT_EQ(data, std::vector<unsigned char>(10, 0));
}

TEST(DramStorage, ReadsBackAcrossPages) {
  Storage storage;
  std::vector<unsigned char> data;
  for (int i = 0; i < 10000; ++i) data.push_back(static_cast<unsigned char>(i * 7));
  storage.write((std::uint64_t{1} << 40) + 4000, data.data(), data.size());
  std::vector<unsigned char> back(data.size() + 2, 9);
  storage.read((std::uint64_t{1} << 40) + 3999, back.data(), back.size());
  EXPECT_EQ(back.front(), 0);
  EXPECT_EQ(back.back(), 0);
  EXPECT_EQ(std::vector<unsigned char>(back.begin() + 1, back.end() - 1), data);
}

}  // namespace
}  // namespace nestwave::dram
