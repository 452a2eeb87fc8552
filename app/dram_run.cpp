// SPDX-License-Identifier: Apache-2.0
#include "app/dram_run.h"

#include <algorithm>
#include <optional>

#include "app/kernel.h"
#include "memory/dram/dram.h"
#include "models/error.h"

namespace nestwave {

namespace {

/// Clocks between two looks at what the host wants.
constexpr std::uint64_t kSlice = 1'000'000;

void simulate_all(const dram::Traffic& traffic, const dram::Config& config,
                  const std::function<void()>& poll) {
  do {
    sc_core::sc_start(sc_core::sc_time::from_value(kSlice * config.tCK), sc_core::SC_EXIT_ON_STARVATION);
    if (poll) poll();
  } while (sc_core::sc_pending_activity());
  if (!traffic.finished()) throw InternalError("the DRAM came to a halt");
}

}  // namespace

DramRun run_dram(const dram::Config& config, const dram::Pattern& pattern, const DramRunOptions& options) {
  const KernelContext kernel;
  std::optional<dram::Dram> memory;
  std::optional<dram::Traffic> traffic;
  const auto make_traffic = [&] {
    traffic.emplace("traffic", config, dram::Stream(pattern, config, options.seed), options.outstanding,
                    options.requests);
  };
  if (options.construct_traffic_first) make_traffic();
  memory.emplace("dram", config, options.observer);
  if (!traffic) make_traffic();
  traffic->socket.bind(memory->socket);
  simulate_all(*traffic, config, options.poll);

  DramRun run;
  run.traffic = traffic->result();
  run.counts = memory->counts();
  run.clocks = std::max(run.traffic.end, run.counts.data_end);
  std::uint64_t bursts = 0;
  for (std::size_t c = 0; c < dram::kCommands; ++c)
    if (is_column(static_cast<dram::Command>(c))) bursts += run.counts.commands[c];
  run.efficiency = static_cast<double>(bursts * config.tBL()) /
                   (static_cast<double>(run.clocks) * static_cast<double>(config.channels));
  return run;
}

}  // namespace nestwave
