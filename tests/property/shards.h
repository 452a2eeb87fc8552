// SPDX-License-Identifier: Apache-2.0
// Which random designs a test takes.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <ostream>
#include <string>
#include <vector>

namespace nestwave::property {

/// A range of seeds, of designs with or without imperfect factors, with or without padding.
struct Shard {
  int number = 0;
  bool imperfect = false;
  bool padded = false;

  /// Shards do not overlap whatever the count is.
  [[nodiscard]] std::uint64_t first_seed() const { return static_cast<std::uint64_t>(number) * 1'000'000; }
};

/// Number of seeds per shard: NESTWAVE_PROPERTY_COUNT, or the test's own default.
inline std::uint64_t seeds_per_shard(std::uint64_t normal) {
  const char* wanted = std::getenv("NESTWAVE_PROPERTY_COUNT");
  return wanted == nullptr ? normal : std::strtoull(wanted, nullptr, 10);
}

/// The shards [first, end) of either kind of factors, and every fourth of them with padding.
inline std::vector<Shard> shards(int first, int end) {
  std::vector<Shard> all;
  for (const bool padded : {false, true})
    for (const bool imperfect : {false, true})
      for (int number = first; number < end; number += padded ? 4 : 1)
        all.push_back({number, imperfect, padded});
  return all;
}

/// "even_3", "imperfect_3", "imperfect_padded_2": the end of a test's name.
inline std::string to_string(const Shard& shard) {
  return std::string(shard.imperfect ? "imperfect_" : "even_") + (shard.padded ? "padded_" : "") +
         std::to_string(shard.number);
}

inline std::ostream& operator<<(std::ostream& out, const Shard& shard) {
  return out << to_string(shard);
}

inline std::string shard_name(const testing::TestParamInfo<Shard>& info) {
  return to_string(info.param);
}

}  // namespace nestwave::property
