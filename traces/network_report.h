// SPDX-License-Identifier: Apache-2.0
// Everything that `network` yields, as its table, JSON and CSV show it.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "traces/format.h"

namespace nestwave {

/// One piece of work: a layer, and all that are identical to it.
struct LayerOutcome {
  enum class Status {
    not_run,  ///< the run was interrupted before
    done,     ///< there are results
    refused,  ///< the user's mistake or one layer too much for the dataflow; `reason` says it
    failed    ///< our bug, or the process died; `reason` says it
  };

  std::vector<std::string> names;  ///< of the layers, in network order
  std::uint64_t macs = 0;          ///< of one of them, as the table has it
  Status status = Status::not_run;
  std::string reason;

  // Of one layer, if done.
  bool well = false;            ///< every check holds, and the run is complete
  bool truncated = false;       ///< --max-cycles ended the run
  std::string check;            ///< "match", "partial" or "mismatch"
  std::string verdict;          ///< lines that say what is not well
  std::uint64_t done_macs = 0;  ///< fewer than macs if cut short
  std::uint64_t cycles = 0;
  double utilization = 0;
  std::uint64_t outermost_words = 0;  ///< read from and written to the outermost level
  std::optional<double> energy;       ///< pJ
  nlohmann::ordered_json run;         ///< schema nestwave.run/1, under the first name
  std::vector<std::string> csv;       ///< lines of each name

  [[nodiscard]] bool done() const { return status == Status::done; }
  [[nodiscard]] bool complete() const { return done() && !truncated; }
};

struct NetworkReport {
  std::string version;
  std::string network;
  std::uint64_t batch = 1;
  std::string architecture;
  std::string outermost;  ///< name of the outermost level
  std::uint64_t pe_count = 1;
  std::string dataflow;
  std::string policy;
  std::vector<std::string> inputs;
  std::vector<std::string> layers;  ///< all that were asked for, in network order
  std::vector<LayerOutcome> work;   ///< in the order of each one's first layer
  double wall_s = 0;
  std::uint64_t jobs = 1;

  [[nodiscard]] bool has(LayerOutcome::Status status) const;
  /// All layers have results, and none of them was cut short.
  [[nodiscard]] bool complete() const;
  /// The same, and every check holds.
  [[nodiscard]] bool all_well() const;
};

/// Layers without results, with the reasons: for those who do not look at the table.
[[nodiscard]] std::string network_errors(const NetworkReport& report);
/// One row per piece of work, totals, and last what is not well and why.
[[nodiscard]] std::string network_table(const NetworkReport& report, const Style& style);
/// Schema "nestwave.network/1", ended by a newline.
[[nodiscard]] std::string network_json_text(const NetworkReport& report);
/// `counts_csv` of all layers in one.
[[nodiscard]] std::string network_csv(const NetworkReport& report);

}  // namespace nestwave
