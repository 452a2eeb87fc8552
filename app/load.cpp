// SPDX-License-Identifier: Apache-2.0
#include "app/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/program_options/value_semantic.hpp>

#include "app/controllers.h"
#include "app/cut_options.h"
#include "app/host.h"
#include "app/nest_engine.h"
#include "app/shipped.h"
#include "memory/dram/timing.h"
#include "models/error.h"
#include "models/formats/network_yaml.h"
#include "models/formats/policy_text.h"
#include "models/formats/spelling.h"

namespace nestwave {

namespace po = boost::program_options;

namespace {

constexpr std::size_t kLineWidth = 100;

Policy choose_policy(const Arguments& arguments, const Inputs& inputs) {
  const std::optional<std::string> given = arguments.text("policy");
  if (!given) return inputs.policy.value_or(policies().front());
  return parse_policy(*given, {std::make_shared<const std::string>("--policy"), 0, 0});
}

const Dataflow* choose_dataflow(const Arguments& arguments) {
  const std::optional<std::string> given = arguments.text("dataflow");
  if (!given) return nullptr;
  const Dataflow* found = find_dataflow(*given);
  if (found != nullptr) return found;
  std::vector<std::string> names;
  for (const Dataflow& dataflow : dataflows()) names.emplace_back(dataflow.name);
  throw InputError({}, fmt::format("--dataflow must be {}, not {}{}", one_of(names), in_quotes(*given),
                                   did_you_mean(*given, names)));
}

/// "alexnet:conv2", cut at the colon.
std::pair<std::string, std::string> network_and_layer(const std::string& given) {
  const std::size_t colon = given.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == given.size())
    throw InputError(
        {}, fmt::format("--layer needs NETWORK:LAYER, as in alexnet:conv2, not {}", in_quotes(given)));
  return {given.substr(0, colon), given.substr(colon + 1)};
}

/// A layer of a network, with the batch of the table.
Problem read_layer_option(const std::string& given) {
  const auto [file, name] = network_and_layer(given);
  const Network network = read_network(file_or_shipped(kShippedNetworks, file));
  std::vector<std::string> names;
  for (const Layer& layer : network.layers) names.push_back(layer.name);
  const Layer* layer = network.find(name);
  if (layer == nullptr)
    throw InputError({}, fmt::format("network {} has no layer {}{}", network.name, in_quotes(name),
                                     did_you_mean(name, names)));
  return problem_of(*layer, network.batch);
}

/// "head: a, b, c", broken into lines.
std::string word_list(std::string head, const std::vector<std::string>& words) {
  std::string text;
  std::string line = std::move(head) + ":";
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string piece = words[i] + (i + 1 < words.size() ? "," : "");
    if (line.size() + 1 + piece.size() > kLineWidth) {
      text += line + "\n";
      line.assign(1, ' ');
    }
    line += " " + piece;
  }
  return text + line;
}

Loaded load_files(const Arguments& arguments, const std::vector<std::string>& names,
                  const std::vector<std::string>& settings) {
  std::vector<std::filesystem::path> files(names.begin(), names.end());
  if (const auto architecture = arguments.text("arch"))
    files.insert(files.begin(), file_or_shipped(kShippedArchitectures, *architecture));
  Loaded loaded;
  loaded.dataflow = choose_dataflow(arguments);
  const std::optional<std::filesystem::path> parameters = parameters_file(arguments);
  if (parameters) files.push_back(*parameters);
  ReadOptions options{arguments.texts("set"), arguments.has("strict")};
  options.overrides.insert(options.overrides.end(), settings.begin(), settings.end());
  loaded.inputs = read_inputs(files, options);
  if (loaded.inputs.architecture) dram::check_timings(*loaded.inputs.architecture);
  read_cut_options(arguments, loaded);
  loaded.policy = choose_policy(arguments, loaded.inputs);
  if (loaded.dataflow != nullptr && loaded.inputs.mapping)
    loaded.notes.push_back(
        fmt::format("note: the mapping in the files is not used, {} builds its own", loaded.dataflow->name));
  std::vector<std::string> unused = loaded.inputs.not_used;
  if (loaded.inputs.row_stationary && !is_row_stationary(loaded)) unused.emplace_back("row_stationary");
  if (loaded.inputs.architecture)
    for (const std::string& name : loaded.inputs.architecture->unused)
      if (std::find(unused.begin(), unused.end(), name) == unused.end()) unused.push_back(name);
  if (loaded.inputs.architecture && is_row_stationary(loaded))
    for (std::string& name : row_stationary_without_effect(*loaded.inputs.architecture)) {
      if (arguments.has("strict"))
        throw InputError(
            loaded.inputs.architecture->where,
            fmt::format("{} has no effect on a row-stationary array (--strict)", in_quotes(name)));
      unused.push_back(std::move(name));
    }
  if (!unused.empty()) loaded.notes.push_back(word_list("note: read but without effect", unused));
  return loaded;
}

}  // namespace

void add_design_options(po::options_description& options) {
  add_architecture_options(options);
  options.add_options()(
      "layer", po::value<std::string>()->value_name("NETWORK:LAYER"),
      "the layer of a network as the problem, e.g. alexnet:conv2; see 'nestwave list networks'");
}

void add_architecture_options(po::options_description& options) {
  auto add = options.add_options();
  add("arch", po::value<std::string>()->value_name("NAME|FILE"),
      "the architecture: a file, or one of 'nestwave list architectures'");
  add("dataflow", po::value<std::string>()->value_name("NAME"),
      "build the mapping instead of reading one; see 'nestwave list dataflows'");
  add("parameters", po::value<std::string>()->value_name("NAME|FILE|m=N,..."),
      "how row_stationary cuts layers instead of looking for the best way: a file, one of 'nestwave list "
      "parameters', or numbers such as m=96,e=7,p=16,t=2");
  add("objective", po::value<std::string>()->value_name("NAME"),
      "what row_stationary looks for: memory, buffer or steps");
  add("policy", po::value<std::string>()->value_name("NAME[,CHOICE=VALUE...]"),
      "how reuse and multicast are counted, e.g. timeloop, or timeloop,multicast=overlap; see 'nestwave "
      "list policies'");
  add("set", po::value<std::vector<std::string>>()->composing()->value_name("PATH=VALUE"),
      "override one attribute of the architecture, e.g. Buffer.read_bandwidth=4; may be repeated");
  add("strict", "attributes that have no effect are errors");
}

Loaded load(const Arguments& arguments) {
  return load_with(arguments, {});
}

Loaded load_with(const Arguments& arguments, const std::vector<std::string>& settings) {
  const std::optional<std::string> layer = arguments.text("layer");
  if (arguments.positional().empty() && !arguments.has("arch") && !layer)
    throw InputError({}, "no input files; see --help");
  Loaded loaded = load_files(arguments, arguments.positional(), settings);
  if (!layer) return loaded;
  if (loaded.inputs.problem)
    throw InputError(loaded.inputs.problem->where, "--layer gives a problem already");
  loaded.inputs.problem = read_layer_option(*layer);
  return loaded;
}

std::optional<std::string> network_file(const Arguments& arguments) {
  const std::optional<std::string> layer = arguments.text("layer");
  if (!layer) return std::nullopt;
  return file_or_shipped(kShippedNetworks, network_and_layer(*layer).first).string();
}

Loaded load(const Arguments& arguments, const std::vector<std::string>& names) {
  return load_files(arguments, names, {});
}

bool complete(const Loaded& loaded) {
  return loaded.inputs.problem && loaded.inputs.architecture &&
         (loaded.inputs.mapping || loaded.dataflow != nullptr);
}

std::unique_ptr<Engine> make_engine(const Loaded& loaded) {
  const Inputs& inputs = loaded.inputs;
  if (loaded.dataflow == nullptr)
    return std::make_unique<NestEngine>(make_design(inputs, loaded.policy), nullptr);
  if (!inputs.problem) throw InputError({}, "no problem: none of the files has a key 'problem'");
  if (!inputs.architecture)
    throw InputError({}, "no architecture: none of the files has a key 'architecture'");
  const Dataflow& dataflow = *loaded.dataflow;
  if (const Controller* controller = find_controller(dataflow.name, *inputs.architecture))
    return controller->make(
        {*inputs.problem, *inputs.architecture, loaded.policy, row_stationary_choice(loaded)});
  if (dataflow.build == nullptr)
    throw InputError(inputs.architecture->where, fmt::format("{} cannot run on {}: {}", dataflow.name,
                                                             inputs.architecture->name, dataflow.needs));
  return std::make_unique<NestEngine>(
      make_design(inputs, dataflow.build(*inputs.problem, *inputs.architecture, loaded.policy),
                  loaded.policy),
      &dataflow);
}

void print_notes(const Loaded& loaded) {
  for (const std::string& note : loaded.notes) print_error(note + "\n");
}

}  // namespace nestwave
