// SPDX-License-Identifier: Apache-2.0
// Addresses and places, in any order of fields.
#include "memory/dram/address.h"

#include <gtest/gtest.h>

#include "memory/dram/parameters.h"
#include "memory/dram/presets.h"
#include "models/error.h"

namespace nestwave::dram {
namespace {

Config mapped(const std::string& mapping, std::uint64_t channels = 1) {
  Config config = preset("ddr4_2400");
  config.channels = channels;
  config.address_mapping = mapping;
  return config;
}

TEST(DramAddress, CountsFromTheLastField) {
  const AddressMap map(mapped("ro-ba-co-bg-ch"));
  EXPECT_EQ(map.place(0), (Place{0, 0, 0, 0, 0}));
  EXPECT_EQ(map.place(63), (Place{0, 0, 0, 0, 0})) << "the last byte of the first burst";
  EXPECT_EQ(map.place(64), (Place{0, 1, 0, 0, 0}));
  EXPECT_EQ(map.place(64 * 4), (Place{0, 0, 0, 0, 1}));
  EXPECT_EQ(map.place(64 * 4 * 128), (Place{0, 0, 1, 0, 0}));
  EXPECT_EQ(map.place(64 * 4 * 128 * 4), (Place{0, 0, 0, 1, 0}));
}

TEST(DramAddress, FollowsTheOrderOfFields) {
  const AddressMap map(mapped("bg-ch-ba-ro-co", 2));
  EXPECT_EQ(map.place(64), (Place{0, 0, 0, 0, 1}));
  EXPECT_EQ(map.place(64 * 128), (Place{0, 0, 0, 1, 0}));
  EXPECT_EQ(map.place(std::uint64_t{64} * 128 * 65536), (Place{0, 0, 1, 0, 0}));
  EXPECT_EQ(map.place(std::uint64_t{64} * 128 * 65536 * 4), (Place{1, 0, 0, 0, 0}));
  EXPECT_EQ(map.place(std::uint64_t{64} * 128 * 65536 * 4 * 2), (Place{0, 1, 0, 0, 0}));
}

TEST(DramAddress, IsTheInverseOfPlace) {
  Config config = mapped("co-ro-bg-ch-ba", 3);
  config.rows = 7;  // no power of two is needed
  const AddressMap map(config);
  for (std::uint64_t address = 0; address < config.bytes(); address += 64)
    ASSERT_EQ(map.address(map.place(address)), address);
}

TEST(DramAddress, NeedsEachFieldOnce) {
  for (const char* wrong : {"", "ro", "ro-ba-co-bg", "ro-ba-co-bg-ch-ro", "ro-ro-co-bg-ch", "ro-ba-co-bg-xx",
                            "ro-ba-co-bg-", "ro ba co bg ch"})
    EXPECT_THROW((void)AddressMap(mapped(wrong)), InputError) << wrong;
}

}  // namespace
}  // namespace nestwave::dram
