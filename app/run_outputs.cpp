// SPDX-License-Identifier: Apache-2.0
#include "app/run_outputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/program_options/value_semantic.hpp>
#include <filesystem>
#include <string>
#include <utility>

#include "app/cut_options.h"
#include "app/load.h"
#include "app/shipped.h"
#include "models/error.h"
#include "traces/csv.h"
#include "traces/gtkwave.h"
#include "traces/json.h"

namespace nestwave {

namespace po = boost::program_options;

namespace {

struct NamedPath {
  std::string option;
  std::string path;
};

/// Two outputs in one file would destroy each other, and an output must not overwrite an input.
void check_paths(const std::vector<NamedPath>& outputs, const std::vector<std::string>& inputs) {
  const auto normal = [](const std::string& path) {
    std::error_code ignored;
    if (path == "-") return path;
    return std::filesystem::weakly_canonical(std::filesystem::absolute(path, ignored), ignored).string();
  };
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    std::error_code ignored;
    if (outputs[i].path.empty())
      throw InputError({}, fmt::format("--{} needs a file name", outputs[i].option));
    if (std::filesystem::is_character_file(outputs[i].path, ignored)) continue;
    for (std::size_t j = 0; j < i; ++j)
      if (normal(outputs[i].path) == normal(outputs[j].path))
        throw InputError({},
                         fmt::format("--{} and --{} both write to {}", outputs[j].option, outputs[i].option,
                                     outputs[i].path == "-" ? "standard output" : outputs[i].path));
    for (const std::string& input : inputs)
      if (normal(outputs[i].path) == normal(input))
        throw InputError({}, fmt::format("--{} would overwrite the input {}", outputs[i].option, input));
  }
}

}  // namespace

bool check_output_paths(const Arguments& arguments, const std::vector<std::string>& options,
                        const std::vector<std::string>& inputs) {
  std::vector<NamedPath> paths;
  for (const std::string& option : options)
    if (const auto path = arguments.text(option)) paths.push_back({option, *path});
  if (const auto waves = arguments.text("vcd"))
    if (const auto save_path = gtkwave_save_path(*waves)) paths.push_back({"vcd", *save_path});
  check_paths(paths, inputs);
  return std::any_of(paths.begin(), paths.end(), [](const NamedPath& path) { return path.path == "-"; });
}

void add_output_options(po::options_description& options) {
  const auto file = [] { return po::value<std::string>()->value_name("FILE"); };
  auto add = options.add_options();
  add("json", file(), "the whole result as JSON");
  add("csv", file(), "the counts as CSV");
  add("transactions", file(), "every transfer as a line of CSV");
  add("vcd", file(), "waves, and a save file for GTKWave beside them");
  add("profile", file(), "PE states, port words and stalls, and occupancy over time, as CSV");
  add("interval", po::value<std::string>()->value_name("N"),
      "cycles per line of --profile; 1,000 unless given");
}

std::vector<std::string> input_paths(const Arguments& arguments) {
  std::vector<std::string> inputs = arguments.positional();
  if (const auto architecture = arguments.text("arch"))
    inputs.push_back(file_or_shipped(kShippedArchitectures, *architecture).string());
  if (const auto parameters = parameters_file(arguments)) inputs.push_back(parameters->string());
  if (const auto network = network_file(arguments)) inputs.push_back(*network);
  if (const auto figures = arguments.text("against")) inputs.push_back(*figures);
  return inputs;
}

RunOutputs::RunOutputs(const Arguments& arguments, const Engine& engine) {
  const Design& design = engine.design();
  for (const char* option : {"transactions", "vcd"})
    if (arguments.has(option) && !engine.traces_steps())
      throw InputError({}, fmt::format("--{} follows the tiles of a mapped nest; this dataflow has a "
                                       "controller of its own and no such trace",
                                       option));
  uses_stdout_ = check_output_paths(arguments, {"json", "csv", "transactions", "vcd", "profile"},
                                    input_paths(arguments));
  if (const auto path = arguments.text("json")) json_.emplace(*path);
  if (const auto path = arguments.text("csv")) csv_.emplace(*path);
  if (const auto path = arguments.text("transactions"))
    transactions_ = std::make_unique<Transactions>(design, *path);
  const std::optional<std::uint64_t> interval = arguments.number("interval", 1);
  if (interval && !arguments.has("profile"))
    throw InputError({}, "--interval says how long the intervals of --profile are; there is no --profile");
  if (const auto path = arguments.text("profile"))
    profile_ = std::make_unique<Profile>(design, *path, interval.value_or(Profile::kDefaultInterval));
  if (const auto path = arguments.text("vcd")) vcd_ = std::make_unique<VcdTrace>(design, *path);
}

std::vector<Observer*> RunOutputs::observers() const {
  std::vector<Observer*> all;
  if (transactions_) all.push_back(transactions_.get());
  if (vcd_) all.push_back(vcd_.get());
  if (profile_) all.push_back(profile_.get());
  return all;
}

void RunOutputs::commit(const RunReport& report) {
  if (transactions_) transactions_->commit();
  if (vcd_) vcd_->commit();
  if (profile_) profile_->commit(report.simulation);
  if (csv_) {
    csv_->write(counts_csv(report));
    csv_->commit();
  }
  if (json_) {
    json_->write(run_json_text(report));
    json_->commit();
  }
}

}  // namespace nestwave
