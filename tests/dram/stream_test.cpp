// SPDX-License-Identifier: Apache-2.0
// What the patterns are.
#include "memory/dram/stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "memory/dram/presets.h"
#include "models/error.h"

namespace nestwave::dram {
namespace {

std::vector<StreamRequest> first(const char* name, std::size_t count, std::uint64_t seed = 1) {
  Stream stream(pattern(name), preset("ddr4_2400"), seed);
  std::vector<StreamRequest> requests;
  for (std::size_t i = 0; i < count; ++i) requests.push_back(stream.next());
  return requests;
}

TEST(DramStream, GroupFirstThenColumnBankRow) {
  const auto requests = first("seq_bgint", 4 * 128 * 4 + 1);
  EXPECT_EQ(requests[1].place, (Place{0, 1, 0, 0, 0}));
  EXPECT_EQ(requests[4].place, (Place{0, 0, 0, 0, 1}));
  EXPECT_EQ(requests[4 * 128].place, (Place{0, 0, 1, 0, 0}));
  EXPECT_EQ(requests[4 * 128 * 4].place, (Place{0, 0, 0, 1, 0}));
}

TEST(DramStream, RowMajorTakesAWholeRowThenTheNextGroup) {
  const auto requests = first("seq_rowmajor", 128 * 16 + 1);
  EXPECT_EQ(requests[127].place, (Place{0, 0, 0, 0, 127}));
  EXPECT_EQ(requests[128].place, (Place{0, 1, 0, 0, 0}));
  EXPECT_EQ(requests[128 * 4].place, (Place{0, 0, 1, 0, 0}));
  EXPECT_EQ(requests[128 * 16].place, (Place{0, 0, 0, 1, 0}));
}

TEST(DramStream, NewRowsOfOneBankOrOfAllInTurn) {
  EXPECT_EQ(first("row_samebank", 4)[3].place, (Place{0, 0, 0, 3, 0}));
  const auto rotating = first("row_rotbank", 18);
  EXPECT_EQ(rotating[5].place, (Place{0, 1, 1, 0, 0}));
  EXPECT_EQ(rotating[17].place, (Place{0, 1, 0, 1, 0}));
}

TEST(DramStream, MixesAreWhatTheyPromise) {
  const auto writes = [](const char* name, std::uint64_t seed = 1) {
    std::size_t count = 0;
    for (const StreamRequest& request : first(name, 10000, seed)) count += request.write ? 1 : 0;
    return count;
  };
  EXPECT_EQ(writes("seq_bgint"), 0u);
  EXPECT_EQ(writes("write_bgint"), 10000u);
  EXPECT_NEAR(static_cast<double>(writes("rw50_bgint")), 5000, 250);
  EXPECT_NEAR(static_cast<double>(writes("rw50_random", 2)), 5000, 250);
}

TEST(DramStream, RandomReachesEveryBankAndDependsOnTheSeed) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> banks;
  const auto one = first("random", 1000);
  for (const StreamRequest& request : one) banks.insert({request.place.bankgroup, request.place.bank});
  EXPECT_EQ(banks.size(), 16u);
  const auto same = first("random", 1000);
  const auto other = first("random", 1000, 2);
  int equal = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].place, same[i].place);
    equal += one[i].place == other[i].place ? 1 : 0;
  }
  EXPECT_LT(equal, 10);
}

TEST(DramStream, UnknownPatternsAreNamed) {
  EXPECT_THROW((void)pattern("seq"), InputError);
}

}  // namespace
}  // namespace nestwave::dram
