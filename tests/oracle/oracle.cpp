// SPDX-License-Identifier: Apache-2.0
#include "tests/oracle/oracle.h"

#include "tests/oracle/nest.h"
#include "tests/oracle/walks.h"

namespace nestwave::oracle {

Oracle::Oracle(const Design& design) : design_(design) {
  const Nest nest(design);
  for (int d = 0; d < design.data_space_count(); ++d) {
    if (design.problem().data_spaces[d].read_write)
      walk_outputs(design, nest, d, accesses_);
    else
      walk_operand(design, nest, d, accesses_);
  }
}

CountTable Oracle::counts_before(std::uint64_t step) const {
  CountTable table(design_.level_count(), design_.data_space_count());
  for (const Access& access : accesses_)
    if (access.step < step) table.at(access.level, access.data_space)[access.category] += access.words;
  return table;
}

CountTable Oracle::counts() const {
  return counts_before(~std::uint64_t{0});
}

std::vector<EdgeCounts> Oracle::edges() const {
  const CountTable table = counts();
  const Nest nest(design_);
  std::uint64_t macs = 0;
  for (std::uint64_t step = 0; step < nest.steps(); ++step)
    for (std::uint64_t mac = 0; mac < nest.instances(design_.level_count()); ++mac)
      macs += nest.has_work(mac, step) ? 1 : 0;
  std::vector<EdgeCounts> edges;
  for (int d = 0; d < design_.data_space_count(); ++d) {
    std::vector<int> keepers;
    for (int l = 0; l < design_.level_count(); ++l)
      if (design_.mapping().levels[l].keep[d]) keepers.push_back(l);
    const bool output = design_.problem().data_spaces[d].read_write;
    for (std::size_t k = 0; k < keepers.size(); ++k) {
      const bool last = k + 1 == keepers.size();
      EdgeCounts edge;
      edge.data_space = d;
      edge.from = keepers[k];
      edge.to = last ? design_.level_count() : keepers[k + 1];
      const Counts& outer = table.at(edge.from, d);
      // Inward: what the parent reads, and what arrives; every MAC at work takes a word of its own.
      if (!last) {
        const Counts& inner = table.at(edge.to, d);
        edge.injected = outer[Category::reads_fill] + inner[Category::reads_drain];
        edge.delivered = inner[Category::writes_fill];
        if (output) edge.reduced = inner[Category::reads_drain];
      } else if (output) {
        edge.injected = edge.reduced = macs;
      } else {
        edge.injected = outer[Category::reads_operand];
        edge.delivered = 0;
        for (std::uint64_t step = 0; step < nest.steps(); ++step)
          for (std::uint64_t mac = 0; mac < nest.instances(design_.level_count()); ++mac)
            edge.delivered += nest.tile(d, design_.level_count(), mac, step).size();
      }
      // Outward: what is left after the reduction arrives as one update.
      if (output) {
        edge.delivered += outer[Category::writes_update];
        edge.reduced -= outer[Category::writes_update];
      }
      edges.push_back(edge);
    }
  }
  return edges;
}

CountTable oracle_counts(const Design& design) {
  return Oracle(design).counts();
}
CountTable oracle_counts_before(const Design& design, std::uint64_t step) {
  return Oracle(design).counts_before(step);
}
std::vector<EdgeCounts> oracle_edges(const Design& design) {
  return Oracle(design).edges();
}

}  // namespace nestwave::oracle
