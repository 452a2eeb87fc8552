// SPDX-License-Identifier: Apache-2.0
// `nestwave explain`: the design as a person would draw it.
#include <fmt/format.h>

#include <algorithm>

#include "app/arguments.h"
#include "app/command.h"
#include "app/host.h"
#include "app/load.h"
#include "traces/nest_text.h"
#include "traces/text_table.h"

namespace nestwave {

namespace po = boost::program_options;

namespace {

using Align = TextTable::Align;

constexpr const char* kExamples =
    "examples:\n"
    "  nestwave explain arch.yaml problem.yaml mapping.yaml\n"
    "  nestwave explain --dataflow output_stationary arch.yaml problem.yaml\n";

po::options_description explain_options() {
  po::options_description options("options");
  add_design_options(options);
  auto add = options.add_options();
  add("quiet", "no notes");
  add("help,h", "this text");
  return options;
}

std::string rate(const std::optional<Rational>& bandwidth) {
  if (!bandwidth) return "-";
  if (bandwidth->denominator() == 1) return std::to_string(bandwidth->numerator());
  return fmt::format("{}/{}", bandwidth->numerator(), bandwidth->denominator());
}

/// What an instance holds, against what it has room for.
std::string room_table(const Design& design) {
  TextTable table({Align::left, Align::right, Align::right, Align::right, Align::right, Align::right});
  table.add({"level", "instances used", "capacity", "tiles", "filled", "latency"});
  for (int l = 0; l < design.level_count(); ++l) {
    const StorageLevel& level = design.architecture().levels[l];
    std::uint64_t tiles = 0;
    for (int d = 0; d < design.data_space_count(); ++d)
      if (design.mapping().levels[l].keep[d]) tiles += design.tile_words(l, d);
    table.add({level.name,
               fmt::format("{} of {}", grouped(design.used_instances(l)), grouped(level.instances())),
               level.capacity_words ? grouped(*level.capacity_words) : "-", grouped(tiles),
               level.capacity_words ? percent(tiles, *level.capacity_words) : "-", grouped(level.latency)});
  }
  return table.text(2);
}

/// Ports, and what lies between a level and the next one.
std::string way_table(const Design& design) {
  TextTable table({Align::left, Align::right, Align::right, Align::right, Align::left});
  table.add({"level", "read", "write", "shared", "fan-out used"});
  for (int l = 0; l < design.level_count(); ++l) {
    const StorageLevel& level = design.architecture().levels[l];
    const std::uint64_t offered = design.architecture().fanout_x(l) * design.architecture().fanout_y(l);
    table.add({level.name, rate(level.read_bandwidth), rate(level.write_bandwidth),
               rate(level.shared_bandwidth),
               fmt::format("{} of {} ({} x {})", grouped(design.used_fanout(l, l + 1)), grouped(offered),
                           design.architecture().fanout_x(l), design.architecture().fanout_y(l))});
  }
  return table.text(2);
}

std::string keeper_lines(const Design& design, const Style& style) {
  TextTable table({Align::left, Align::left});
  for (int d = 0; d < design.data_space_count(); ++d) {
    std::string chain;
    for (const int level : design.keepers(d))
      chain += level_name(design, level) + (style.utf8 ? " → " : " -> ");
    table.add({design.problem().data_spaces[d].name, chain + level_name(design, design.level_count())});
  }
  return table.text(2);
}

/// Which coordinates exist, and where the others are words; nothing if there are no others.
std::string padding_lines(const Design& design) {
  const Problem& problem = design.problem();
  TextTable table({Align::left, Align::left, Align::left, Align::left});
  table.add({"data space", "rank", "exist", "zeros are stored at"});
  bool any = false;
  for (int d = 0; d < design.data_space_count(); ++d) {
    std::string stored;
    for (const int level : design.keepers(d))
      if (!design.omits_padding(level, d)) stored += (stored.empty() ? "" : ", ") + level_name(design, level);
    for (const Rank& rank : problem.data_spaces[d].ranks) {
      if (!problem.padded(rank)) continue;
      any = true;
      std::string name;
      for (const Term& term : rank.terms)
        name += (name.empty() ? "" : "+") + problem.dimensions[term.dimension].name;
      const std::int64_t length = problem.length(rank);
      table.add({problem.data_spaces[d].name, name,
                 rank.begin < length ? fmt::format("{} to {} of 0 to {}", rank.begin,
                                                   std::min(rank.end, length) - 1, length - 1)
                                     : fmt::format("none of 0 to {}", length - 1),
                 stored.empty() ? "-" : stored});
    }
  }
  return any ? "\nPadding\n" + table.text(2) : "";
}

}  // namespace

int explain_command(const std::vector<std::string>& words) {
  const po::options_description options = explain_options();
  const Arguments arguments(options, words);
  if (arguments.has("help")) {
    print_result(command_help("explain", options, kExamples));
    return kOk;
  }
  const Loaded loaded = load(arguments);
  const std::unique_ptr<Engine> engine = make_engine(loaded);
  const Design& design = engine->design();
  if (!arguments.has("quiet")) print_notes(loaded);
  const Style style = output_style();
  print_result(fmt::format("{} on {}: {} MACs, {} compute steps, policy {}\n\n", design.problem().name,
                           design.architecture().name, grouped(design.problem().macs()),
                           grouped(design.compute_steps()), design.policy().name) +
               nest_text(design, style, true) + "\nRoom (words per instance)\n" + room_table(design) +
               "\nPorts (words per cycle and instance; - = unlimited) and fan-outs\n" + way_table(design) +
               "\nWays of the data\n" + keeper_lines(design, style) + padding_lines(design));
  return kOk;
}

}  // namespace nestwave
