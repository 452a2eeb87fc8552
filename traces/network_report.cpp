// SPDX-License-Identifier: Apache-2.0
#include "traces/network_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "traces/csv.h"
#include "traces/text_table.h"

namespace nestwave {

namespace {

using Json = nlohmann::ordered_json;
using Status = LayerOutcome::Status;

struct Totals {
  std::uint64_t layers = 0;  ///< that have results
  std::uint64_t macs = 0;
  std::uint64_t cycles = 0;
  std::uint64_t outermost_words = 0;
  std::optional<double> energy;  ///< none: no table was given
  double utilization = 0;
};

Totals totals_of(const NetworkReport& report) {
  Totals totals;
  for (const LayerOutcome& work : report.work) {
    if (!work.done()) continue;
    const std::uint64_t times = work.names.size();
    totals.layers += times;
    totals.macs += times * work.done_macs;
    totals.cycles += times * work.cycles;
    totals.outermost_words += times * work.outermost_words;
    if (work.energy) totals.energy = totals.energy.value_or(0) + static_cast<double>(times) * *work.energy;
  }
  const double slots = static_cast<double>(report.pe_count) * static_cast<double>(totals.cycles);
  totals.utilization = slots > 0 ? static_cast<double>(totals.macs) / slots : 0;
  return totals;
}

std::string share(double part) {
  return fmt::format("{:.1f} %", 100 * part);
}

std::string_view outcome_word(const LayerOutcome& work) {
  switch (work.status) {
    case Status::not_run: return "not run";
    case Status::done: return work.well ? std::string_view(work.check) : "see below";
    case Status::refused: return "refused";
    case Status::failed: return "failed";
  }
  return "?";
}

std::string indented(const std::string& lines) {
  std::string text;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size() - 1);
    text += "  " + lines.substr(at, end + 1 - at);
    at = end + 1;
  }
  return text;
}

/// Texts about layers, each once with all the layers it holds for.
class Remarks {
 public:
  void add(const LayerOutcome& work, const std::string& text) {
    const auto known = std::find_if(remarks_.begin(), remarks_.end(),
                                    [&](const auto& remark) { return remark.first == text; });
    std::string& names = known == remarks_.end() ? remarks_.emplace_back(text, "").second : known->second;
    for (const std::string& name : work.names) names += (names.empty() ? "" : ", ") + name;
  }

  [[nodiscard]] std::string text() const {
    std::string all;
    for (const auto& [text, names] : remarks_) all += names + ":\n" + indented(text);
    return all;
  }

 private:
  std::vector<std::pair<std::string, std::string>> remarks_;  ///< text and names
};

std::string closing_text(const NetworkReport& report, const Totals& totals) {
  if (report.all_well()) {
    const bool claims = std::any_of(report.work.begin(), report.work.end(),
                                    [](const LayerOutcome& work) { return !work.run["claim"].is_null(); });
    return fmt::format("all counters of {} agree with the analytical model{}\n",
                       report.layers.size() == 1 ? "the layer" : "all layers",
                       claims ? fmt::format("; the claim of {} holds", report.dataflow) : "");
  }
  Remarks failed_checks;
  for (const LayerOutcome& work : report.work)
    if (work.done() && !work.well) failed_checks.add(work, work.verdict);
  const std::string remarks = failed_checks.text() + network_errors(report);
  if (totals.layers == report.layers.size()) return remarks;
  return remarks + fmt::format("NOT COMPLETE: {} of {} layers have results; the totals are theirs\n",
                               totals.layers, report.layers.size());
}

}  // namespace

bool NetworkReport::has(LayerOutcome::Status status) const {
  return std::any_of(work.begin(), work.end(),
                     [&](const LayerOutcome& outcome) { return outcome.status == status; });
}

bool NetworkReport::complete() const {
  return std::all_of(work.begin(), work.end(),
                     [](const LayerOutcome& outcome) { return outcome.complete(); });
}

bool NetworkReport::all_well() const {
  return std::all_of(work.begin(), work.end(),
                     [](const LayerOutcome& outcome) { return outcome.done() && outcome.well; });
}

std::string network_errors(const NetworkReport& report) {
  Remarks errors;
  for (const LayerOutcome& work : report.work)
    if (work.status == Status::refused || work.status == Status::failed) errors.add(work, work.reason + "\n");
  return errors.text();
}

std::string network_table(const NetworkReport& report, const Style& style) {
  using Align = TextTable::Align;
  const std::string dot = style.utf8 ? " · " : " | ";
  const Totals totals = totals_of(report);
  const std::string title = report.network + " on " + report.architecture + dot + report.dataflow + dot +
                            "policy " + report.policy + dot + "batch " + std::to_string(report.batch);
  std::vector<Align> columns(7, Align::right);
  columns.front() = Align::left;
  std::vector<std::string> head = {"layer",  "times",       "MACs",
                                   "cycles", "utilization", report.outermost + " words"};
  if (totals.energy) {
    columns.push_back(Align::right);
    head.emplace_back("energy");
  }
  head.emplace_back("check");
  columns.back() = Align::left;
  TextTable table(columns);
  table.add(head);
  const auto add = [&](std::vector<std::string> row, const std::optional<double>& energy,
                       std::string_view check) {
    if (totals.energy) row.push_back(energy ? energy_text(*energy) : "-");
    row.emplace_back(check);
    table.add(std::move(row));
  };
  for (const LayerOutcome& work : report.work) {
    std::vector<std::string> row = {work.names.front(), std::to_string(work.names.size()),
                                    grouped(work.done() ? work.done_macs : work.macs)};
    const std::vector<std::string> figures = {grouped(work.cycles), share(work.utilization),
                                              grouped(work.outermost_words)};
    for (const std::string& figure : figures) row.push_back(work.done() ? figure : "-");
    add(std::move(row), work.energy, outcome_word(work));
  }
  add({"total", std::to_string(totals.layers), grouped(totals.macs), grouped(totals.cycles),
       share(totals.utilization), grouped(totals.outermost_words)},
      totals.energy, "");
  return title + "\n" + rule(std::min(style.width, display_width(title)), style) + "\n" + table.text(2) +
         "\n" + closing_text(report, totals);
}

std::string network_json_text(const NetworkReport& report) {
  const Totals totals = totals_of(report);
  std::map<std::string, const LayerOutcome*> outcome_of;
  for (const LayerOutcome& work : report.work)
    for (const std::string& name : work.names) outcome_of[name] = &work;
  Json layers = Json::array();
  for (const std::string& name : report.layers) {
    const LayerOutcome& work = *outcome_of.at(name);
    const bool first = work.names.front() == name;
    Json run = nullptr;
    if (work.done()) {
      run = work.run;
      run["design"]["problem"] = name;
    }
    layers.push_back({{"name", name},
                      {"same_as", first ? Json(nullptr) : Json(work.names.front())},
                      {"error", work.done() ? Json(nullptr) : Json(work.reason)},
                      {"run", std::move(run)}});
  }
  Json json;
  json["schema"] = "nestwave.network/1";
  json["version"] = report.version;
  json["network"] = report.network;
  json["batch"] = report.batch;
  json["architecture"] = report.architecture;
  json["dataflow"] = report.dataflow;
  json["inputs"] = report.inputs;
  json["complete"] = report.complete();
  json["layers"] = std::move(layers);
  json["totals"] = {{"macs", totals.macs},
                    {"cycles", totals.cycles},
                    {"utilization", totals.utilization},
                    {"outermost_words", totals.outermost_words},
                    {"energy_pJ", totals.energy ? Json(*totals.energy) : Json(nullptr)}};
  json["host"] = {{"wall_s", report.wall_s}, {"jobs", report.jobs}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string network_csv(const NetworkReport& report) {
  std::map<std::string, const std::string*> lines_of;
  for (const LayerOutcome& work : report.work)
    for (std::size_t i = 0; i < work.csv.size(); ++i) lines_of[work.names[i]] = &work.csv[i];
  std::string text(kCountsCsvHeader);
  for (const std::string& name : report.layers)
    if (const auto lines = lines_of.find(name); lines != lines_of.end()) text += *lines->second;
  return text;
}

}  // namespace nestwave
