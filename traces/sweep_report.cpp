// SPDX-License-Identifier: Apache-2.0
#include "traces/sweep_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "traces/csv.h"
#include "traces/text_table.h"

namespace nestwave {

namespace {

using Json = nlohmann::ordered_json;
using Status = PointOutcome::Status;

/// Stalls of the PEs by cause, the waiting ones by data space and level.
std::vector<std::pair<std::string, std::uint64_t>> pe_cycles(const Json& run) {
  std::vector<std::pair<std::string, std::uint64_t>> all;
  for (const auto& [cause, cycles] : run.at("stalls").at("pe_cycles").items()) {
    if (!cycles.is_object()) {
      all.emplace_back(cause, cycles.get<std::uint64_t>());
      continue;
    }
    for (const auto& [what, part] : cycles.items())
      all.emplace_back("waiting." + what, part.get<std::uint64_t>());
  }
  return all;
}

/// Names in the order in which points first have them.
void add_names(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

std::string number_text(const Json& value) {
  return value.is_null() ? "" : value.dump();
}

class SweepCsv {
 public:
  explicit SweepCsv(const SweepReport& report) : report_(report) {
    for (const SweepReport::Point& point : report.points) {
      if (!point.outcome.done()) continue;
      for (const auto& [cause, cycles] : pe_cycles(point.outcome.run)) add_names(causes_, cause);
      for (const auto& [port, traffic] : point.outcome.run.at("bandwidth").items()) add_names(ports_, port);
    }
  }

  std::string text() {
    for (const SweepReport::Axis& axis : report_.axes) cell(axis.path);
    for (const char* name : {"status", "cycles", "compute", "bound", "processing", "utilization"}) cell(name);
    for (const std::string& cause : causes_) cell("pe." + cause);
    for (const std::string& port : ports_)
      for (const char* what : {".needed", ".used", ".limit"}) cell(port + what);
    for (const char* name : {"energy_pJ", "check", "reason"}) cell(name);
    end_line();
    for (const SweepReport::Point& point : report_.points) line(point);
    return std::move(text_);
  }

 private:
  void cell(std::string_view value) {
    if (!at_start_) text_ += ',';
    at_start_ = false;
    append_csv_cell(value, text_);
  }
  void end_line() {
    text_ += '\n';
    at_start_ = true;
  }

  void line(const SweepReport::Point& point) {
    for (const std::string& value : point.values) cell(value);
    const bool done = point.outcome.done();
    const Json& run = point.outcome.run;
    cell(to_string(point.outcome.status));
    for (const char* what : {"simulated", "compute", "bound", "processing"})
      cell(done ? number_text(run.at("cycles").at(what)) : "");
    cell(done ? number_text(run.at("utilization")) : "");
    for (const std::string& cause : causes_) cell(done ? cycles_of(run, cause) : "");
    for (const std::string& port : ports_)
      for (const char* what : {"needed", "used", "limit"}) {
        const bool there = done && run.at("bandwidth").contains(port);
        cell(there ? number_text(run.at("bandwidth").at(port).at(what)) : "");
      }
    const bool energy = done && !run.at("energy_pJ").is_null();
    cell(energy ? number_text(run.at("energy_pJ").at("total")) : "");
    cell(done ? run.at("cross_check").at("status").get<std::string>() : "");
    cell(point.outcome.reason);
    end_line();
  }

  static std::string cycles_of(const Json& run, const std::string& cause) {
    for (const auto& [name, cycles] : pe_cycles(run))
      if (name == cause) return std::to_string(cycles);
    return "0";
  }

  const SweepReport& report_;
  std::vector<std::string> causes_;
  std::vector<std::string> ports_;
  std::string text_;
  bool at_start_ = true;
};

std::vector<std::string> table_row(const SweepReport::Point& point, bool energy) {
  std::vector<std::string> row = point.values;
  const PointOutcome& outcome = point.outcome;
  if (!outcome.done()) {
    row.resize(row.size() + (energy ? 5 : 4));
    row.push_back(outcome.status == Status::not_run ? "not run"
                                                    : to_string(outcome.status) + (": " + outcome.reason));
    return row;
  }
  const Json& run = outcome.run;
  row.push_back(grouped(run.at("cycles").at("simulated").get<std::uint64_t>()));
  row.push_back(fmt::format("{:.1f} %", 100 * run.at("utilization").get<double>()));
  row.push_back(largest_stall(run));
  row.push_back(fullest_port(run));
  if (energy)
    row.push_back(run.at("energy_pJ").is_null() ? "-"
                                                : energy_text(run.at("energy_pJ").at("total").get<double>()));
  row.push_back(outcome.well ? run.at("cross_check").at("status").get<std::string>() : "see below");
  return row;
}

std::string remarks(const SweepReport& report) {
  std::string text;
  for (const SweepReport::Point& point : report.points) {
    if (!point.outcome.done() || point.outcome.well) continue;
    for (std::size_t i = 0; i < report.axes.size(); ++i)
      text += (i > 0 ? " " : "") + report.axes[i].path + "=" + point.values[i];
    text += ":\n" + point.outcome.verdict;
  }
  return text;
}

}  // namespace

std::size_t SweepReport::count(Status status) const {
  return static_cast<std::size_t>(std::count_if(
      points.begin(), points.end(), [&](const Point& point) { return point.outcome.status == status; }));
}

std::string largest_stall(const Json& run) {
  std::string most;
  std::uint64_t largest = 0;
  std::uint64_t total = 0;
  for (const auto& [cause, cycles] : pe_cycles(run)) {
    total += cycles;
    if (cycles <= largest || !(cause.starts_with("waiting.") || cause == "output_room")) continue;
    largest = cycles;
    most = cause.starts_with("waiting.") ? cause.substr(std::string_view("waiting.").size())
                                         : "room for outputs";
  }
  return largest == 0 ? "-" : percent(largest, total) + " " + most;
}

std::string fullest_port(const Json& run) {
  std::string fullest;
  double share = 0;
  for (const auto& [port, traffic] : run.at("bandwidth").items()) {
    if (traffic.at("limit").is_null()) continue;
    const double used = traffic.at("used").get<double>() / traffic.at("limit").get<double>();
    if (!fullest.empty() && used <= share) continue;
    share = used;
    fullest = port;
  }
  return fullest.empty() ? "-" : fmt::format("{:.1f} % {}", 100 * share, fullest);
}

std::string sweep_table(const SweepReport& report, const Style& style) {
  using Align = TextTable::Align;
  const bool energy = std::any_of(report.points.begin(), report.points.end(), [](const auto& point) {
    return point.outcome.done() && !point.outcome.run.at("energy_pJ").is_null();
  });
  std::vector<Align> columns(report.axes.size() + 2, Align::right);
  columns.insert(columns.end(), {Align::left, Align::left});
  if (energy) columns.push_back(Align::right);
  columns.push_back(Align::left);
  std::vector<std::string> head;
  for (const SweepReport::Axis& axis : report.axes) head.push_back(axis.path);
  for (const char* name : {"cycles", "utilization", "largest stall", "fullest port"}) head.push_back(name);
  if (energy) head.push_back("energy");
  head.push_back("check");
  TextTable table(columns);
  table.add(head);
  for (const SweepReport::Point& point : report.points) table.add(table_row(point, energy));
  std::string text = fmt::format("{} point{}: {} done", grouped(report.points.size()),
                                 report.points.size() == 1 ? "" : "s", grouped(report.count(Status::done)));
  for (const Status status : {Status::refused, Status::failed, Status::not_run})
    if (const std::size_t count = report.count(status); count > 0)
      text +=
          fmt::format(", {} {}", grouped(count), status == Status::not_run ? "not run" : to_string(status));
  text += "\n";
  return text + rule(display_width(text) - 1, style) + "\n" + table.text(2) + remarks(report);
}

std::string sweep_csv(const SweepReport& report) {
  return SweepCsv(report).text();
}

std::string sweep_json_text(const SweepReport& report) {
  Json axes = Json::array();
  for (const SweepReport::Axis& axis : report.axes)
    axes.push_back({{"path", axis.path}, {"values", axis.values}});
  Json points = Json::array();
  for (const SweepReport::Point& point : report.points) {
    Json settings = Json::object();
    for (std::size_t i = 0; i < report.axes.size(); ++i) settings[report.axes[i].path] = point.values[i];
    const PointOutcome& outcome = point.outcome;
    points.push_back({{"settings", std::move(settings)},
                      {"status", to_string(outcome.status)},
                      {"reason", outcome.reason.empty() ? Json(nullptr) : Json(outcome.reason)},
                      {"run", outcome.run}});
  }
  const Json json = {{"schema", "nestwave.sweep/1"},
                     {"version", report.version},
                     {"inputs", report.inputs},
                     {"axes", std::move(axes)},
                     {"points", std::move(points)},
                     {"host", {{"wall_s", report.wall_s}, {"jobs", report.jobs}, {"reused", report.reused}}}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace nestwave
