// SPDX-License-Identifier: Apache-2.0
#include "models/roofline.h"

#include <boost/rational.hpp>
#include <string_view>

namespace nestwave {

namespace {

struct Kind {
  std::string_view suffix;  ///< of the port's name
  bool reads;
  bool writes;
  std::optional<Rational> StorageLevel::*limit;
};

constexpr Kind kKinds[] = {{"read", true, false, &StorageLevel::read_bandwidth},
                           {"write", false, true, &StorageLevel::write_bandwidth},
                           {"shared", true, true, &StorageLevel::shared_bandwidth}};

std::uint64_t words_at(const SimulationResult& run, int level, const Kind& kind) {
  std::uint64_t words = 0;
  for (int d = 0; d < run.counts.data_spaces(); ++d)
    for (std::size_t c = 0; c < kCategories; ++c)
      if ((kind.reads && kCategoryNames[c].starts_with("reads.")) ||
          (kind.writes && kCategoryNames[c].starts_with("writes.")))
        words += run.counts.at(level, d).value[c];
  return words;
}

/// The buses of a DRAM carry whole bursts, wanted words or not.
bool describe_memory(const StorageLevel& spec, const SimulationResult& run, int level, PortTraffic& port) {
  for (const MemoryUse& memory : run.memories) {
    if (memory.level != level || !memory.bursts_per_cycle) continue;
    const std::uint64_t bits = memory.burst_bytes * 8;
    port.words = (memory.reads + memory.writes) * bits / spec.word_bits;
    port.limit = *memory.bursts_per_cycle *
                 Rational(static_cast<std::int64_t>(bits), static_cast<std::int64_t>(spec.word_bits));
    return true;
  }
  return false;
}

/// False if the port is none that counts are known of.
bool describe(const Design& design, const SimulationResult& run, int level, std::string_view kind,
              PortTraffic& port) {
  const StorageLevel& spec = design.architecture().levels[level];
  for (const Kind& known : kKinds) {
    if (kind != known.suffix) continue;
    port.words = words_at(run, level, known);
    port.limit = spec.*known.limit;
    return true;
  }
  if (kind == "memory") return describe_memory(spec, run, level, port);
  constexpr std::string_view kNetwork = "network.";
  if (!kind.starts_with(kNetwork)) return false;
  kind.remove_prefix(kNetwork.size());
  // The two networks for psums of row stationary: the one inward also carries the zeros that sums start at.
  const bool in = kind.ends_with(".in");
  const bool out = kind.ends_with(".out");
  if (in || out) kind = kind.substr(0, kind.rfind('.'));
  const int data_space = design.problem().find_data_space(std::string(kind));
  const NetworkSpec* network = data_space < 0 ? nullptr : design.network(level, data_space);
  if (network == nullptr) return false;
  port.limit = network->bandwidth;
  if (in || out) {
    const Counts& counts = run.counts.at(level, data_space);
    port.words =
        in ? counts[Category::reads_fill] + counts[Category::zero_starts] : counts[Category::writes_update];
    return true;
  }
  for (const EdgeCounts& edge : run.edges)
    if (edge.from == level && edge.data_space == data_space) port.words += edge.injected;
  return true;
}

double as_double(const Rational& value) {
  return boost::rational_cast<double>(value);
}

}  // namespace

double Roofline::lowest() const {
  const PortTraffic* port = lowest_port();
  return port == nullptr ? static_cast<double>(mapped) : *port->roof;
}

const PortTraffic* Roofline::lowest_port() const {
  const PortTraffic* lowest = nullptr;
  for (const PortTraffic& port : ports)
    if (port.roof && *port.roof < (lowest == nullptr ? static_cast<double>(mapped) : *lowest->roof))
      lowest = &port;
  return lowest;
}

Roofline roofline(const Design& design, const SimulationResult& run) {
  Roofline all;
  const auto cycles = static_cast<double>(run.cycles);
  const auto macs = static_cast<double>(run.macs);
  all.achieved = run.cycles > 0 ? macs / cycles : 0;
  all.pes = design.architecture().compute.instances();
  all.mapped = design.used_instances(design.level_count());
  // Steps of a machine that never waits; of a run cut short, as many as its MACs stand for.
  const double steps =
      static_cast<double>(design.compute_steps()) * macs / static_cast<double>(design.problem().macs());
  for (const PortLedger& ledger : run.ports) {
    PortTraffic port;
    port.name = ledger.name;
    port.instances = ledger.instances;
    const std::string& level = design.architecture().levels[ledger.level].name;
    if (!ledger.name.starts_with(level + ".")) continue;
    const std::string_view kind = std::string_view(ledger.name).substr(level.size() + 1);
    if (!describe(design, run, ledger.level, kind, port)) continue;
    const auto words = static_cast<double>(port.words);
    const auto instances = static_cast<double>(port.instances);
    if (steps > 0) port.needed = words / instances / steps;
    if (cycles > 0) port.used = words / instances / cycles;
    if (port.words > 0) port.macs_per_word = macs / words;
    if (port.words > 0 && port.limit) port.roof = as_double(*port.limit) * instances * port.macs_per_word;
    all.ports.push_back(std::move(port));
  }
  return all;
}

}  // namespace nestwave
