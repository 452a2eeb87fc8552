// SPDX-License-Identifier: Apache-2.0
#include "traces/phase_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/rational.hpp>

#include "models/roofline.h"
#include "traces/ledger_json.h"
#include "traces/text_table.h"

namespace nestwave {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kMost = 0.9;  ///< of what there is counts as all of it

/// Something a port or the PEs did, and how much of the time.
struct Portion {
  std::string name;
  double part = 0;
};

/// The limited port that carries most of what it could in the phase; without a name if there is none.
Portion fullest(const RunReport& report, const Phase& phase) {
  Portion most;
  for (const PortTraffic& limits : roofline(*report.design, report.simulation).ports) {
    if (!limits.limit || phase.cycles == 0) continue;
    for (const PortLedger& port : phase.ports) {
      if (port.name != limits.name) continue;
      const double could = boost::rational_cast<double>(*limits.limit) * static_cast<double>(port.instances) *
                           static_cast<double>(phase.cycles);
      // A word that is half through at the end of a phase belongs to the next.
      const double part = std::min(1.0, static_cast<double>(port.words) / could);
      if (most.name.empty() || part > most.part) most = {port.name, part};
    }
  }
  return most;
}

/// What the mapped PEs wait for most; without a name if they never do.
Portion longest_wait(const RunReport& report, const Phase& phase) {
  const Design& design = *report.design;
  const std::uint64_t mapped = phase.pes.sum() - phase.pes.unmapped;
  std::uint64_t longest = 0;
  Portion most;
  const auto take = [&](std::uint64_t cycles, const std::string& name) {
    if (cycles <= longest) return;
    longest = cycles;
    most = {name, static_cast<double>(cycles) / static_cast<double>(mapped)};
  };
  for (std::size_t d = 0; d < phase.pes.waiting.size(); ++d)
    for (std::size_t level = 0; level < phase.pes.waiting[d].size(); ++level)
      take(phase.pes.waiting[d][level],
           design.problem().data_spaces[d].name + "@" + level_name(design, static_cast<int>(level)));
  take(phase.pes.output_room, "output_room");
  return most;
}

double computing(const Phase& phase) {
  const std::uint64_t mapped = phase.pes.sum() - phase.pes.unmapped;
  return mapped == 0 ? 0 : static_cast<double>(phase.pes.computing) / static_cast<double>(mapped);
}

/// The part of the time in which the mapped PEs multiply, or add sums of other PEs: a row-stationary array
/// does that in the same slots.
double working(const Phase& phase) {
  const std::uint64_t mapped = phase.pes.sum() - phase.pes.unmapped;
  return mapped == 0
             ? 0
             : static_cast<double>(phase.pes.computing + phase.pes.adding) / static_cast<double>(mapped);
}

std::string share_text(const Portion& share) {
  return share.name.empty() ? "-" : fmt::format("{:.1f} % {}", 100 * share.part, share.name);
}

/// "Weights@DRAM" as in the other tables: "Weights from DRAM".
std::string wait_text(const std::string& name) {
  if (name == "output_room") return "room for outputs";
  const std::size_t at = name.find('@');
  return name.substr(0, at) + " from " + name.substr(at + 1);
}

/// The port of a DRAM stands for what limits it, its buses.
std::string port_text(const std::string& name) {
  constexpr std::string_view kMemory = ".memory";
  return name.ends_with(kMemory) ? "data bus of " + name.substr(0, name.size() - kMemory.size())
                                 : "port " + name;
}

std::string bound_text(const PhaseBound& bound, const Phase& phase) {
  switch (bound.kind) {
    case PhaseBound::Kind::port: return port_text(bound.name);
    case PhaseBound::Kind::compute: return "the MACs";
    case PhaseBound::Kind::waiting: return "waiting for " + wait_text(bound.name);
    case PhaseBound::Kind::latency:
      return phase.name == "start_up" ? "the way of the first words" : "the way of the last sums";
  }
  return "?";
}

std::string_view kind_name(PhaseBound::Kind kind) {
  switch (kind) {
    case PhaseBound::Kind::port: return "port";
    case PhaseBound::Kind::compute: return "compute";
    case PhaseBound::Kind::waiting: return "waiting";
    case PhaseBound::Kind::latency: return "latency";
  }
  return "?";
}

std::string phase_name(const Phase& phase) {
  return phase.name == "start_up" ? "start-up" : std::string(phase.name);
}

}  // namespace

PhaseBound bound_of(const RunReport& report, const Phase& phase) {
  const Portion port = fullest(report, phase);
  if (port.part >= kMost) return {PhaseBound::Kind::port, port.name, port.part};
  if (working(phase) >= kMost) return {PhaseBound::Kind::compute, "", working(phase)};
  const Portion wait = longest_wait(report, phase);
  if (!wait.name.empty()) return {PhaseBound::Kind::waiting, wait.name, wait.part};
  return {};
}

std::string phase_table(const RunReport& report, const Style& /*style*/) {
  if (report.simulation.phases.empty()) return "";
  using Align = TextTable::Align;
  TextTable table(
      {Align::left, Align::right, Align::right, Align::left, Align::right, Align::left, Align::left});
  table.add({"phase", "cycles", "", "bound by", "computing", "longest wait", "fullest port"});
  for (const Phase& phase : report.simulation.phases) {
    const std::string length = percent(phase.cycles, report.simulation.cycles);
    if (phase.cycles == 0) {
      table.add({phase_name(phase), "0", length});
      continue;
    }
    Portion wait = longest_wait(report, phase);
    if (!wait.name.empty()) wait.name = wait_text(wait.name);
    table.add({phase_name(phase), grouped(phase.cycles), length, bound_text(bound_of(report, phase), phase),
               fmt::format("{:.1f} %", 100 * computing(phase)), share_text(wait),
               share_text(fullest(report, phase))});
  }
  return table.text(2);
}

Json phases_json(const RunReport& report) {
  Json phases = Json::array();
  for (const Phase& phase : report.simulation.phases) {
    Json bound = nullptr;
    if (phase.cycles > 0) {
      const PhaseBound by = bound_of(report, phase);
      bound = {{"kind", kind_name(by.kind)},
               {"name", by.name.empty() ? Json(nullptr) : Json(by.name)},
               {"share", by.share}};
    }
    phases.push_back({{"phase", phase.name},
                      {"first_cycle", phase.first},
                      {"cycles", phase.cycles},
                      {"bound_by", std::move(bound)},
                      {"pe_cycles", pe_cycles_json(*report.design, phase.pes)},
                      {"ports", ports_json(phase.ports)}});
  }
  return phases;
}

}  // namespace nestwave
