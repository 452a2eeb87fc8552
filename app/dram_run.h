// SPDX-License-Identifier: Apache-2.0
// The DRAM alone, under a stream of requests.
#pragma once

#include <cstdint>
#include <functional>

#include "memory/dram/channel.h"
#include "memory/dram/stream.h"
#include "memory/dram/traffic.h"

namespace nestwave {

struct DramRunOptions {
  std::uint64_t outstanding = 32;
  std::uint64_t requests = 100'000;
  std::uint64_t seed = 1;
  dram::CommandObserver observer;        ///< sees every command
  std::function<void()> poll;            ///< called from time to time; what it throws ends the run
  bool construct_traffic_first = false;  ///< the order of construction; does not show
};

struct DramRun {
  dram::TrafficResult traffic;
  dram::ChannelCounts counts;
  dram::Clocks clocks = 0;  ///< from the first offer to the last response or data
  double efficiency = 0;    ///< share of the clocks in which data is on the buses

  [[nodiscard]] double mean_read_latency() const {
    return traffic.reads == 0 ? 0
                              : static_cast<double>(traffic.latency_sum) / static_cast<double>(traffic.reads);
  }
};

/// Throws InputError if the configuration cannot work.
[[nodiscard]] DramRun run_dram(const dram::Config& config, const dram::Pattern& pattern,
                               const DramRunOptions& options);

}  // namespace nestwave
