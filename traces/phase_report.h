// SPDX-License-Identifier: Apache-2.0
// The phases of a run, and what bounds each of them.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "models/report.h"
#include "traces/format.h"

namespace nestwave {

/// What a phase is bound by. Of several that apply the first: a limited port that carries at least nine
/// tenths of what it could; the MACs, if the mapped PEs compute (or add up sums) at least nine tenths of the
/// time; what the PEs wait for most. With none of them there is only the way of the last sums left.
struct PhaseBound {
  enum class Kind { port, compute, waiting, latency };
  Kind kind = Kind::latency;
  std::string name;  ///< of the port; "Weights@DRAM" or "output_room"; else empty
  double share = 0;  ///< of the port's limit, or of the cycles of the mapped PEs
};
[[nodiscard]] PhaseBound bound_of(const RunReport& report, const Phase& phase);

/// Start-up, processing and drain: length, bound, what the PEs did most, and the fullest limited port.
[[nodiscard]] std::string phase_table(const RunReport& report, const Style& style);
[[nodiscard]] nlohmann::ordered_json phases_json(const RunReport& report);

}  // namespace nestwave
