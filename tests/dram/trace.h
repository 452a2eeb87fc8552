// SPDX-License-Identifier: Apache-2.0
// What a channel does with a list of bursts, as a trace.
#pragma once

#include <string>
#include <vector>

#include "memory/dram/channel.h"
#include "tests/dram/checker.h"

namespace nestwave::testing {

struct Arrival {
  dram::Clocks clock = 0;
  dram::Place place;
  bool write = false;
};

struct Trace {
  std::vector<dram::Issued> commands;
  std::vector<dram::ReadDone> done;    ///< in the order of issue; id is the number of the arrival
  std::vector<dram::Clocks> accepted;  ///< per arrival
  dram::ChannelCounts counts;
};

/// Offers every arrival at its clock, or as soon after as there is room and the one before it is in,
/// one per clock; ends when nothing waits. `every_clock` calls run() in each clock instead of
/// sleeping, which must make no difference.
[[nodiscard]] Trace run_channel(const dram::Config& config, const std::vector<Arrival>& arrivals,
                                bool every_clock = false);

/// The figures that the checker reads from a data sheet.
[[nodiscard]] DataSheet data_sheet(const dram::Config& config);
/// What the checker says about the trace.
[[nodiscard]] std::vector<std::string> violations(const dram::Config& config, const Trace& trace);

/// "ACT 10 g0 b1 r7", "RD 27 g0 b1 r7 c3", "REF 9360": a line per command.
[[nodiscard]] std::vector<std::string> lines(const Trace& trace);

}  // namespace nestwave::testing
