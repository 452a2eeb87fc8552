// SPDX-License-Identifier: Apache-2.0
// `nestwave network`: a whole network, layer by layer.
#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <boost/program_options/value_semantic.hpp>
#include <optional>

#include "app/arguments.h"
#include "app/command.h"
#include "app/cut_options.h"
#include "app/host.h"
#include "app/load.h"
#include "app/network_run.h"
#include "app/points.h"
#include "app/run_outputs.h"
#include "app/shipped.h"
#include "app/watch.h"
#include "models/error.h"
#include "models/formats/network_yaml.h"
#include "models/formats/spelling.h"
#include "traces/output_file.h"

namespace nestwave {

namespace po = boost::program_options;

namespace {

constexpr const char* kExamples =
    "NETWORK: a file with a table of layers, or one of 'nestwave list networks'. FILE: more input, such\n"
    "as an energy reference table. An output FILE of '-' is standard output.\n\n"
    "examples:\n"
    "  nestwave network alexnet --arch eyeriss_like --dataflow weight_stationary --layers 'conv*'\n"
    "  nestwave network my_net.yaml --batch 4 --arch arch.yaml --dataflow output_stationary ert.yaml\n"
    "  nestwave network resnet18 --arch simple_weight_stationary --dataflow weight_stationary --json -\n";

po::options_description network_options() {
  po::options_description options("options");
  add_architecture_options(options);
  const auto text = [](const char* what) { return po::value<std::string>()->value_name(what); };
  auto add = options.add_options();
  add("batch", text("N"), "images at once, instead of what the table says");
  add("layers", text("GLOB"), "only the layers whose names match, e.g. 'layer2.*'");
  add("jobs", text("N"), "layers at once, one process each; as many as there are cores unless given");
  add("max-cycles", text("N"), "stop each layer after N simulated cycles; exit code 1");
  add("no-fast-forward", "simulate repetitions too instead of skipping them; the results are the same");
  add("json", text("FILE"), "the whole result as JSON");
  add("csv", text("FILE"), "the counts as CSV");
  add("progress", text("WHEN"), "show how far the run is: auto (on a terminal), always, never");
  add("quiet", "no table and no notes");
  add("help,h", "this text");
  return options;
}

std::vector<Layer> chosen_layers(const Network& network, const std::optional<std::string>& glob) {
  if (!glob) return network.layers;
  std::vector<Layer> chosen;
  std::vector<std::string> names;
  for (const Layer& layer : network.layers) {
    names.push_back(layer.name);
    if (fnmatch(glob->c_str(), layer.name.c_str(), 0) == 0) chosen.push_back(layer);
  }
  if (chosen.empty())
    throw InputError({}, fmt::format("no layer of {} is called {}{}", network.name, in_quotes(*glob),
                                     did_you_mean(*glob, names)));
  return chosen;
}

void require_machine(const Loaded& loaded) {
  const Inputs& inputs = loaded.inputs;
  if (inputs.problem)
    throw InputError(inputs.problem->where, "the layers of the network are the problems; take this one out");
  if (!inputs.architecture)
    throw InputError({}, "a network needs a machine: --arch NAME|FILE, see 'nestwave list architectures'");
  if (loaded.dataflow == nullptr)
    throw InputError(
        {}, "a network needs a dataflow to map its layers: --dataflow NAME, see 'nestwave list dataflows'");
}

/// The files of a network run; opened before it.
class NetworkOutputs {
 public:
  NetworkOutputs(const Arguments& arguments, const std::vector<std::string>& inputs) {
    const std::vector<std::string> options = {"json", "csv"};
    uses_stdout_ = check_output_paths(arguments, options, inputs);
    if (const auto path = arguments.text("json")) json_.emplace(*path);
    if (const auto path = arguments.text("csv")) csv_.emplace(*path);
  }

  [[nodiscard]] bool uses_stdout() const { return uses_stdout_; }

  void commit(const NetworkReport& report) {
    if (csv_) {
      csv_->write(network_csv(report));
      csv_->commit();
    }
    if (json_) {
      json_->write(network_json_text(report));
      json_->commit();
    }
  }

 private:
  bool uses_stdout_ = false;
  std::optional<OutputFile> json_;
  std::optional<OutputFile> csv_;
};

int exit_code(const NetworkReport& report) {
  if (report.has(LayerOutcome::Status::failed)) return kInternalError;
  if (report.all_well()) return kOk;
  const bool check_failed = std::any_of(report.work.begin(), report.work.end(),
                                        [](const auto& outcome) { return outcome.done() && !outcome.well; });
  return check_failed ? kCheckFailed : kUserError;
}

}  // namespace

int network_command(const std::vector<std::string>& words) {
  const HostClock clock;
  const po::options_description options = network_options();
  const Arguments arguments(options, words);
  if (arguments.has("help")) {
    print_result(command_help("network", options, kExamples));
    return kOk;
  }
  if (arguments.positional().empty())
    throw InputError({}, "network needs a network: a file or one of 'nestwave list networks'");
  const bool quiet = arguments.has("quiet");
  const std::filesystem::path file = file_or_shipped(kShippedNetworks, arguments.positional().front());
  const Network network = read_network(file);
  const std::uint64_t batch = arguments.number("batch", 1).value_or(network.batch);
  (void)macs_of(network, batch);
  const std::vector<Layer> layers = chosen_layers(network, arguments.text("layers"));
  const std::vector<LayerWork> work = distinct_work(layers, batch);
  const Loaded loaded = load(arguments, {arguments.positional().begin() + 1, arguments.positional().end()});
  require_machine(loaded);
  check_parameter_layers(loaded, network);

  NetworkRunOptions run;
  run.loaded = &loaded;
  run.inputs = loaded.inputs.files;
  run.inputs.insert(run.inputs.begin(), file.string());
  run.max_cycles = arguments.number("max-cycles", 1).value_or(0);
  run.fast_forward = !arguments.has("no-fast-forward");
  run.jobs = std::min(jobs_of(arguments), work.size());
  run.progress = wants_progress(arguments.text("progress"), quiet);
  if (!quiet) print_notes(loaded);
  NetworkOutputs outputs(arguments, run.inputs);

  NetworkReport report;
  report.version = NESTWAVE_VERSION;
  report.network = network.name;
  report.batch = batch;
  report.architecture = arguments.text("arch").value_or(loaded.inputs.architecture->name);
  report.outermost = loaded.inputs.architecture->levels.front().name;
  report.pe_count = loaded.inputs.architecture->compute.instances();
  report.dataflow = loaded.dataflow->name;
  report.policy = loaded.policy.name;
  report.inputs = run.inputs;
  for (const Layer& layer : layers) report.layers.push_back(layer.name);
  report.jobs = run.jobs;
  std::optional<Interrupted> interrupted;
  try {
    run_network(work, run, report.work);
  } catch (const Interrupted& stop) {
    interrupted = stop;  // what is finished is worth having
  }
  report.wall_s = clock.stats().wall_s;
  outputs.commit(report);
  if (!quiet && !outputs.uses_stdout())
    print_result(network_table(report, output_style()));
  else
    print_error(network_errors(report));
  if (interrupted) throw Interrupted(*interrupted);
  return exit_code(report);
}

}  // namespace nestwave
