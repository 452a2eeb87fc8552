// SPDX-License-Identifier: Apache-2.0
#include "traces/cycle_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "traces/text_table.h"

namespace nestwave {

namespace {

using Align = TextTable::Align;

std::string spaced(std::string_view name) {
  std::string text(name);
  for (char& c : text)
    if (c == '_') c = ' ';
  return text;
}

}  // namespace

std::string cycle_table(const RunReport& report, const Style& /*style*/) {
  const SimulationResult& run = report.simulation;
  TextTable table({Align::left, Align::right, Align::left});
  table.add({"simulated", grouped(run.cycles),
             run.truncated ? "cycles, cut by --max-cycles" : "cycles until the last sum has arrived"});
  table.add({"processing", grouped(run.processing),
             report.row_stationary ? "from the first MAC of a block to its last, all blocks"
                                   : "from the first MAC to the last"});
  table.add({"compute", grouped(report.analytical.compute_steps), "compute steps of a mapped PE"});
  table.add({"bound", grouped(report.analytical.bound), "least possible: compute steps, words / bandwidth"});
  table.add({"timeloop", grouped(report.analytical.timeloop), "Timeloop's, from its own counters"});
  table.add({"utilization", fmt::format("{:.1f} %", 100 * report.utilization()),
             fmt::format("{} MACs on {} PE{}", grouped(run.macs), grouped(report.pe_count()),
                         report.pe_count() == 1 ? "" : "s")});
  return table.text(2);
}

std::string systolic_table(const RunReport& report, const Style& style) {
  const SystolicResult& array = *report.systolic;
  const std::string_view times = style.utf8 ? "×" : "x";
  TextTable table({Align::left, Align::right, Align::left});
  table.add({"matrices", grouped(array.groups),
             fmt::format("M {} {} K {} {} N {}", grouped(array.m), times, grouped(array.k), times,
                         grouped(array.n))});
  table.add({"folds", grouped(array.folds),
             fmt::format("{} along rows {} {} along columns", grouped(array.row_folds), times,
                         grouped(array.column_folds))});
  table.add({"cycles of a fold", grouped(array.fold_cycles),
             fmt::format("2 {} {} + {} + {} - 2: rows, columns, stream", times, grouped(array.rows),
                         grouped(array.columns), grouped(array.streamed))});
  if (array.drain_cycles > 0)
    table.add({"of these", grouped(array.drain_cycles), "to drain the sums; the published formula has none"});
  table.add({"published", grouped(array.published_cycles), "cycles by SCALE-Sim's formula"});
  if (array.drain_cycles > 0)
    table.add({"drains", grouped(array.separate_cycles - array.published_cycles), "cycles of all folds"});
  if (!report.simulation.truncated && report.simulation.cycles != array.separate_cycles)
    table.add({"saved", grouped(array.separate_cycles - report.simulation.cycles),
               "cycles, by folds that overlap or take the time of their part only"});
  std::string holds;
  for (std::size_t d = 0; d < array.residency.size(); ++d)
    holds += fmt::format("{}{} {}", d == 0 ? "" : ", ", report.design->problem().data_spaces[d].name,
                         to_string(array.residency[d]));
  table.add({"buffers hold", "", holds});
  return table.text(2);
}

std::string pe_table(const RunReport& report, const Style& /*style*/) {
  const PeLedger& ledger = report.simulation.pes;
  const Design& design = *report.design;
  const std::uint64_t total = ledger.sum();
  TextTable table({Align::left, Align::right, Align::right});
  const auto add = [&](std::string cause, std::uint64_t cycles) {
    if (cycles > 0) table.add({std::move(cause), grouped(cycles), percent(cycles, total)});
  };
  add("computing", ledger.computing);
  add("adding sums of other PEs", ledger.adding);
  for (std::size_t d = 0; d < ledger.waiting.size(); ++d)
    for (std::size_t level = 0; level < ledger.waiting[d].size(); ++level)
      add(fmt::format("waiting for {} from {}", design.problem().data_spaces[d].name,
                      level_name(design, static_cast<int>(level))),
          ledger.waiting[d][level]);
  add("waiting for room for the output", ledger.output_room);
  add("not started", ledger.not_started);
  add("finished", ledger.finished);
  add("not mapped", ledger.unmapped);
  return table.text(2);
}

std::string port_table(const RunReport& report, const Style& /*style*/) {
  if (report.simulation.ports.empty()) return "";
  std::vector<Align> columns(2 + kIdleCauses, Align::right);
  columns.front() = Align::left;
  std::vector<std::string> head = {"port", "busy"};
  for (std::size_t c = 0; c < kIdleCauses; ++c)
    head.push_back((c == 0 ? "idle: " : "") + spaced(to_string(static_cast<IdleCause>(c))));
  TextTable table(columns);
  table.add(head);
  for (const PortLedger& port : report.simulation.ports) {
    std::vector<std::string> row = {
        port.instances > 1 ? fmt::format("{} ({})", port.name, grouped(port.instances)) : port.name,
        percent(port.busy, port.sum())};
    for (const std::uint64_t idle : port.idle) row.push_back(idle == 0 ? "-" : percent(idle, port.sum()));
    table.add(row);
  }
  return table.text(2);
}

std::string memory_table(const RunReport& report, const Style& /*style*/) {
  const std::vector<MemoryUse>& memories = report.simulation.memories;
  if (memories.empty()) return "";
  std::vector<std::string> commands;  // that some memory was given
  for (const MemoryUse& memory : memories)
    for (const auto& [name, count] : memory.commands)
      if (count > 0 && std::find(commands.begin(), commands.end(), name) == commands.end())
        commands.push_back(name);
  std::vector<std::string> head = {"memory", "bursts read", "written", "bytes each"};
  head.insert(head.end(), commands.begin(), commands.end());
  if (!commands.empty()) head.emplace_back("data bus");
  std::vector<Align> columns(head.size(), Align::right);
  columns.front() = Align::left;
  TextTable table(columns);
  table.add(head);
  for (const MemoryUse& memory : memories) {
    std::vector<std::string> row = {level_name(*report.design, memory.level) + ": " + memory.memory,
                                    grouped(memory.reads), grouped(memory.writes),
                                    grouped(memory.burst_bytes)};
    for (const std::string& wanted : commands)
      for (const auto& [name, count] : memory.commands)
        if (name == wanted) row.push_back(grouped(count));
    if (!memory.commands.empty()) row.push_back(fmt::format("{:.1f} %", 100 * memory.data_share));
    row.resize(head.size(), "-");
    table.add(row);
  }
  return table.text(2);
}

}  // namespace nestwave
