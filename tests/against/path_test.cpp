// SPDX-License-Identifier: Apache-2.0
#include "models/against/path.h"

#include <gtest/gtest.h>

#include <string>

namespace nestwave::against {
namespace {

Convention counting(const char* policy, bool at_zero_and_one = false) {
  Convention convention;
  convention.policy = *find_policy(policy);
  convention.at_zero_and_one = at_zero_and_one;
  return convention;
}

std::string reasons(const Policy& from, const Convention& to) {
  std::string text;
  for (const Stage& stage : path(from, to))
    text += (text.empty() ? "" : ", ") + std::string(to_string(stage.reason));
  return text;
}

TEST(Path, ChangesOneChoiceAtATime) {
  EXPECT_EQ(reasons(*find_policy("resident"), counting("timeloop_2021", true)),
            "holes, diagonal_multicast, multicast_by_level, halo_credit, loops_at_0_and_1, drain_reads, "
            "zero_joins, zero_starts, dearest_action");
  EXPECT_EQ(reasons(*find_policy("timeloop"), counting("timeloop_3_0_3")), "halo_credit");
  EXPECT_EQ(reasons(*find_policy("timeloop_2021"), counting("timeloop")),
            "multicast_by_level, zero_starts, dearest_action");
}

TEST(Path, IsTheSameWayBack) {
  EXPECT_EQ(
      reasons(*find_policy("timeloop_2021"), counting("resident")),
      "holes, multicast_by_level, diagonal_multicast, halo_credit, zero_starts, zero_joins, drain_reads, "
      "dearest_action");
}

TEST(Path, EndsWhereItShould) {
  for (const Policy& from : policies())
    for (const Policy& to : policies()) {
      const std::vector<Stage> stages = path(from, counting(to.name.c_str()));
      if (from.name == to.name) {
        EXPECT_TRUE(stages.empty());
        continue;
      }
      const Convention& end = stages.back().convention;
      EXPECT_EQ(end.policy.reuse, to.reuse);
      EXPECT_EQ(end.policy.multicast, to.multicast);
      EXPECT_EQ(end.policy.footprint, to.footprint);
      EXPECT_EQ(end.policy.counters, to.counters);
      EXPECT_EQ(end.policy.prices, to.prices);
      EXPECT_EQ(end.drains, to.counters == Counters::own);
    }
}

TEST(Path, OfASinglePolicyWithoutMulticastPassesIdentical) {
  Policy from = *find_policy("timeloop");
  from.multicast = Multicast::none;
  EXPECT_EQ(reasons(from, counting("timeloop")), "multicast_none");
  EXPECT_EQ(reasons(from, counting("timeloop_2021")),
            "multicast_none, multicast_by_level, zero_starts, dearest_action");
}

}  // namespace
}  // namespace nestwave::against
