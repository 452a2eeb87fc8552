// SPDX-License-Identifier: Apache-2.0
// Links crossed, counted by hand for every kind of network.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "tests/analytical/tiny_machine.h"

namespace nestwave {
namespace {

using test::kInputs;
using test::kOutputs;
using test::kWeights;
using test::TinyMachine;

NetworkSpec network(const std::string& kind) {
  NetworkSpec spec;
  spec.kind = kind;
  return spec;
}

/// Loops over the dimension `down` are laid out along y.
AnalyticalResult analyze(const TinyMachine& machine, const NetworkSpec& spec, const std::string& down = "") {
  Architecture architecture = machine.architecture();
  Mapping mapping = machine.mapping();
  std::uint64_t rows = 1;
  for (SpatialLoop& loop : mapping.levels[0].spatial)
    if (machine.problem().dimensions[loop.dimension].name == down) {
      loop.axis = Axis::y;
      rows *= loop.bound;
    }
  architecture.levels[1].mesh_x /= rows;
  architecture.levels[1].mesh_y = rows;
  architecture.compute.mesh_x /= rows;
  architecture.compute.mesh_y = rows;
  architecture.levels[0].networks[""] = spec;
  return analytical::analyze(Design(machine.problem(), architecture, mapping, machine.policy));
}

std::uint64_t hops(const AnalyticalResult& result, int data_space) {
  for (std::size_t i = 0; i < result.edges.size(); ++i)
    if (result.edges[i].data_space == data_space && result.edges[i].from == 0) {
      EXPECT_TRUE(result.hops_known[i]);
      return result.edges[i].hops;
    }
  return 0;
}

/// Two rows (M) of three columns (P), each child with R = 0 and 1: a row shares two weights, a column two of
/// four inputs, neighbours share one of them; six sums.
const TinyMachine kSquare{{{{}, {{"M", 2}, {"P", 3}}}, {{{"R", 2}}, {}}}, {}};
/// Four members add up two sums, which come twice.
const TinyMachine kGroup{{{{{"R", 2}, {"M", 2}}, {{"C", 4}}}, {{}, {}}}, {}};

TEST(Hops, OfABusAreItsDeliveries) {
  const AnalyticalResult result = analyze(kSquare, network("bus"), "M");
  EXPECT_EQ(hops(result, kWeights), 12u);
  EXPECT_EQ(hops(result, kInputs), 12u);
  EXPECT_EQ(hops(result, kOutputs), 6u);
}

TEST(Hops, OfMulticastBusesAreTheYBusTheXBusesAndTheDeliveries) {
  const AnalyticalResult result = analyze(kSquare, network("multicast"), "M");
  EXPECT_EQ(hops(result, kWeights), 4u + 4u + 12u);
  EXPECT_EQ(hops(result, kInputs), 4u + 8u + 12u);
  EXPECT_EQ(hops(result, kOutputs), 3u * 6u);
}

TEST(Hops, OfSystolicLinksFollowTheWay) {
  NetworkSpec spec = network("systolic");
  const AnalyticalResult result = analyze(kSquare, spec, "M");
  EXPECT_EQ(hops(result, kWeights), 2u * (2 + 2 + 2)) << "along both rows";
  EXPECT_EQ(hops(result, kInputs), 3u * (2 + 2)) << "down three columns";
  EXPECT_EQ(hops(result, kOutputs), 3u * (2 + 1));
  spec.along = Along::x;
  EXPECT_EQ(hops(analyze(kSquare, spec, "M"), kInputs), 2u * (4 + 3 + 2));
  spec.along = Along::both;
  EXPECT_EQ(hops(analyze(kSquare, spec, "M"), kInputs), (4u + 3 + 2) + 3 * 2);
}

TEST(Hops, OfAMeshAreTheLinksOfTheTree) {
  NetworkSpec spec = network("mesh");
  EXPECT_EQ(hops(analyze(kSquare, spec, "M"), kInputs), (4u + 3 + 2) + 3 * 2);
  EXPECT_EQ(hops(analyze(kSquare, spec, "M"), kWeights), (4u + 4 + 4) + 3 * 2);
  EXPECT_EQ(hops(analyze(kSquare, spec, "M"), kOutputs), 2u * (2 + 1) + (6 + 3));
  spec.entry_x = 1;
  EXPECT_EQ(hops(analyze(kSquare, spec, "M"), kInputs), (4u + 2 + 2) + 3 * 2);
  EXPECT_EQ(hops(analyze(kSquare, spec, "M"), kOutputs), 2u * (1 + 1) + (6 + 3));
  spec.entry_x = 2;
  spec.entry_y = 1;
  EXPECT_EQ(hops(analyze(kSquare, spec, "M"), kInputs), (4u + 3 + 2) + 3 * 2);
}

TEST(Hops, CountWhatThePolicyReadsForEachChild) {
  TinyMachine machine = kSquare;
  machine.policy.multicast = Multicast::none;
  EXPECT_EQ(hops(analyze(machine, network("mesh"), "M"), kWeights), (12u + 8 + 4) + 3 * 2);
  machine.policy.multicast = Multicast::identical;
  EXPECT_EQ(hops(analyze(machine, network("mesh"), "M"), kInputs), (6u + 4 + 2) + 3 * 2);
}

TEST(Hops, OfAddersAreTheirStagesAndTheLinkBehind) {
  for (const auto& [kind, links] : {std::pair("reduction_tree", 3), std::pair("reduction_chain", 4)}) {
    NetworkSpec spec;
    spec.outward = std::make_shared<const NetworkSpec>(network(kind));
    // Two old sums come in over the bus, four sums go out.
    EXPECT_EQ(hops(analyze(kGroup, spec), kOutputs), 2u + 4u * links);
  }
}

TEST(Hops, OfSumsGrowTogetherOnTheWayOut) {
  EXPECT_EQ(hops(analyze(kGroup, network("systolic")), kOutputs), 2u * 1 + 4u * 4);
  NetworkSpec spec = network("mesh");
  spec.entry_x = 2;
  EXPECT_EQ(hops(analyze(kGroup, spec), kOutputs), 2u * 3 + 4u * 4) << "old sums go to the first member";
  EXPECT_EQ(hops(analyze(kGroup, network("multicast")), kOutputs), 3u * 2 + 3u * 16);
}

TEST(Hops, OfSumsLeadAlongTheRowsFirst) {
  // Two rows of four members: three links per row with the row's sum, one down the column, both over the
  // entry; two pairs of sums, twice. The old sums come in once, to the first member of either row.
  const TinyMachine rows{{{{{"R", 2}, {"M", 2}}, {{"M", 2}, {"C", 4}}}, {{}, {}}}, {}};
  EXPECT_EQ(hops(analyze(rows, network("mesh"), "M"), kOutputs), 4u * (2 * 3 + 1 + 2) + 2 * (1 + 2));
}

TEST(Hops, AreLeftOpenWhereChildrenAreNoRectangle) {
  const auto known = [](const AnalyticalResult& result) {
    return std::count(result.hops_known.begin(), result.hops_known.end(), true);
  };
  // Three edges from the outer level, three to the MACs.
  EXPECT_EQ(known(analyze(kSquare, network("mesh"))), 3) << "two loops along x";
  EXPECT_EQ(known(analyze(kSquare, network("bus"))), 6);
  TinyMachine uneven{{{{{"P", 2}}, {{"P", 3}}}, {{{"R", 2}}, {}}}, {}};
  uneven.sizes = {{"P", 5}};
  EXPECT_EQ(known(analyze(uneven, network("mesh"))), 3);
  EXPECT_EQ(known(analyze(uneven, network("bus"))), 6);
}

}  // namespace
}  // namespace nestwave
