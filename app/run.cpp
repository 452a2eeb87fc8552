// SPDX-License-Identifier: Apache-2.0
// `nestwave run`: one layer, one mapping, all results.
#include <fmt/format.h>

#include <boost/program_options/value_semantic.hpp>
#include <memory>
#include <optional>

#include "app/arguments.h"
#include "app/command.h"
#include "app/host.h"
#include "app/layer_run.h"
#include "app/load.h"
#include "app/points.h"
#include "app/run_outputs.h"
#include "app/sweep.h"
#include "app/watch.h"
#include "app/what_if.h"
#include "models/against/compare.h"
#include "models/error.h"
#include "models/formats/figures.h"
#include "traces/critical_chain.h"
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
    "  nestwave run --sweep Buffer.read_bandwidth=1,2,4 --sweep Buffer.nestwave.latency=0,8 arch.yaml \\\n"
    "      problem.yaml mapping.yaml --csv table.csv --resume done.jsonl\n"
    "  nestwave run --what-if --explain-cycles --layer alexnet:conv2 --arch eyeriss_like --dataflow "
    "weight_stationary\n"
    "  nestwave run --what-if --profile profile.csv --arch eyeriss_v1 --dataflow row_stationary \\\n"
    "      --layer alexnet:conv1\n"
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
  add("sweep", po::value<std::vector<std::string>>()->composing()->value_name("PATH=V1,V2,..."),
      "a grid of runs: the attribute of --set takes each of these values; may be repeated");
  add("what-if", "simulate the machine again without each of its limits: what they cost");
  add("explain-cycles", "show the roofline, and the chain of transfers that the run was as long as");
  add("jobs", po::value<std::string>()->value_name("N"),
      "runs at once of --sweep and --what-if, one process each; as many as there are cores unless given");
  add("resume", po::value<std::string>()->value_name("FILE"),
      "keep each result of --sweep in FILE as soon as it is there, and do only what is not in it yet");
  add("max-cycles", po::value<std::string>()->value_name("N"), "stop after N simulated cycles; exit code 1");
  add("no-fast-forward", "simulate repetitions too instead of skipping them; the results are the same");
  add("progress", po::value<std::string>()->value_name("WHEN"),
      "show how far a run is: auto (on a terminal), always, never");
  add("quiet", "no tables and no notes");
  add("help,h", "this text");
  return options;
}

void refuse_options_of_many(const Arguments& arguments) {
  if (arguments.has("resume"))
    throw InputError({}, "--resume keeps the results of --sweep; there is no --sweep");
  if (arguments.has("jobs") && !arguments.has("what-if"))
    throw InputError(
        {}, "--jobs says how many runs of --sweep or --what-if go on at once; there is neither of them");
  if (arguments.has("what-if") && arguments.has("max-cycles"))
    throw InputError({}, "--what-if compares whole runs; --max-cycles would cut them short");
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
  if (arguments.has("sweep")) return run_sweep(arguments, clock);
  refuse_options_of_many(arguments);
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
  std::optional<ChainObserver> chain;
  const bool explain = arguments.has("explain-cycles");
  if (explain) run.observers.push_back(&chain.emplace(design));

  RunReport report = run_layer(*engine, run);
  report.inputs = loaded.inputs.files;
  if (figures && !report.simulation.truncated)
    report.against = compare_against(design, report.simulation, run.energy, *figures);
  report.explained = explain;
  if (chain && !report.simulation.truncated) report.chain = chain->chain();
  if (arguments.has("what-if")) report.what_if = what_if(*engine, jobs_of(arguments), run.progress);
  report.host = clock.stats();
  outputs.commit(report);
  if (!quiet && !outputs.uses_stdout()) print_result(run_tables(report, output_style()));
  return report.all_well() ? kOk : kCheckFailed;
}

}  // namespace nestwave
