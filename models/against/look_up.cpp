// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "models/against/compare.h"
#include "models/formats/spelling.h"

namespace nestwave {

namespace {

int find_level(const Design& design, const FigureName& name) {
  if (name.text.empty()) return -1;
  const Architecture& machine = design.architecture();
  const int level = machine.find_level(name.text);
  if (level >= 0) return level;
  if (name.text == machine.compute.name) return design.level_count();
  std::vector<std::string> names;
  for (const StorageLevel& known : machine.levels) names.push_back(known.name);
  names.push_back(machine.compute.name);
  throw InputError(name.where,
                   "the architecture has no level " + in_quotes(name.text) + did_you_mean(name.text, names));
}

int find_data_space(const Design& design, const FigureName& name) {
  if (name.text.empty()) return -1;
  const int space = design.problem().find_data_space(name.text);
  if (space >= 0) return space;
  std::vector<std::string> names;
  for (const DataSpace& known : design.problem().data_spaces) names.push_back(known.name);
  throw InputError(name.where,
                   "the problem has no data space " + in_quotes(name.text) + did_you_mean(name.text, names));
}

}  // namespace

FiguresOf look_up(const Design& design, FigureFile file) {
  FiguresOf result;
  for (const NamedFigure& named : file.figures) {
    const Figure figure{named.measure, named.category, find_level(design, named.level),
                        find_data_space(design, named.data_space)};
    const bool of_macs = figure.level == design.level_count();
    const bool macs_have_it = (figure.measure == Measure::energy && figure.data_space < 0) ||
                              figure.measure == Measure::instances ||
                              figure.measure == Measure::compute_cycles;
    if (of_macs && !macs_have_it)
      throw InputError(named.level.where, in_quotes(named.level.text) +
                                              " are the MACs, not a storage level: no " +
                                              in_quotes(counter_name(named.measure, named.category)));
    result.figures.push_back(figure);
  }
  result.file = std::move(file);
  return result;
}

}  // namespace nestwave
