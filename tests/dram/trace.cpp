// SPDX-License-Identifier: Apache-2.0
#include "tests/dram/trace.h"

#include <algorithm>

namespace nestwave::testing {

using dram::Clocks;
using dram::Command;

Trace run_channel(const dram::Config& config, const std::vector<Arrival>& arrivals, bool every_clock) {
  Trace trace;
  dram::Channel channel(config, 0, [&](const dram::Issued& issued) { trace.commands.push_back(issued); });
  Clocks now = 0;
  std::size_t next = 0;
  while (true) {
    bool blocked = false;
    if (next < arrivals.size() && arrivals[next].clock <= now) {
      blocked = !channel.has_room(arrivals[next].write);
      if (!blocked) {
        channel.accept(arrivals[next].place, arrivals[next].write, next, now);
        trace.accepted.push_back(now);
        ++next;
      }
    }
    channel.run(now);
    for (const dram::ReadDone& done : channel.take_done()) trace.done.push_back(done);
    Clocks wake = channel.next();
    if (next < arrivals.size())
      wake = std::min(wake, blocked ? now + 1 : std::max(now + 1, arrivals[next].clock));
    if (wake == dram::kNever) break;
    now = every_clock ? now + 1 : wake;
  }
  trace.counts = channel.counts();
  return trace;
}

DataSheet data_sheet(const dram::Config& config) {
  const auto figure = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
  DataSheet sheet{};
  sheet.groups = figure(config.bankgroups);
  sheet.banks = figure(config.banks);
  sheet.rows = figure(config.rows);
  sheet.burst = figure(config.BL / config.beats_per_clock);
  sheet.CL = figure(config.CL);
  sheet.CWL = figure(config.CWL);
  sheet.tRCD = figure(config.tRCD);
  sheet.tRP = figure(config.tRP);
  sheet.tRPab = figure(config.tRPab);
  sheet.tRAS = figure(config.tRAS);
  sheet.tRTP = figure(config.tRTP);
  sheet.tWR = figure(config.tWR);
  sheet.tCCD_S = figure(config.tCCD_S);
  sheet.tCCD_L = figure(config.tCCD_L);
  sheet.tRRD_S = figure(config.tRRD_S);
  sheet.tRRD_L = figure(config.tRRD_L);
  sheet.tWTR_S = figure(config.tWTR_S);
  sheet.tWTR_L = figure(config.tWTR_L);
  sheet.tFAW = figure(config.tFAW);
  sheet.tRFC = figure(config.tRFC);
  sheet.tREFI = figure(config.tREFI);
  sheet.turnaround = figure(config.bus_turnaround);
  return sheet;
}

std::vector<std::string> violations(const dram::Config& config, const Trace& trace) {
  Checker checker(data_sheet(config));
  for (const dram::Issued& issued : trace.commands)
    checker.see(static_cast<std::int64_t>(issued.clock),
                std::string(dram::kCommandNames[static_cast<std::size_t>(issued.command)]), issued.bankgroup,
                issued.bank, issued.row);
  if (!trace.commands.empty()) checker.finish(static_cast<std::int64_t>(trace.commands.back().clock));
  return checker.violations();
}

std::vector<std::string> lines(const Trace& trace) {
  std::vector<std::string> all;
  for (const dram::Issued& issued : trace.commands) {
    std::string line(dram::kCommandNames[static_cast<std::size_t>(issued.command)]);
    line += " " + std::to_string(issued.clock);
    if (issued.command != Command::PREA && issued.command != Command::REF) {
      line += " g" + std::to_string(issued.bankgroup) + " b" + std::to_string(issued.bank);
      if (issued.command != Command::PRE) line += " r" + std::to_string(issued.row);
      if (is_column(issued.command)) line += " c" + std::to_string(issued.column);
    }
    all.push_back(line);
  }
  return all;
}

}  // namespace nestwave::testing
