// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/network_bound.h"

#include <algorithm>
#include <map>

#include "models/analytical/checked.h"

namespace nestwave::analytical {

namespace {

/// Words that enter a network inward, leave all children outward, and are left of those after addition.
struct Words {
  std::uint64_t in = 0;
  std::uint64_t sent_out = 0;
  std::uint64_t out = 0;
};

/// A bus takes turns and adds at its end; everything else adds up on the way.
bool adds_at_the_end(const NetworkSpec& spec) {
  return spec.kind == "bus" || spec.kind == "multicast";
}

std::uint64_t extent(const Design& design, int level, Axis axis) {
  std::uint64_t count = 1;
  for (const SpatialLoop& loop : design.mapping().levels[level].spatial)
    if (loop.axis == axis) count *= loop.bound;
  return count;
}

/// Links at the edge of a systolic array that its words may share out among them.
std::uint64_t lanes(const Design& design, int level, const NetworkSpec& spec) {
  if (spec.kind != "systolic" || spec.along == Along::both) return 1;
  const std::uint64_t rows = extent(design, level, Axis::y);
  const std::uint64_t columns = extent(design, level, Axis::x);
  if (spec.along == Along::automatic) return std::max(rows, columns);
  return spec.along == Along::x ? rows : columns;
}

Cycle over(const Design& design, int level, const NetworkSpec& spec, std::uint64_t words) {
  Cycle cycles = 0;
  if (spec.bandwidth) cycles = cycles_for(words, *spec.bandwidth, lanes(design, level, spec));
  if (spec.kind == "multicast" && spec.row_bandwidth)
    cycles = std::max(cycles, cycles_for(words, *spec.row_bandwidth, extent(design, level, Axis::y)));
  return cycles;
}

Cycle crossing(const Design& design, int level, const NetworkSpec& spec, const Words& words) {
  const NetworkSpec& back = spec.for_sums();
  const std::uint64_t out = adds_at_the_end(back) ? words.sent_out : words.out;
  if (!spec.outward && adds_at_the_end(spec)) return over(design, level, spec, plus(words.in, out));
  return std::max(over(design, level, spec, words.in), over(design, level, back, out));
}

/// Calls visit(data space, level, network) for the networks behind a keeper that may be a limit.
template <typename Visit>
void for_each_limit(const Design& design, int keeper, Visit visit) {
  for (int d = 0; d < design.data_space_count(); ++d) {
    if (!design.mapping().levels[keeper].keep[d]) continue;
    for (int level = keeper; level < design.level_count(); ++level) {
      if (level > keeper && design.mapping().levels[level].keep[d]) break;
      if (design.used_fanout(keeper, level) > 1) break;
      const NetworkSpec* spec = design.network(level, d);
      if (spec != nullptr) visit(d, level, *spec);
    }
  }
}

/// Further in than the keeper only the kinds that sort words by their receivers are a limit.
NetworkSpec without_limit(const NetworkSpec& spec) {
  const auto free = [](NetworkSpec kind) {
    if (!sorts_words(kind)) kind.bandwidth.reset();
    return kind;
  };
  NetworkSpec limits = free(spec);
  if (spec.outward) limits.outward = std::make_shared<const NetworkSpec>(free(*spec.outward));
  return limits;
}

}  // namespace

bool sorts_words(const NetworkSpec& spec) {
  return spec.kind == "multicast" || spec.kind == "systolic" || spec.kind == "mesh";
}

bool has_limited_network(const Design& design, int level) {
  bool limited = false;
  for_each_limit(design, level, [&](int, int, const NetworkSpec& spec) {
    for (const NetworkSpec* each : {&spec, &spec.for_sums()})
      limited = limited || each->bandwidth || each->row_bandwidth;
  });
  return limited;
}

Cycle network_bound(const Design& design, int level, const InstanceWords& instance) {
  Cycle cycles = 0;
  std::map<int, std::uint64_t> into_shared_mesh;  // by level
  for_each_limit(design, level, [&](int d, int at, const NetworkSpec& given) {
    const NetworkSpec spec = at == level ? given : without_limit(given);
    const Counts& c = instance.counts[d];
    Words words;
    words.in = plus(c[Category::reads_fill], c[Category::reads_operand]);
    if (design.problem().data_spaces[d].read_write) {
      words.sent_out = instance.sent_outward[d];
      words.out = c[Category::writes_update];
    }
    cycles = std::max(cycles, crossing(design, at, spec, words));
    const auto& networks = design.architecture().levels[at].networks;
    const auto common = networks.find("");
    if (spec.kind != "mesh" || !spec.bandwidth || common == networks.end() || &given != &common->second)
      return;
    into_shared_mesh[at] = plus(into_shared_mesh[at], words.in);
    cycles = std::max(cycles, cycles_for(into_shared_mesh[at], *spec.bandwidth));
  });
  return cycles;
}

}  // namespace nestwave::analytical
