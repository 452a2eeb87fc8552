// SPDX-License-Identifier: Apache-2.0
// What the property tests share: the policies they go through, and where two results part.
#pragma once

#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

#include "models/counts.h"
#include "models/design.h"
#include "tests/oracle/random_design.h"

namespace nestwave::property {

/// Every combination of the three choices, named or not.
inline std::vector<Policy> all_combinations() {
  std::vector<Policy> all;
  for (const Reuse reuse : kReuses)
    for (const Multicast multicast : kMulticasts)
      for (const Footprint footprint : kFootprints)
        all.push_back({std::string(to_string(reuse)) + "-" + std::string(to_string(multicast)) + "-" +
                           std::string(to_string(footprint)),
                       reuse, multicast, footprint, Counters::own});
  return all;
}

/// Every cell in which the tables differ, empty when they are equal.
inline std::string difference(const Design& design, const CountTable& expected, const CountTable& found) {
  if (expected.levels() != found.levels() || expected.data_spaces() != found.data_spaces())
    return "tables of different shapes";
  std::ostringstream out;
  for (int l = 0; l < expected.levels(); ++l)
    for (int d = 0; d < expected.data_spaces(); ++d)
      for (std::size_t c = 0; c < kCategories; ++c)
        if (expected.at(l, d).value[c] != found.at(l, d).value[c])
          out << design.architecture().levels[l].name << " " << design.problem().data_spaces[d].name << " "
              << kCategoryNames[c] << ": expected " << expected.at(l, d).value[c] << ", found "
              << found.at(l, d).value[c] << "\n";
  return out.str();
}

/// The same for edges; hops take no part.
inline std::string difference(const std::vector<EdgeCounts>& expected, const std::vector<EdgeCounts>& found) {
  if (expected.size() != found.size()) return "different numbers of edges";
  std::ostringstream out;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const EdgeCounts& e = expected[i];
    const EdgeCounts& f = found[i];
    if (e.data_space == f.data_space && e.from == f.from && e.to == f.to && e.injected == f.injected &&
        e.delivered == f.delivered && e.reduced == f.reduced)
      continue;
    for (const EdgeCounts* edge : {&e, &f})
      out << (edge == &e ? "expected" : "   found") << " edge of data space " << edge->data_space << ", "
          << edge->from << " -> " << edge->to << ": injected " << edge->injected << " delivered "
          << edge->delivered << " reduced " << edge->reduced << "\n";
  }
  return out.str();
}

/// Names the design of a failure; the seed, the policy and the kind of shard (in the test's name) reproduce
/// it.
inline std::string title(std::uint64_t seed, const Design& design) {
  return "seed " + std::to_string(seed) + ", policy " + design.policy().name + "\n" +
         oracle::describe(design);
}

}  // namespace nestwave::property
