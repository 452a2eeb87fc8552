// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/model.h"

#include <algorithm>
#include <string>

#include "models/analytical/bound.h"
#include "models/analytical/checked.h"
#include "models/analytical/hops.h"
#include "models/analytical/invariants.h"
#include "models/analytical/nest.h"
#include "models/analytical/operands.h"
#include "models/analytical/outputs.h"
#include "models/analytical/remainders/operands.h"
#include "models/analytical/remainders/steps.h"
#include "models/analytical/remainders/tables.h"
#include "models/analytical/tables.h"

namespace nestwave::analytical {

namespace {

/// Level that follows a keeper on the way to the MACs.
int next_level(const Design& design, int data_space, std::size_t keeper) {
  const std::vector<int>& keepers = design.keepers(data_space);
  return keeper + 1 < keepers.size() ? keepers[keeper + 1] : design.level_count();
}

/// All instances of a level do the same with an operand.
void add_operand(const Design& design, int data_space, std::uint64_t step, Tables& tables) {
  const auto put = [&](int level, Category category, std::uint64_t per_instance) {
    tables.first_instance.at(level, data_space)[category] = per_instance;
    tables.total.at(level, data_space)[category] = times(per_instance, design.used_instances(level));
  };
  const std::vector<int>& keepers = design.keepers(data_space);
  for (std::size_t k = 0; k < keepers.size(); ++k) {
    const int to = next_level(design, data_space, k);
    const Edge edge = make_edge(design, data_space, keepers[k], to);
    if (to == design.level_count()) {
      const std::uint64_t per_step = operand_reads_per_step(edge, design.policy().multicast);
      put(keepers[k], Category::reads_operand, times(per_step, step));
    } else {
      const OperandFlow flow = operand_flow(edge, design.policy(), step);
      put(keepers[k], Category::reads_fill, flow.read);
      put(to, Category::writes_fill, flow.filled);
    }
  }
}

void add_outputs(const Design& design, int data_space, std::uint64_t step, Tables& tables) {
  const OutputChain chain(design);
  for (int k = 0; k < chain.size(); ++k) {
    tables.total.at(chain.level(k), data_space) = chain.totals(k, step);
    tables.first_instance.at(chain.level(k), data_space) = chain.counts(k, 0, step);
  }
}

/// The total of a run is the prefix that ends with its last step; neither costs more than the other.
Tables evaluate(const Design& design, std::uint64_t step) {
  const CountTable empty(design.level_count(), design.data_space_count());
  if (design.imperfect()) return {remainders::total_counts(design, step), empty};
  Tables tables{empty, empty};
  for (int d = 0; d < design.data_space_count(); ++d) {
    if (design.problem().data_spaces[d].read_write)
      add_outputs(design, d, step, tables);
    else if (design.omits_padding(d))
      remainders::add_operand_counts(design, d, step, tables.total);
    else
      add_operand(design, d, step, tables);
  }
  return tables;
}

bool omits_padding(const Design& design) {
  for (int d = 0; d < design.data_space_count(); ++d)
    if (design.omits_padding(d)) return true;
  return false;
}

/// The instances of a level that may have the most to do. Without remainders and padding all do the same, but
/// for sums: there instance 0, the lowest member of every reduction group.
std::vector<InstanceWords> busiest(const Design& design, const Tables& tables, int level) {
  if (design.imperfect() || omits_padding(design)) return remainders::words_per_kind(design, level);
  InstanceWords first;
  for (int d = 0; d < design.data_space_count(); ++d) {
    first.counts.push_back(tables.first_instance.at(level, d));
    first.sent_outward.push_back(0);
    const std::vector<int>& keepers = design.keepers(d);
    const auto keeper = std::find(keepers.begin(), keepers.end(), level);
    if (keeper == keepers.end() || !design.problem().data_spaces[d].read_write) continue;
    // Every child drains the same number of words; a MAC has one product per step.
    const int to = next_level(design, d, keeper - keepers.begin());
    const std::uint64_t each = to == design.level_count()
                                   ? design.compute_steps()
                                   : tables.first_instance.at(to, d)[Category::reads_drain];
    first.sent_outward.back() = times(each, design.used_fanout(level, to));
  }
  return {first};
}

/// Words that the MACs use of an operand in the whole run: of each MAC one per step, but no padding that is
/// made where it is used.
std::uint64_t used_by_macs(const Design& design, int data_space, int keeper) {
  if (!design.omits_padding(keeper, data_space)) return design.problem().macs();
  const auto last = remainders::indices_at(design, design.compute_steps() - 1);
  return remainders::operand_words(design, data_space, keeper, design.level_count(), {}, last).filled;
}

EdgeCounts edge_counts(const Design& design, const CountTable& total, int data_space, int from, int to) {
  EdgeCounts edge;
  edge.data_space = data_space;
  edge.from = from;
  edge.to = to;
  const Counts& outer = total.at(from, data_space);
  const bool to_macs = to == design.level_count();
  const std::uint64_t mac_words = design.problem().macs();  // one per MAC and step
  const std::uint64_t filled = to_macs ? 0 : total.at(to, data_space)[Category::writes_fill];
  if (!design.problem().data_spaces[data_space].read_write) {
    edge.injected = outer[to_macs ? Category::reads_operand : Category::reads_fill];
    edge.delivered = to_macs ? used_by_macs(design, data_space, from) : filled;
    return edge;
  }
  // The adder is at the innermost keeper: products go out to it, no old sum comes to a MAC.
  const std::uint64_t outward = to_macs ? mac_words : total.at(to, data_space)[Category::reads_drain];
  edge.injected = plus(outer[Category::reads_fill], outward);
  edge.delivered = plus(filled, outer[Category::writes_update]);
  edge.reduced = minus(outward, outer[Category::writes_update]);
  return edge;
}

void add_edge(const Design& design, const CountTable& total, int data_space, int from, int to,
              AnalyticalResult& result) {
  const std::optional<std::uint64_t> crossed = hops(design, total, data_space, from, to);
  result.edges.push_back(edge_counts(design, total, data_space, from, to));
  result.edges.back().hops = crossed.value_or(0);
  result.hops_known.push_back(crossed.has_value());
}

}  // namespace

AnalyticalResult analyze(const Design& design) {
  const Tables tables = evaluate(design, design.compute_steps());
  check_balances(design, tables.total);
  AnalyticalResult result;
  result.counts = tables.total;
  for (int d = 0; d < design.data_space_count(); ++d)
    for (std::size_t k = 0; k < design.keepers(d).size(); ++k)
      add_edge(design, tables.total, d, design.keepers(d)[k], next_level(design, d, k), result);
  result.compute_steps = design.compute_steps();
  result.bound = lower_bound(design, [&](int level) { return busiest(design, tables, level); });
  result.timeloop = timeloop_cycles(design, tables.total);
  return result;
}

CountTable counts_before(const Design& design, std::uint64_t step) {
  if (step > design.compute_steps())
    throw InternalError("counts asked before step " + std::to_string(step) + " of " +
                        std::to_string(design.compute_steps()));
  return evaluate(design, step).total;
}

}  // namespace nestwave::analytical
