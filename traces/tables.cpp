// SPDX-License-Identifier: Apache-2.0
#include "traces/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "traces/against_table.h"
#include "traces/chain_report.h"
#include "traces/count_table.h"
#include "traces/cycle_table.h"
#include "traces/nest_text.h"
#include "traces/phase_report.h"
#include "traces/roofline_report.h"
#include "traces/text_table.h"
#include "traces/what_if_report.h"

namespace nestwave {

namespace {

constexpr std::size_t kShownDifferences = 8;

std::string title(const RunReport& report, const Style& style) {
  const Design& design = *report.design;
  const std::string dot = style.utf8 ? " · " : " | ";
  std::string text = design.problem().name.empty() ? "problem" : design.problem().name;
  if (!design.architecture().name.empty()) text += " on " + design.architecture().name;
  if (!report.dataflow.empty()) text += dot + report.dataflow;
  text += dot + "policy " + design.policy().name;
  text += dot + grouped(design.problem().macs()) + " MACs";
  return text + "\n" + rule(std::min(style.width, display_width(text)), style) + "\n";
}

/// How a row-stationary run cut the layer.
std::string cut_text(const RowStationaryResult& run, std::uint64_t pes) {
  const RowStationaryParameters& cut = run.parameters;
  return fmt::format("row stationary: m={} n={} e={} p={} q={} r={} t={}; {} of {} PEs active, {} passes\n",
                     cut.m, cut.n, cut.e, cut.p, cut.q, cut.r, cut.t, grouped(run.active_pes), grouped(pes),
                     grouped(run.passes));
}

std::string energy_table(const RunReport& report) {
  const EnergyResult& energy = *report.energy;
  TextTable table({TextTable::Align::left, TextTable::Align::right, TextTable::Align::right});
  const auto add = [&](const std::string& what, double picojoules) {
    table.add({what, energy_text(picojoules),
               energy.total > 0 ? fmt::format("{:.1f} %", 100 * picojoules / energy.total) : "-"});
  };
  for (std::size_t level = 0; level < energy.levels.size(); ++level)
    add(level_name(*report.design, static_cast<int>(level)), energy.levels[level]);
  add(level_name(*report.design, report.design->level_count()), energy.compute);
  add("total", energy.total);
  return table.text(2);
}

/// Counters that are not zero on both sides.
std::size_t counters_compared(const RunReport& report) {
  std::size_t compared = 0;
  for (int level = 0; level < report.design->level_count(); ++level)
    for (int d = 0; d < report.design->data_space_count(); ++d)
      for (std::size_t c = 0; c < kCategories; ++c)
        if (report.simulation.counts.at(level, d).value[c] != 0 ||
            report.analytical.counts.at(level, d).value[c] != 0)
          ++compared;
  return compared;
}

std::string describe(const RunReport& report, const Difference& difference) {
  const Design& design = *report.design;
  std::string text =
      fmt::format("  {} {} {}: simulated {}, analytical {}\n", level_name(design, difference.level),
                  design.problem().data_spaces[difference.data_space].name,
                  kCategoryNames[static_cast<std::size_t>(difference.category)],
                  grouped(difference.simulated), grouped(difference.analytical));
  if (difference.tile.empty()) return text + "    the prefixes of the nest do not show where they part\n";
  return text + fmt::format("    they part at step {}{}, tile {}, cycle {}: {} against {} so far\n",
                            grouped(difference.step),
                            difference.loops.empty() ? "" : fmt::format(" ({})", difference.loops),
                            difference.tile, grouped(difference.cycle), grouped(difference.simulated_so_far),
                            grouped(difference.analytical_so_far));
}

std::string mismatch_text(const RunReport& report) {
  const auto& differences = report.cross_check.differences;
  const auto& figures = report.figure_differences;
  std::string text = fmt::format("MISMATCH: {} of {} counters differ from the analytical model",
                                 differences.size(), counters_compared(report));
  if (!figures.empty())
    text += fmt::format(", and {} other figure{}", figures.size(), figures.size() > 1 ? "s" : "");
  text += "\n";
  for (std::size_t i = 0; i < std::min(kShownDifferences, differences.size()); ++i)
    text += describe(report, differences[i]);
  if (differences.size() > kShownDifferences)
    text += fmt::format("  … and {} more\n", differences.size() - kShownDifferences);
  for (const FigureDifference& figure : figures)
    text += fmt::format("  {}: simulated {}, analytical {}\n", figure.figure, grouped(figure.simulated),
                        grouped(figure.analytical));
  return text;
}

std::string agreement_text(const RunReport& report, const Style& style) {
  const std::string_view tick = style.utf8 ? "✓ " : "";
  std::string text =
      fmt::format("{}all {} counters agree with the analytical model", tick, counters_compared(report));
  if (report.broken_claim) text += fmt::format("; the claim of {} holds", report.dataflow);
  if (report.functional)
    text += fmt::format("; all {} outputs are right (seed {})", grouped(report.functional->outputs_checked),
                        report.functional->seed);
  return text + "\n";
}

}  // namespace

std::string verdict(const RunReport& report, const Style& style) {
  const std::string against = report.against ? against_verdict(report, style) : "";
  if (report.all_well() && report.cross_check_status() == "match")
    return agreement_text(report, style) + against;
  std::string text;
  if (report.simulation.truncated)
    text += fmt::format("CUT SHORT at cycle {} (--max-cycles)\n", grouped(report.simulation.cycles));
  if (report.cross_check_status() == "mismatch") text += mismatch_text(report);
  for (const std::string& what : report.cross_check.not_covered) text += "NOT COMPARED: " + what + "\n";
  if (report.broken_claim && !report.broken_claim->empty())
    text += "CLAIM BROKEN: " + *report.broken_claim + "\n";
  if (report.functional && !report.functional->ok) text += "WRONG VALUE: " + report.functional->fault + "\n";
  return text + against;
}

std::string run_tables(const RunReport& report, const Style& style) {
  const PeLedger& pes = report.simulation.pes;
  std::string text = title(report, style);
  const auto add = [&text](std::string_view head, const std::string& body) {
    if (!body.empty()) fmt::format_to(std::back_inserter(text), "\n{}\n{}", head, body);
  };
  text += nest_text(*report.design, style);
  if (report.row_stationary) text += cut_text(*report.row_stationary, report.pe_count());
  add("Counts (words, all instances together)", count_table(report, style));
  add("Cycles", cycle_table(report, style));
  if (report.systolic) add("Systolic array", systolic_table(report, style));
  add(fmt::format("PE-cycles ({} = {} PE{} {} {} cycles)", grouped(pes.sum()), grouped(report.pe_count()),
                  report.pe_count() == 1 ? "" : "s", style.utf8 ? "×" : "x",
                  grouped(report.simulation.cycles)),
      pe_table(report, style));
  add("Ports (share of their cycles)", port_table(report, style));
  add("Memories", memory_table(report, style));
  add("Phases", phase_table(report, style));
  if (report.explained) add("Roofline", roofline_picture(roofline(*report.design, report.simulation), style));
  if (report.chain)
    add("Critical chain (back from the last sum, each time to what ended last before)",
        chain_table(report, style));
  add("What if (the same run with one limit less)", what_if_table(report, style));
  if (report.energy)
    add("Energy", energy_table(report));
  else
    text += "\nenergy: no table given\n";
  if (report.against) add("Against " + report.against->file, against_table(report, style));
  text += "\n";
  return text + verdict(report, style);
}

}  // namespace nestwave
