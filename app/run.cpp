// SPDX-License-Identifier: Apache-2.0
// `nestwave run`: one layer, one mapping, all results.
#include <fmt/format.h>

#include <boost/program_options/value_semantic.hpp>
#include <optional>

#include "app/arguments.h"
#include "app/command.h"
#include "app/host.h"
#include "app/load.h"
#include "app/locate.h"
#include "app/run_outputs.h"
#include "app/simulate.h"
#include "app/watch.h"
#include "models/against/compare.h"
#include "models/analytical/model.h"
#include "models/cross_check.h"
#include "models/energy/energy.h"
#include "models/error.h"
#include "models/formats/figures.h"
#include "models/formats/spelling.h"
#include "models/report.h"
#include "traces/tables.h"
#include "traces/values.h"

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
      "hold the figures of a stats file of Timeloop, or of a CSV, against the run and explain the "
      "differences");
  add("max-cycles", po::value<std::string>()->value_name("N"), "stop after N simulated cycles; exit code 1");
  add("progress", po::value<std::string>()->value_name("WHEN"),
      "show how far a run is: auto (on a terminal), always, never");
  add("quiet", "no tables and no notes");
  add("help,h", "this text");
  return options;
}

bool wants_progress(const Arguments& arguments) {
  const std::string when = arguments.text("progress").value_or("auto");
  const std::vector<std::string> legal = {"auto", "always", "never"};
  if (when == "always") return true;
  if (when == "never") return false;
  if (when == "auto") return error_is_terminal() && !arguments.has("quiet");
  throw InputError({}, fmt::format("--progress must be {}, not {}{}", one_of(legal), in_quotes(when),
                                   did_you_mean(when, legal)));
}

struct Simulator {
  const Design& design;
  bool progress;
  Cycle max_cycles;

  SimulationResult run(std::vector<Observer*> observers, const char* what) const {
    Watch watch(design, progress, what);
    observers.push_back(&watch);
    SimulationOptions options;
    options.observers = std::move(observers);
    options.max_cycles = max_cycles;
    return simulate(design, options);
  }
};

std::optional<FiguresOf> figures_to_compare(const Arguments& arguments, const Design& design) {
  const auto file = arguments.text("against");
  if (!file) return std::nullopt;
  return look_up(design, read_figures(*file));
}

void compare(const Simulator& simulator, RunReport& report) {
  report.cross_check = cross_check(report.simulation, report.analytical);
  report.figure_differences = cross_check_figures(*report.design, report.simulation, report.analytical);
  if (report.cross_check.differences.empty()) return;
  const LocateSources sources = {
      [&](Observer& observer) { (void)simulator.run({&observer}, "looking for the first difference"); },
      [&](std::uint64_t step) {
        check_signals();
        return analytical::counts_before(*report.design, step);
      }};
  locate(*report.design, sources, report.cross_check.differences);
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
  const Cycle max_cycles = arguments.number("max-cycles", 1).value_or(0);
  const std::optional<std::uint64_t> seed = arguments.number("functional", 0);
  const bool progress = wants_progress(arguments);
  const Loaded loaded = load(arguments);
  const Design design = make_design(loaded);
  if (!quiet) print_notes(loaded);
  RunOutputs outputs(arguments, design);
  const std::optional<FiguresOf> figures = figures_to_compare(arguments, design);

  RunReport report;
  report.design = &design;
  report.version = NESTWAVE_VERSION;
  report.inputs = loaded.inputs.files;
  if (loaded.dataflow != nullptr) report.dataflow = loaded.dataflow->name;
  // A table that lacks something is better refused before the simulation than after it.
  const auto energy_of = [&](const CountTable& counts, std::uint64_t macs) {
    return compute_energy(design, counts, macs, *loaded.inputs.energy);
  };
  if (loaded.inputs.energy) (void)energy_of(CountTable(design.level_count(), design.data_space_count()), 0);
  report.analytical = analytical::analyze(design);
  check_signals();

  const Simulator simulator{design, progress, max_cycles};
  std::vector<Observer*> observers = outputs.observers();
  std::optional<Values> values;
  if (seed) observers.push_back(&values.emplace(design, *seed));
  report.simulation = simulator.run(observers, "simulating");
  compare(simulator, report);
  if (loaded.inputs.energy) report.energy = energy_of(report.simulation.counts, report.simulation.macs);
  if (!report.simulation.truncated) {
    if (values) report.functional = values->result();
    if (loaded.dataflow != nullptr)
      report.broken_claim = check_claim(*loaded.dataflow, design, report.simulation.counts);
    if (figures)
      report.against = compare_against(design, report.simulation,
                                       loaded.inputs.energy ? &*loaded.inputs.energy : nullptr, *figures);
  }
  report.host = clock.stats();
  outputs.commit(report);
  if (!quiet && !outputs.uses_stdout()) print_result(run_tables(report, output_style()));
  return report.all_well() ? kOk : kCheckFailed;
}

}  // namespace nestwave
