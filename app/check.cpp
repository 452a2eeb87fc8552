// SPDX-License-Identifier: Apache-2.0
// `nestwave check`: reads and validates, nothing else.
#include <fmt/format.h>

#include "app/arguments.h"
#include "app/command.h"
#include "app/host.h"
#include "app/load.h"
#include "traces/format.h"

namespace nestwave {

namespace po = boost::program_options;

namespace {

constexpr const char* kExamples =
    "Files are checked one by one; together they are checked if there are an architecture, a problem\n"
    "and a mapping (or a dataflow).\n\n"
    "examples:\n"
    "  nestwave check arch.yaml problem.yaml mapping.yaml\n"
    "  nestwave check --strict arch.yaml\n";

po::options_description check_options() {
  po::options_description options("options");
  add_design_options(options);
  auto add = options.add_options();
  add("quiet", "no output when all is well");
  add("help,h", "this text");
  return options;
}

std::string architecture_line(const Architecture& machine) {
  std::string levels;
  for (const StorageLevel& level : machine.levels) levels += level.name + ", ";
  return fmt::format("architecture  {}: {}{} PE{}\n", machine.name, levels,
                     grouped(machine.compute.instances()), machine.compute.instances() == 1 ? "" : "s");
}

std::string problem_line(const Problem& problem) {
  std::string sizes;
  for (const Dimension& dimension : problem.dimensions)
    sizes += fmt::format("{}{}={}", sizes.empty() ? "" : " ", dimension.name, dimension.size);
  return fmt::format("problem       {}: {}; {} MACs\n", problem.name, sizes, grouped(problem.macs()));
}

std::string found_text(const Loaded& loaded) {
  const Inputs& inputs = loaded.inputs;
  std::string text;
  if (inputs.architecture) text += architecture_line(*inputs.architecture);
  if (inputs.problem) text += problem_line(*inputs.problem);
  if (inputs.energy) text += fmt::format("energy        {} components\n", inputs.energy->components.size());
  if (complete(loaded)) {
    const std::unique_ptr<Engine> engine = make_engine(loaded);
    const Design& design = engine->design();
    text += fmt::format("mapping       {}: {} compute steps on {} of {} PEs; every tile fits\n",
                        loaded.dataflow != nullptr ? loaded.dataflow->name : "read",
                        grouped(design.compute_steps()), grouped(design.used_instances(design.level_count())),
                        grouped(design.architecture().compute.instances()));
  } else if (inputs.mapping) {
    text += "mapping       read; not checked without an architecture and a problem\n";
  }
  return text;
}

}  // namespace

int check_command(const std::vector<std::string>& words) {
  const po::options_description options = check_options();
  const Arguments arguments(options, words);
  if (arguments.has("help")) {
    print_result(command_help("check", options, kExamples));
    return kOk;
  }
  const Loaded loaded = load(arguments);
  const std::string text = found_text(loaded);
  if (arguments.has("quiet")) return kOk;
  print_notes(loaded);
  print_result(text);
  return kOk;
}

}  // namespace nestwave
