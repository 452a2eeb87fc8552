// SPDX-License-Identifier: Apache-2.0
#include "app/dram_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "traces/text_table.h"

namespace nestwave {

namespace {

using Align = TextTable::Align;

double nanoseconds(const DramReport& report, double clocks) {
  return clocks * static_cast<double>(report.config.tCK) / 1000;
}

double bandwidth(const DramReport& report) {
  return report.run.efficiency * report.config.peak_gigabytes_per_second();
}

std::string title(const DramReport& report, const Style& style) {
  const std::string dot = style.utf8 ? " · " : " | ";
  const std::string text = report.config.preset + dot + report.pattern + dot +
                           grouped(report.options.requests) + " requests" + dot +
                           grouped(report.options.outstanding) + " outstanding";
  return text + "\n" + rule(std::min(style.width, display_width(text)), style) + "\n";
}

std::string time_table(const DramReport& report) {
  const DramRun& run = report.run;
  TextTable table({Align::left, Align::right, Align::left, Align::left});
  const auto add_clocks = [&](const char* name, double clocks, int digits, const char* sentence) {
    table.add({name, fixed(clocks, digits), "clocks",
               fmt::format("{} ns{}", fixed(nanoseconds(report, clocks), 1), sentence)});
  };
  add_clocks("time", static_cast<double>(run.clocks), 0, ", from the first request to the last data");
  table.add({"efficiency", fmt::format("{:.2f}", 100 * run.efficiency), "%", "clocks with data on the bus"});
  table.add({"bandwidth", fmt::format("{:.2f}", bandwidth(report)), "GB/s",
             fmt::format("of {:.2f} GB/s", report.config.peak_gigabytes_per_second())});
  if (run.traffic.reads > 0) {
    add_clocks("mean read latency", run.mean_read_latency(), 2, ", from offer to data");
    add_clocks("longest read latency", static_cast<double>(run.traffic.latency_max), 0, "");
  }
  return table.text(2);
}

std::string command_table(const DramReport& report) {
  TextTable table({Align::left, Align::right, Align::left});
  const auto add = [&](std::string_view name, std::uint64_t count, const char* sentence) {
    if (count > 0) table.add({std::string(name), grouped(count), sentence});
  };
  constexpr std::array<const char*, dram::kCommands> kSentences = {"rows opened",
                                                                   "rows closed one by one",
                                                                   "all rows closed at once",
                                                                   "bursts read",
                                                                   "bursts read, row closed",
                                                                   "bursts written",
                                                                   "bursts written, row closed",
                                                                   "refreshes"};
  for (std::size_t c = 0; c < dram::kCommands; ++c)
    add(dram::kCommandNames[c], report.run.counts.commands[c], kSentences[c]);
  add("turns", report.run.counts.turns, "of the bus between reads and writes");
  add("forwarded", report.run.counts.forwarded_reads, "reads answered by a waiting write");
  add("merged", report.run.counts.merged_writes, "writes absorbed by a waiting one");
  return table.text(2);
}

}  // namespace

std::string dram_tables(const DramReport& report, const Style& style) {
  return title(report, style) + time_table(report) + "\nCommands\n" + command_table(report);
}

std::string dram_json_text(const DramReport& report) {
  using Json = nlohmann::ordered_json;
  const DramRun& run = report.run;
  Json commands = Json::object();
  for (std::size_t c = 0; c < dram::kCommands; ++c)
    commands[std::string(dram::kCommandNames[c])] = run.counts.commands[c];
  Json json;
  json["schema"] = "nestwave.dram/1";
  json["version"] = report.version;
  json["preset"] = report.config.preset;
  json["pattern"] = report.pattern;
  json["outstanding"] = report.options.outstanding;
  json["requests"] = report.options.requests;
  json["seed"] = report.options.seed;
  json["reads"] = run.traffic.reads;
  json["writes"] = run.traffic.writes;
  json["clocks"] = run.clocks;
  json["tCK_ns"] = static_cast<double>(report.config.tCK) / 1000;
  json["efficiency"] = run.efficiency;
  json["bandwidth_GBps"] = bandwidth(report);
  json["read_latency_clocks"] = {{"mean", nullptr}, {"max", nullptr}};
  if (run.traffic.reads > 0)
    json["read_latency_clocks"] = {{"mean", run.mean_read_latency()}, {"max", run.traffic.latency_max}};
  json["commands"] = std::move(commands);
  json["turns"] = run.counts.turns;
  json["forwarded_reads"] = run.counts.forwarded_reads;
  json["merged_writes"] = run.counts.merged_writes;
  json["host"] = {{"wall_s", report.host.wall_s},
                  {"cpu_s", report.host.cpu_s},
                  {"peak_rss_bytes", report.host.peak_rss_bytes}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace nestwave
