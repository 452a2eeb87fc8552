// SPDX-License-Identifier: Apache-2.0
#include "app/cut_options.h"

#include <fmt/format.h>

#include <memory>

#include "app/shipped.h"
#include "models/error.h"
#include "models/formats/spelling.h"

namespace nestwave {

namespace {

constexpr const char* kDataflow = "row_stationary";

using Entry = RowStationaryText::Entry;

/// Layers that are the same work run once: what is said of several must be the same.
const Entry* agreed(const RowStationaryText& text, const std::vector<std::string>& layers) {
  const Entry* chosen = nullptr;
  for (const std::string& layer : layers) {
    const Entry* entry = text.find(layer);
    if (entry == nullptr) continue;
    if (chosen != nullptr && chosen->parameters != entry->parameters)
      throw InputError(entry->where, fmt::format("layers {} and {} are the same work and run once; their "
                                                 "parameters differ",
                                                 chosen->layer, entry->layer));
    chosen = entry;
  }
  return chosen;
}

}  // namespace

bool is_row_stationary(const Loaded& loaded) {
  return loaded.dataflow != nullptr && loaded.dataflow->name == kDataflow;
}

std::optional<std::filesystem::path> parameters_file(const Arguments& arguments) {
  const std::optional<std::string> given = arguments.text("parameters");
  if (!given || given->find('=') != std::string::npos) return std::nullopt;
  return file_or_shipped(kShippedParameters, *given);
}

void read_cut_options(const Arguments& arguments, Loaded& loaded) {
  for (const char* option : {"parameters", "objective"})
    if (arguments.has(option) && !is_row_stationary(loaded))
      throw InputError({}, fmt::format("--{} is for --dataflow {}", option, kDataflow));
  if (const auto given = arguments.text("parameters"); given && parameters_file(arguments)) {
    if (!loaded.inputs.row_stationary)
      throw InputError({}, fmt::format("--parameters: {} has no key 'row_stationary'", in_quotes(*given)));
  } else if (given) {
    if (loaded.inputs.row_stationary)
      throw InputError(loaded.inputs.row_stationary->where, "--parameters gives parameters already");
    loaded.inputs.row_stationary =
        parse_row_stationary(*given, {std::make_shared<const std::string>("--parameters"), 0, 0});
  }
  const std::optional<std::string> given = arguments.text("objective");
  if (!given) return;
  const auto objective = find_row_stationary_objective(*given);
  if (!objective) {
    std::vector<std::string> names;
    for (const RowStationaryObjectiveName& known : row_stationary_objectives())
      names.emplace_back(known.name);
    throw InputError({}, fmt::format("--objective must be {}, not {}{}", one_of(names), in_quotes(*given),
                                     did_you_mean(*given, names)));
  }
  if (loaded.inputs.row_stationary && loaded.inputs.row_stationary->for_any_layer())
    throw InputError(loaded.inputs.row_stationary->where,
                     "the parameters are given: there is nothing to look for with --objective");
  loaded.objective = *objective;
}

RowStationaryChoice row_stationary_choice(const Loaded& loaded) {
  RowStationaryChoice choice;
  choice.objective = loaded.objective;
  if (!loaded.inputs.row_stationary) return choice;
  const RowStationaryText& text = *loaded.inputs.row_stationary;
  const bool alone = loaded.layers.empty();
  const std::string& name = loaded.inputs.problem->name;
  const Entry* entry = alone ? text.find(name) : agreed(text, loaded.layers);
  if (entry == nullptr && alone)
    throw InputError(text.where, fmt::format("there are no parameters for a layer {}{}", in_quotes(name),
                                             did_you_mean(name, text.layers())));
  if (entry == nullptr) return choice;
  choice.given = entry->parameters;
  choice.where = entry->where;
  return choice;
}

void check_parameter_layers(const Loaded& loaded, const Network& network) {
  if (!loaded.inputs.row_stationary) return;
  std::vector<std::string> names;
  for (const Layer& layer : network.layers) names.push_back(layer.name);
  for (const Entry& entry : loaded.inputs.row_stationary->entries)
    if (!entry.layer.empty() && network.find(entry.layer) == nullptr)
      throw InputError(entry.where, fmt::format("network {} has no layer {}{}", network.name,
                                                in_quotes(entry.layer), did_you_mean(entry.layer, names)));
}

}  // namespace nestwave
