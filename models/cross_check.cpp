// SPDX-License-Identifier: Apache-2.0
#include "models/cross_check.h"

#include <algorithm>

namespace nestwave {

namespace {

/// Position of the edge between the same ends; the number of edges if there is none.
std::size_t position(const std::vector<EdgeCounts>& edges, const EdgeCounts& like) {
  const auto found = std::find_if(edges.begin(), edges.end(), [&](const EdgeCounts& edge) {
    return edge.data_space == like.data_space && edge.from == like.from && edge.to == like.to;
  });
  return static_cast<std::size_t>(found - edges.begin());
}

EdgeCounts find_edge(const std::vector<EdgeCounts>& edges, const EdgeCounts& like) {
  const std::size_t at = position(edges, like);
  return at == edges.size() ? EdgeCounts{like.data_space, like.from, like.to} : edges[at];
}

bool hops_known(const AnalyticalResult& analytical, const EdgeCounts& like) {
  const std::size_t at = position(analytical.edges, like);
  return at < analytical.hops_known.size() && analytical.hops_known[at];
}

std::string edge_name(const Design& design, const EdgeCounts& edge) {
  const Architecture& machine = design.architecture();
  const auto name = [&](int level) {
    return level < design.level_count() ? machine.levels[level].name : machine.compute.name;
  };
  return name(edge.from) + " -> " + name(edge.to) + ", " + design.problem().data_spaces[edge.data_space].name;
}

}  // namespace

CrossCheck cross_check(const SimulationResult& simulation, const AnalyticalResult& analytical) {
  CrossCheck result;
  if (simulation.truncated) {
    result.not_covered.push_back("everything: the run was cut at cycle " + std::to_string(simulation.cycles));
    return result;
  }
  const int levels = std::max(simulation.counts.levels(), analytical.counts.levels());
  const int spaces = std::max(simulation.counts.data_spaces(), analytical.counts.data_spaces());
  const auto cell = [](const CountTable& table, int level, int space) {
    return level < table.levels() && space < table.data_spaces() ? table.at(level, space) : Counts{};
  };
  for (int level = 0; level < levels; ++level)
    for (int space = 0; space < spaces; ++space) {
      const Counts simulated = cell(simulation.counts, level, space);
      const Counts expected = cell(analytical.counts, level, space);
      for (std::size_t c = 0; c < kCategories; ++c) {
        if (simulated.value[c] == expected.value[c]) continue;
        Difference difference;
        difference.level = level;
        difference.data_space = space;
        difference.category = static_cast<Category>(c);
        difference.simulated = simulated.value[c];
        difference.analytical = expected.value[c];
        result.differences.push_back(difference);
      }
    }
  return result;
}

std::vector<FigureDifference> cross_check_figures(const Design& design, const SimulationResult& simulation,
                                                  const AnalyticalResult& analytical) {
  std::vector<FigureDifference> differences;
  if (simulation.truncated) return differences;
  const auto compare = [&](const std::string& figure, std::uint64_t simulated, std::uint64_t expected) {
    if (simulated != expected) differences.push_back({figure, simulated, expected});
  };
  std::vector<EdgeCounts> edges = simulation.edges;
  for (const EdgeCounts& edge : analytical.edges)
    if (find_edge(edges, edge) == EdgeCounts{edge.data_space, edge.from, edge.to})
      edges.push_back({edge.data_space, edge.from, edge.to});
  for (const EdgeCounts& edge : edges) {
    const EdgeCounts expected = find_edge(analytical.edges, edge);
    const std::string name = edge_name(design, edge);
    compare(name + ": injected", edge.injected, expected.injected);
    compare(name + ": delivered", edge.delivered, expected.delivered);
    compare(name + ": reduced", edge.reduced, expected.reduced);
    if (hops_known(analytical, edge)) compare(name + ": hops", edge.hops, expected.hops);
  }
  compare("MACs", simulation.macs, design.problem().macs());
  if (analytical.cycles) compare("cycles", simulation.cycles, *analytical.cycles);
  if (simulation.cycles < analytical.bound)
    differences.push_back({"cycles, never below the bound", simulation.cycles, analytical.bound});
  return differences;
}

}  // namespace nestwave
