// SPDX-License-Identifier: Apache-2.0
#include "tests/against/support.h"

#include <sstream>

#include "models/analytical/model.h"

namespace nestwave::test {

SimulationResult run_of(const Design& design) {
  SimulationResult run;
  run.counts = analytical::analyze(design).counts;
  run.macs = design.problem().macs();
  run.cycles = design.compute_steps() + 7;
  return run;
}

std::string csv_of(const reference::ReferenceCase& reference) {
  std::ostringstream csv;
  csv << "level,data_space,counter,value\n";
  for (const auto& [level, data_space, counters] : reference.expected) {
    const std::string prefix = reference.architecture.levels[static_cast<std::size_t>(level)].name + "," +
                               reference.problem.data_spaces[static_cast<std::size_t>(data_space)].name + ",";
    csv << prefix << "reads," << counters.reads << "\n"
        << prefix << "fills," << counters.fills << "\n"
        << prefix << "updates," << counters.updates << "\n";
  }
  csv << ",,cycles.compute," << reference.compute_cycles << "\n";
  csv << ",,cycles.timeloop," << reference.cycles << "\n";
  csv << ",,macs," << reference.problem.macs() << "\n";
  return csv.str();
}

AgainstResult against(const Design& design, const std::string& text, const EnergyTable* energy) {
  return compare_against(design, run_of(design), energy,
                         look_up(design, read_figures_text(text, "figures.csv")));
}

std::string summary(const Design& design, const AgainstResult& result) {
  std::ostringstream text;
  for (const auto* comparisons : {&result.explained, &result.unexplained})
    for (const Comparison& comparison : *comparisons) {
      const Figure& figure = comparison.figure;
      const auto level = static_cast<std::size_t>(figure.level);
      if (figure.level >= 0)
        text << (figure.level == design.level_count() ? design.architecture().compute.name
                                                      : design.architecture().levels[level].name)
             << " ";
      if (figure.data_space >= 0)
        text << design.problem().data_spaces[static_cast<std::size_t>(figure.data_space)].name << " ";
      text << counter_name(figure.measure, figure.category) << ": " << comparison.ours / comparison.instances
           << " -> " << comparison.theirs / comparison.instances << " = "
           << comparison.ours / comparison.instances;
      for (const Share& share : comparison.shares)
        text << " + " << share.amount / comparison.instances << " " << in_words(share.reason);
      if (comparisons == &result.unexplained)
        text << " + " << comparison.unexplained / comparison.instances << " UNEXPLAINED";
      text << "\n";
    }
  return text.str();
}

}  // namespace nestwave::test
