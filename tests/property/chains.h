// SPDX-License-Identifier: Apache-2.0
// What holds for every critical chain.
#pragma once

#include <gtest/gtest.h>

#include "models/chain.h"
#include "models/time.h"

namespace nestwave::property {

/// The links of the chain and the waits between them are as long as the run.
inline void expect_chain(const CriticalChain& chain, Cycle cycles) {
  std::uint64_t links = 0;
  std::uint64_t sum = chain.waiting;
  for (const ChainPart& part : chain.parts) {
    links += part.links;
    sum += part.cycles;
  }
  EXPECT_EQ(links, chain.links);
  EXPECT_EQ(sum, cycles);
  EXPECT_GE(chain.links, 1U);
  ASSERT_FALSE(chain.first.empty());
  Cycle before = 0;
  for (const auto* some : {&chain.first, &chain.last})
    for (const ChainLink& link : *some) {
      EXPECT_GE(link.first, before);
      EXPECT_GE(link.stop, link.first);
      before = link.stop;
    }
  EXPECT_LE(before, cycles);
}

}  // namespace nestwave::property
