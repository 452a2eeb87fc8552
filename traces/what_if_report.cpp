// SPDX-License-Identifier: Apache-2.0
#include "traces/what_if_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "traces/text_table.h"

namespace nestwave {

namespace {

using Json = nlohmann::ordered_json;

/// Negative where the run gets longer: more room may change the order of transfers for the worse.
std::int64_t saved(const RunReport& report, const WhatIf& what) {
  return static_cast<std::int64_t>(report.simulation.cycles) - static_cast<std::int64_t>(*what.cycles);
}

std::string signed_text(std::int64_t value) {
  return value < 0 ? "-" + grouped(static_cast<std::uint64_t>(-value))
                   : grouped(static_cast<std::uint64_t>(value));
}

}  // namespace

std::string what_if_table(const RunReport& report, const Style& /*style*/) {
  if (!report.what_if) return "";
  std::vector<WhatIf> all = *report.what_if;
  if (all.empty()) return "  this machine has no limit that could be lifted, but for its PEs\n";
  std::stable_sort(all.begin(), all.end() - 1, [](const WhatIf& a, const WhatIf& b) {
    return a.cycles.value_or(kNever) < b.cycles.value_or(kNever);
  });
  using Align = TextTable::Align;
  TextTable table({Align::left, Align::left, Align::right, Align::right, Align::right});
  table.add({"what", "", "cycles", "saved", ""});
  for (const WhatIf& what : all) {
    if (!what.cycles) {
      table.add({what.what, what.change, "-", "-", what.reason});
      continue;
    }
    const std::int64_t gain = saved(report, what);
    table.add({what.what, what.change, grouped(*what.cycles), signed_text(gain),
               fmt::format("{:.1f} %",
                           100 * static_cast<double>(gain) / static_cast<double>(report.simulation.cycles))});
  }
  return table.text(2);
}

Json what_if_json(const RunReport& report) {
  if (!report.what_if) return nullptr;
  Json all = Json::array();
  for (const WhatIf& what : *report.what_if)
    all.push_back({{"what", what.what},
                   {"change", what.change.empty() ? Json(nullptr) : Json(what.change)},
                   {"cycles", what.cycles ? Json(*what.cycles) : Json(nullptr)},
                   {"saved", what.cycles ? Json(saved(report, what)) : Json(nullptr)},
                   {"reason", what.reason.empty() ? Json(nullptr) : Json(what.reason)}});
  return all;
}

}  // namespace nestwave
