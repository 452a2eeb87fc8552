// SPDX-License-Identifier: Apache-2.0
#include "tests/oracle/bounds.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "tests/oracle/awaited.h"
#include "tests/oracle/nest.h"

namespace nestwave::oracle {

namespace {

/// The longer of `so_far` and the cycles that `words` take; the words may be an average.
Cycle longer(Cycle so_far, const Rational& words, const std::optional<Rational>& bandwidth) {
  if (!bandwidth) return so_far;
  const Rational cycles = words / *bandwidth;
  const std::int64_t whole = (cycles.numerator() + cycles.denominator() - 1) / cycles.denominator();
  return std::max(so_far, static_cast<Cycle>(whole));
}

Rational rational(std::uint64_t words) {
  return Rational(static_cast<std::int64_t>(words));
}

bool is_read(Category c) {
  return c == Category::reads_operand || c == Category::reads_fill || c == Category::reads_accumulate ||
         c == Category::reads_drain;
}

bool is_write(Category c) {
  return c == Category::writes_fill || c == Category::writes_update;
}

/// Bandwidth of the network that a data space takes below a level.
std::optional<Rational> network_bandwidth(const Design& design, int level, int data_space) {
  const auto& networks = design.architecture().levels[level].networks;
  auto found = networks.find(design.problem().data_spaces[data_space].name);
  if (found == networks.end()) found = networks.find("");
  return found == networks.end() ? std::nullopt : found->second.bandwidth;
}

/// Level and instance.
using Place = std::pair<int, std::uint64_t>;

Cycle storage_cycles(const Design& design, const std::vector<Access>& accesses) {
  std::map<Place, std::uint64_t> reads;
  std::map<Place, std::uint64_t> writes;
  for (const Access& access : accesses) {
    const Place place(access.level, access.instance);
    if (is_read(access.category)) reads[place] += access.words;
    if (is_write(access.category)) writes[place] += access.words;
  }
  const Nest nest(design);
  Cycle cycles = 0;
  for (int l = 0; l < design.level_count(); ++l) {
    const StorageLevel& level = design.architecture().levels[l];
    for (std::uint64_t i = 0; i < nest.instances(l); ++i) {
      const Rational read = rational(reads[{l, i}]);
      const Rational written = rational(writes[{l, i}]);
      cycles = longer(cycles, read, level.read_bandwidth);
      cycles = longer(cycles, written, level.write_bandwidth);
      cycles = longer(cycles, read + written, level.shared_bandwidth);
    }
  }
  return cycles;
}

/// Every data space has a network of its own below each of its keepers; it takes the words that the
/// keeper sends inward and those that the children, or the MACs, send outward before any reduction.
Cycle network_cycles(const Design& design, const std::vector<Access>& accesses, int data_space) {
  const Nest nest(design);
  Cycle cycles = 0;
  int above = -1;
  std::map<Place, std::uint64_t> injected;
  for (int l = 0; l < design.level_count(); ++l) {
    if (!design.mapping().levels[l].keep[data_space]) continue;
    const std::uint64_t fanout = above < 0 ? 1 : nest.instances(l) / nest.instances(above);
    for (const Access& access : accesses) {
      if (access.data_space != data_space || access.level != l) continue;
      if (access.category == Category::reads_fill || access.category == Category::reads_operand)
        injected[{l, access.instance}] += access.words;
      if (access.category == Category::reads_drain)
        injected[{above, access.instance / fanout}] += access.words;
    }
    above = l;
  }
  if (design.problem().data_spaces[data_space].read_write) {
    const std::uint64_t macs = nest.instances(design.level_count());
    for (std::uint64_t step = 0; step < nest.steps(); ++step)
      for (std::uint64_t mac = 0; mac < macs; ++mac)
        if (nest.has_work(mac, step)) ++injected[{above, mac * nest.instances(above) / macs}];
  }
  for (const auto& [place, words] : injected)
    cycles = longer(cycles, rational(words), network_bandwidth(design, place.first, data_space));
  return cycles;
}

}  // namespace

Cycle oracle_bound(const Design& design, const Oracle& oracle) {
  const std::vector<Access> accesses = awaited_accesses(design, oracle);
  Cycle cycles = std::max(Nest(design).steps(), storage_cycles(design, accesses));
  for (int d = 0; d < design.data_space_count(); ++d)
    cycles = std::max(cycles, network_cycles(design, accesses, d));
  return cycles;
}

Cycle oracle_timeloop_cycles(const Design& design, const Oracle& oracle) {
  const Nest nest(design);
  const CountTable counts = oracle.counts();
  Cycle cycles = nest.steps();
  std::vector<bool> seen(design.data_space_count(), false);
  for (int l = 0; l < design.level_count(); ++l) {
    const StorageLevel& level = design.architecture().levels[l];
    Rational reads = 0;
    Rational writes = 0;
    for (int d = 0; d < design.data_space_count(); ++d) {
      if (!design.mapping().levels[l].keep[d]) continue;
      const TimeloopCounters c = timeloop_counters(
          counts.at(l, d), design.problem().data_spaces[d].read_write, !seen[d], design.policy().counters);
      seen[d] = true;
      reads += rational(c.reads) / rational(nest.instances(l));
      writes += rational(c.fills + c.updates) / rational(nest.instances(l));
    }
    cycles = longer(cycles, reads, level.read_bandwidth);
    cycles = longer(cycles, writes, level.write_bandwidth);
    cycles = longer(cycles, reads + writes, level.shared_bandwidth);
  }
  return cycles;
}

}  // namespace nestwave::oracle
