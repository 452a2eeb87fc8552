// SPDX-License-Identifier: Apache-2.0
// What a stream through the DRAM has shown, as tables and as JSON, schema "nestwave.dram/1".
#pragma once

#include <string>

#include "app/dram_run.h"
#include "models/report.h"
#include "traces/format.h"

namespace nestwave {

struct DramReport {
  std::string version;  ///< of the program
  dram::Config config;
  std::string pattern;
  DramRunOptions options;
  DramRun run;
  HostStats host;
};

[[nodiscard]] std::string dram_tables(const DramReport& report, const Style& style);
/// Ended by a newline.
[[nodiscard]] std::string dram_json_text(const DramReport& report);

}  // namespace nestwave
