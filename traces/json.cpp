// SPDX-License-Identifier: Apache-2.0
#include "traces/json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "traces/against_json.h"
#include "traces/chain_report.h"
#include "traces/format.h"
#include "traces/ledger_json.h"
#include "traces/phase_report.h"
#include "traces/roofline_report.h"
#include "traces/what_if_report.h"

namespace nestwave {

namespace {

using Json = nlohmann::ordered_json;

Json counts_json(const Counts& counts) {
  Json json = Json::object();
  for (std::size_t c = 0; c < kCategories; ++c) json[std::string(kCategoryNames[c])] = counts.value[c];
  return json;
}

/// Timeloop prints averages over the used instances: whole wherever all do the same.
Json per_instance(std::uint64_t total, std::uint64_t instances) {
  if (total % instances == 0) return total / instances;
  return static_cast<double>(total) / static_cast<double>(instances);
}

Json timeloop_json(const Design& design, const Counts& counts, int level, int data_space) {
  const bool outermost = design.keepers(data_space).front() == level;
  const TimeloopCounters all = timeloop_counters(counts, design.problem().data_spaces[data_space].read_write,
                                                 outermost, design.policy().counters);
  const std::uint64_t instances = design.used_instances(level);
  return {{"reads", per_instance(all.reads, instances)},
          {"fills", per_instance(all.fills, instances)},
          {"updates", per_instance(all.updates, instances)}};
}

Json levels_json(const RunReport& report) {
  const Design& design = *report.design;
  Json levels = Json::array();
  for (int level = 0; level < design.level_count(); ++level) {
    const StorageLevel& spec = design.architecture().levels[level];
    Json data = Json::object();
    for (int d = 0; d < design.data_space_count(); ++d) {
      if (!design.mapping().levels[level].keep[d]) continue;
      const Counts& simulated = report.simulation.counts.at(level, d);
      data[design.problem().data_spaces[d].name] = {
          {"tile_words", design.tile_words(level, d)},
          {"simulated", counts_json(simulated)},
          {"analytical", counts_json(report.analytical.counts.at(level, d))},
          {"timeloop", timeloop_json(design, simulated, level, d)}};
    }
    levels.push_back({{"name", spec.name},
                      {"instances", spec.instances()},
                      {"used_instances", design.used_instances(level)},
                      {"capacity_words", spec.capacity_words ? Json(*spec.capacity_words) : Json(nullptr)},
                      {"data", std::move(data)}});
  }
  return levels;
}

Json networks_json(const RunReport& report) {
  const Design& design = *report.design;
  Json networks = Json::array();
  for (const EdgeCounts& edge : report.simulation.edges) {
    const std::string& from = level_name(design, edge.from);
    const std::string& to = level_name(design, edge.to);
    Json* network = nullptr;
    for (Json& known : networks)
      if (known["from"] == from && known["to"] == to) network = &known;
    if (network == nullptr) {
      networks.push_back({{"from", from}, {"to", to}, {"data", Json::object()}});
      network = &networks.back();
    }
    (*network)["data"][design.problem().data_spaces[edge.data_space].name] = {{"injected", edge.injected},
                                                                              {"delivered", edge.delivered},
                                                                              {"hops", edge.hops},
                                                                              {"reduced", edge.reduced}};
  }
  return networks;
}

Json stalls_json(const RunReport& report) {
  return {{"pe_cycles", pe_cycles_json(*report.design, report.simulation.pes)},
          {"ports", ports_json(report.simulation.ports)}};
}

Json memories_json(const RunReport& report) {
  Json memories = Json::object();
  for (const MemoryUse& memory : report.simulation.memories) {
    Json commands = Json::object();
    for (const auto& [name, count] : memory.commands) commands[name] = count;
    const bool dram = !memory.commands.empty();
    memories[level_name(*report.design, memory.level)] = {
        {"memory", memory.memory},
        {"bursts", {{"read", memory.reads}, {"written", memory.writes}}},
        {"burst_bytes", memory.burst_bytes},
        {"tensor_bytes", memory.tensor_bytes},
        {"commands", dram ? std::move(commands) : Json(nullptr)},
        {"data_share", dram ? Json(memory.data_share) : Json(nullptr)}};
  }
  return memories;
}

Json energy_json(const RunReport& report) {
  if (!report.energy) return nullptr;
  Json levels = Json::object();
  for (std::size_t level = 0; level < report.energy->levels.size(); ++level)
    levels[level_name(*report.design, static_cast<int>(level))] = report.energy->levels[level];
  return {{"total", report.energy->total},
          {"compute", report.energy->compute},
          {"levels", std::move(levels)},
          {"networks", Json::object()}};
}

Json cross_check_json(const RunReport& report) {
  const Design& design = *report.design;
  Json differences = Json::array();
  for (const Difference& difference : report.cross_check.differences)
    differences.push_back({{"level", level_name(design, difference.level)},
                           {"data_space", design.problem().data_spaces[difference.data_space].name},
                           {"category", kCategoryNames[static_cast<std::size_t>(difference.category)]},
                           {"simulated", difference.simulated},
                           {"analytical", difference.analytical},
                           {"step", difference.step},
                           {"loops", difference.loops},
                           {"tile", difference.tile},
                           {"cycle", difference.cycle},
                           {"simulated_so_far", difference.simulated_so_far},
                           {"analytical_so_far", difference.analytical_so_far}});
  Json figures = Json::array();
  for (const FigureDifference& difference : report.figure_differences)
    figures.push_back({{"figure", difference.figure},
                       {"simulated", difference.simulated},
                       {"analytical", difference.analytical}});
  return {{"status", report.cross_check_status()},
          {"differences", std::move(differences)},
          {"figure_differences", std::move(figures)},
          {"not_covered", report.cross_check.not_covered}};
}

Json systolic_json(const RunReport& report) {
  const SystolicResult& array = *report.systolic;
  Json holds = Json::object();
  for (std::size_t d = 0; d < array.residency.size(); ++d)
    holds[report.design->problem().data_spaces[d].name] = to_string(array.residency[d]);
  return {{"rows", array.rows},
          {"columns", array.columns},
          {"gemm", {{"m", array.m}, {"k", array.k}, {"n", array.n}, {"groups", array.groups}}},
          {"row_folds", array.row_folds},
          {"column_folds", array.column_folds},
          {"folds", array.folds},
          {"streamed", array.streamed},
          {"fold_cycles", array.fold_cycles},
          {"drain_cycles", array.drain_cycles},
          {"separate_cycles", array.separate_cycles},
          {"published_cycles", array.published_cycles},
          {"buffers_hold", std::move(holds)}};
}

}  // namespace

nlohmann::ordered_json run_json(const RunReport& report) {
  const Design& design = *report.design;
  const Policy& policy = design.policy();
  Json json;
  json["schema"] = "nestwave.run/1";
  json["version"] = report.version;
  json["design"] = {{"architecture", design.architecture().name},
                    {"problem", design.problem().name},
                    {"dataflow", report.dataflow.empty() ? Json(nullptr) : Json(report.dataflow)},
                    {"inputs", report.inputs}};
  json["policy"] = {{"name", policy.name},
                    {"reuse", to_string(policy.reuse)},
                    {"multicast", to_string(policy.multicast)},
                    {"footprint", to_string(policy.footprint)},
                    {"counters", to_string(policy.counters)},
                    {"prices", to_string(policy.prices)}};
  json["macs"] = report.simulation.macs;
  json["cycles"] = {{"simulated", report.simulation.cycles},
                    {"compute", report.analytical.compute_steps},
                    {"bound", report.analytical.bound},
                    {"timeloop", report.analytical.timeloop},
                    {"processing", report.simulation.processing}};
  json["utilization"] = report.utilization();
  json["truncated"] = report.simulation.truncated;
  json["levels"] = levels_json(report);
  json["networks"] = networks_json(report);
  json["stalls"] = stalls_json(report);
  json["memories"] = memories_json(report);
  json["phases"] = phases_json(report);
  const Roofline roofs = roofline(design, report.simulation);
  json["bandwidth"] = bandwidth_json(roofs);
  json["roofline"] = roofline_json(roofs);
  json["critical_chain"] = chain_json(report);
  json["what_if"] = what_if_json(report);
  json["energy_pJ"] = energy_json(report);
  json["cross_check"] = cross_check_json(report);
  json["claim"] = nullptr;
  if (report.broken_claim)
    json["claim"] = {{"ok", report.broken_claim->empty()}, {"broken", *report.broken_claim}};
  json["against"] = against_json(report);
  json["functional"] = nullptr;
  if (report.functional)
    json["functional"] = {{"seed", report.functional->seed},
                          {"outputs_checked", report.functional->outputs_checked},
                          {"ok", report.functional->ok},
                          {"fault", report.functional->fault}};
  if (report.systolic) json["systolic"] = systolic_json(report);
  if (report.row_stationary) {
    const RowStationaryParameters& cut = report.row_stationary->parameters;
    json["row_stationary"] = {{"m", cut.m},
                              {"n", cut.n},
                              {"e", cut.e},
                              {"p", cut.p},
                              {"q", cut.q},
                              {"r", cut.r},
                              {"t", cut.t},
                              {"active_pes", report.row_stationary->active_pes},
                              {"passes", report.row_stationary->passes}};
  }
  json["host"] = {{"wall_s", report.host.wall_s},
                  {"cpu_s", report.host.cpu_s},
                  {"peak_rss_bytes", report.host.peak_rss_bytes},
                  {"events", report.simulation.events},
                  {"fast_forwarded_cycles", report.simulation.fast_forwarded}};
  return json;
}

std::string run_json_text(const RunReport& report) {
  return run_json(report).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace nestwave
