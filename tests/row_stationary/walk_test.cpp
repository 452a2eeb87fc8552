// SPDX-License-Identifier: Apache-2.0
// Closed forms of row stationary against the walk over every word.
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/property/compare.h"
#include "tests/row_stationary/analyzed.h"
#include "tests/row_stationary/oracle.h"
#include "tests/row_stationary/random_case.h"

namespace nestwave {
namespace {

using rs::Analyzed;

std::vector<EdgeCounts> edges_of(const rs::Walked& walked, const Design& design) {
  std::vector<EdgeCounts> all;
  for (int d = 0; d < design.data_space_count(); ++d) {
    for (const auto& [ends, counted] : walked.edges[d]) {
      EdgeCounts edge = counted;
      edge.data_space = d;
      edge.from = ends.first;
      edge.to = ends.second;
      all.push_back(edge);
    }
    EdgeCounts own;
    own.data_space = d;
    own.from = design.keepers(d).back();
    own.to = design.level_count();
    own.injected = own.delivered = walked.macs;
    all.push_back(own);
  }
  return all;
}

void compare_with_walk(std::uint64_t seed) {
  const rs::Case c = rs::random_case(seed, 6000);
  const Analyzed run(c.problem, c.architecture, c.plan);
  const rs::Walked walked = rs::walk(c.plan, run.design.level_count(), run.design.data_space_count());
  EXPECT_EQ(property::difference(run.design, walked.counts, run.result.counts), "");
  EXPECT_EQ(property::difference(edges_of(walked, run.design), run.result.edges), "");
  EXPECT_EQ(walked.compute_steps, run.result.compute_steps);
  EXPECT_EQ(walked.macs, c.problem.macs());
  EXPECT_EQ(walked.passes, row_stationary_result(c.plan).passes);
  const RowStationaryMachine& m = c.plan.machine;
  const ConvShape::Places& at = c.plan.shape.places;
  const auto largest = [&](int level, int space) { return run.design.tile_words(level, space); };
  EXPECT_LE(walked.ifmap_tile, largest(m.buffer, at.inputs));
  if (m.stores_padding) {
    EXPECT_EQ(walked.ifmap_tile, largest(m.buffer, at.inputs));
  }
  EXPECT_EQ(walked.psum_tile, largest(m.buffer, at.outputs));
  if (m.filter_buffer >= 0) {
    EXPECT_EQ(walked.pass_filters, largest(m.filter_buffer, at.weights));
  }
  EXPECT_EQ(walked.window, largest(m.ifmap_spad, at.inputs));
  EXPECT_EQ(walked.pe_filters, largest(m.filter_spad, at.weights));
  EXPECT_EQ(walked.pe_sums, largest(m.psum_spad, at.outputs));
  EXPECT_EQ(walked.active_pes, row_stationary_result(c.plan).active_pes);
}

class RowStationaryWalk : public testing::TestWithParam<int> {};

TEST_P(RowStationaryWalk, AgreesWithTheClosedForms) {
  const char* wanted = std::getenv("NESTWAVE_PROPERTY_COUNT");
  const std::uint64_t count = wanted == nullptr ? NESTWAVE_SEEDS : std::strtoull(wanted, nullptr, 10);
  for (std::uint64_t seed = GetParam() * 1'000'000ull; seed < GetParam() * 1'000'000ull + count; ++seed) {
    compare_with_walk(seed);
    if (HasFailure()) FAIL() << "seed " << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(Shards, RowStationaryWalk,
                         testing::Range(NESTWAVE_FIRST_SHARD, NESTWAVE_LAST_SHARD));

}  // namespace
}  // namespace nestwave
