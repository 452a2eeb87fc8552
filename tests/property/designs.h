// SPDX-License-Identifier: Apache-2.0
// The way through the random designs of a test.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <exception>
#include <vector>

#include "models/design.h"
#include "tests/property/compare.h"

namespace nestwave::property {

/// Calls property(seed, design) for design = make(seed, policy), for every seed in [first, first + count) and
/// every policy, until the first failure. What is thrown is one, and every failure names its design.
template <typename Make, typename Property>
void for_designs(std::uint64_t first, std::uint64_t count, const std::vector<Policy>& choice, Make make,
                 Property property) {
  for (std::uint64_t seed = first; seed < first + count && !testing::Test::HasFailure(); ++seed)
    for (const Policy& policy : choice) {
      const Design design = make(seed, policy);
      SCOPED_TRACE(title(seed, design));
      try {
        property(seed, design);
      } catch (const std::exception& error) {
        ADD_FAILURE() << error.what();
      }
    }
}

}  // namespace nestwave::property
