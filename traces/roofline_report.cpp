// SPDX-License-Identifier: Apache-2.0
#include "traces/roofline_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/rational.hpp>
#include <cmath>
#include <vector>

#include "traces/text_table.h"

namespace nestwave {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kBar = 40;  ///< columns of the highest roof

Json number_or_null(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

std::optional<double> as_double(const std::optional<Rational>& value) {
  if (!value) return std::nullopt;
  return boost::rational_cast<double>(*value);
}

struct Row {
  std::string name;
  std::string macs_per_word;
  std::string words_per_cycle;
  double macs_per_cycle;
};

std::string bar(double value, double highest, const Style& style) {
  const auto columns = static_cast<int>(std::lround(kBar * std::min(value, highest) / highest));
  std::string text;
  for (int i = 0; i < std::max(columns, 1); ++i) text += style.utf8 ? "█" : "#";
  return text + (value > highest ? ">" : "");
}

std::string pes_text(std::uint64_t count) {
  return grouped(count) + (count == 1 ? " PE" : " PEs");
}

}  // namespace

Json bandwidth_json(const Roofline& roofline) {
  Json ports = Json::object();
  for (const PortTraffic& port : roofline.ports)
    ports[port.name] = {{"words", port.words},
                        {"limit", number_or_null(as_double(port.limit))},
                        {"needed", port.needed},
                        {"used", port.used}};
  return ports;
}

Json roofline_json(const Roofline& roofline) {
  Json ports = Json::object();
  for (const PortTraffic& port : roofline.ports)
    if (port.roof) ports[port.name] = {{"macs_per_word", port.macs_per_word}, {"macs_per_cycle", *port.roof}};
  const PortTraffic* lowest = roofline.lowest_port();
  return {{"macs_per_cycle", roofline.achieved},
          {"pes", roofline.pes},
          {"mapped_pes", roofline.mapped},
          {"ports", std::move(ports)},
          {"lowest",
           {{"port", lowest == nullptr ? Json(nullptr) : Json(lowest->name)},
            {"macs_per_cycle", roofline.lowest()}}}};
}

std::string roofline_picture(const Roofline& roofline, const Style& style) {
  std::vector<Row> rows;
  for (const PortTraffic& port : roofline.ports)
    if (port.roof)
      rows.push_back({port.name, fixed(port.macs_per_word, 3),
                      fixed(*as_double(port.limit) * static_cast<double>(port.instances), 2), *port.roof});
  rows.push_back({pes_text(roofline.mapped) + " mapped", "", "", static_cast<double>(roofline.mapped)});
  if (roofline.mapped != roofline.pes)
    rows.push_back({pes_text(roofline.pes), "", "", static_cast<double>(roofline.pes)});
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return a.macs_per_cycle < b.macs_per_cycle; });
  using Align = TextTable::Align;
  TextTable table({Align::left, Align::right, Align::right, Align::right, Align::left});
  table.add({"roof", "MACs/word", "words/cycle", "MACs/cycle"});
  const auto highest = static_cast<double>(roofline.pes);
  for (const Row& row : rows)
    table.add({row.name, row.macs_per_word, row.words_per_cycle, fixed(row.macs_per_cycle, 2),
               bar(row.macs_per_cycle, highest, style)});
  table.add({"this run", "", "", fixed(roofline.achieved, 2), bar(roofline.achieved, highest, style)});
  const PortTraffic* lowest = roofline.lowest_port();
  return table.text(2) + fmt::format("  {:.1f} % of the lowest roof, {}\n",
                                     100 * roofline.achieved / roofline.lowest(),
                                     lowest == nullptr ? std::string("the mapped PEs") : lowest->name);
}

}  // namespace nestwave
