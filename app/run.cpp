// SPDX-License-Identifier: Apache-2.0
// `nestwave run`: one layer, one mapping, all results.
#include <boost/program_options/value_semantic.hpp>
#include <memory>
#include <optional>

#include "app/arguments.h"
#include "app/command.h"
#include "app/host.h"
#include "app/layer_run.h"
#include "app/load.h"
#include "app/run_outputs.h"
#include "app/watch.h"
#include "models/against/compare.h"
#include "models/formats/figures.h"
#include "traces/tables.h"

namespace nestwave {

namespace po = boost::program_options;

namespace {

constexpr const char* kExamples =
    "FILE: any number of YAML files in any order, holding architecture, problem, mapping and, if\n"
    "energy is wanted, an energy reference table. An output FILE of '-' is standard output.\n\n"
    "examples:\n"
    "  nestwave run arch.yaml problem.yaml mapping.yaml\n"
    "  nestwave run --dataflow weight_stationary --set Buffer.read_bandwidth=2 arch.yaml problem.yaml\n"
    "  nestwave run --policy timeloop --json result.json --vcd waves.vcd arch.yaml problem.yaml map.yaml\n";

/// The seed is optional, and what follows may be a file: "--functional 7" becomes "--functional=7".
std::vector<std::string> join_seed(const std::vector<std::string>& words) {
  std::vector<std::string> joined;
  for (std::size_t i = 0; i < words.size(); ++i) {
    joined.push_back(words[i]);
    if (words[i] != "--functional") continue;
    const bool given = i + 1 < words.size() && !words[i + 1].empty() &&
                       words[i + 1].find_first_not_of("0123456789") == std::string::npos;
    joined.back() += '=';
    joined.back() += given ? words[++i] : "1";
  }
  return joined;
}

po::options_description run_options() {
  po::options_description options("options");
  add_design_options(options);
  add_output_options(options);
  auto add = options.add_options();
  add("functional", po::value<std::string>()->value_name("[SEED]"),
      "carry values and compare the outputs with a plain loop; the seed is 1 unless given");
  add("against", po::value<std::string>()->value_name("FILE"),
      "hold the run against a stats file of Timeloop or a CSV of figures, and explain every difference");
  add("max-cycles", po::value<std::string>()->value_name("N"), "stop after N simulated cycles; exit code 1");
  add("no-fast-forward", "simulate repetitions too instead of skipping them; the results are the same");
  add("progress", po::value<std::string>()->value_name("WHEN"),
      "show how far a run is: auto (on a terminal), always, never");
  add("quiet", "no tables and no notes");
  add("help,h", "this text");
  return options;
}

/// The file of --against, its names looked up.
std::optional<FiguresOf> figures_to_compare(const Arguments& arguments, const Design& design) {
  const auto file = arguments.text("against");
  if (!file) return std::nullopt;
  if (!design.has_nest())
    throw InputError({}, "--against compares runs of a mapped nest, not those of a dataflow controller");
  return look_up(design, read_figures(*file));
}

}  // namespace

int run_command(const std::vector<std::string>& words) {
  const HostClock clock;
  const po::options_description options = run_options();
  const Arguments arguments(options, join_seed(words));
  if (arguments.has("help")) {
    print_result(command_help("run", options, kExamples));
    return kOk;
  }
  const bool quiet = arguments.has("quiet");
  LayerRunOptions run;
  run.max_cycles = arguments.number("max-cycles", 1).value_or(0);
  run.fast_forward = !arguments.has("no-fast-forward");
  run.seed = arguments.number("functional", 0);
  run.progress = wants_progress(arguments.text("progress"), quiet);
  const Loaded loaded = load(arguments);
  const std::unique_ptr<Engine> engine = make_engine(loaded);
  const Design& design = engine->design();
  if (!quiet) print_notes(loaded);
  RunOutputs outputs(arguments, *engine);
  const std::optional<FiguresOf> figures = figures_to_compare(arguments, design);
  if (loaded.dataflow != nullptr) run.dataflow = loaded.dataflow->name;
  if (loaded.inputs.energy) run.energy = &*loaded.inputs.energy;
  run.observers = outputs.observers();

  RunReport report = run_layer(*engine, run);
  report.inputs = loaded.inputs.files;
  if (figures && !report.simulation.truncated)
    report.against = compare_against(design, report.simulation, run.energy, *figures);
  report.host = clock.stats();
  outputs.commit(report);
  if (!quiet && !outputs.uses_stdout()) print_result(run_tables(report, output_style()));
  return report.all_well() ? kOk : kCheckFailed;
}

}  // namespace nestwave
