// SPDX-License-Identifier: Apache-2.0
// What the ports carried in a run, and how fast that lets the machine be.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/design.h"
#include "models/result.h"

namespace nestwave {

/// One kind of port of one level (or the network of one data space below it) over a whole run.
struct PortTraffic {
  std::string name;               ///< as in SimulationResult::ports
  std::uint64_t instances = 1;    ///< used
  std::uint64_t words = 0;        ///< all instances together; of a DRAM's buses: that whole bursts hold
  std::optional<Rational> limit;  ///< words per cycle and instance; none: unlimited
  double needed = 0;              ///< words per cycle and instance, did the PEs never wait
  double used = 0;                ///< words per cycle and instance, as it was
  double macs_per_word = 0;       ///< operational intensity; 0: no words
  std::optional<double> roof;     ///< MACs per cycle that the limit allows; none: unlimited, or no words
};

/// Williams, Waterman and Patterson's roofline (CACM 52(4), 2009), one roof per port: MACs per cycle are at
/// most words per cycle × MACs per word.
struct Roofline {
  double achieved = 0;             ///< MACs per cycle of the run
  std::uint64_t pes = 1;           ///< MACs per cycle that the machine could do
  std::uint64_t mapped = 1;        ///< … and that the mapping gives work to
  std::vector<PortTraffic> ports;  ///< in the order of SimulationResult::ports

  /// The lowest roof: MACs per cycle.
  [[nodiscard]] double lowest() const;
  /// The port with that roof; null: the mapped PEs.
  [[nodiscard]] const PortTraffic* lowest_port() const;
};

/// From what the simulation counted. Ports of a kind that the counts say nothing of are left out.
[[nodiscard]] Roofline roofline(const Design& design, const SimulationResult& run);

}  // namespace nestwave
