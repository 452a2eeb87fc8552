// SPDX-License-Identifier: Apache-2.0
#include "models/formats/row_stationary_yaml.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "models/formats/spelling.h"

namespace nestwave {

namespace {

constexpr std::uint64_t kMost = std::uint64_t{1} << 40;

using Parameter = std::pair<const char*, std::uint64_t RowStationaryParameters::*>;
constexpr std::array<Parameter, 7> kParameters = {{{"m", &RowStationaryParameters::m},
                                                   {"n", &RowStationaryParameters::n},
                                                   {"e", &RowStationaryParameters::e},
                                                   {"p", &RowStationaryParameters::p},
                                                   {"q", &RowStationaryParameters::q},
                                                   {"r", &RowStationaryParameters::r},
                                                   {"t", &RowStationaryParameters::t}}};

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const auto& [name, member] : kParameters) all.emplace_back(name);
  return all;
}

RowStationaryText::Entry read_entry(const yaml::Node& node, const std::string& layer) {
  const std::string what = layer.empty() ? "'row_stationary'" : "the parameters of " + in_quotes(layer);
  std::vector<std::string> legal = names();
  if (layer.empty()) legal.emplace_back("layers");
  yaml::require_known_keys(node, what, legal);
  if (node.entries.empty()) yaml::fail(node, what + " must have some of the keys " + one_of(names()));
  RowStationaryText::Entry entry;
  entry.layer = layer;
  entry.where = node.where;
  for (const auto& [name, member] : kParameters)
    if (const yaml::Node* value = node.find(name))
      entry.parameters.*member = yaml::integer_of(*value, name, 1, kMost);
  return entry;
}

}  // namespace

const RowStationaryText::Entry* RowStationaryText::find(std::string_view layer) const {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) {
    return entry.layer.empty() || entry.layer == layer;
  });
  return found == entries.end() ? nullptr : &*found;
}

std::vector<std::string> RowStationaryText::layers() const {
  std::vector<std::string> all;
  for (const Entry& entry : entries)
    if (!entry.layer.empty()) all.push_back(entry.layer);
  return all;
}

RowStationaryText read_row_stationary(const yaml::Node& node) {
  yaml::require_map(node, "'row_stationary'");
  RowStationaryText text;
  text.where = node.where;
  const yaml::Node* layers = node.find("layers");
  if (!layers) {
    text.entries.push_back(read_entry(node, ""));
    return text;
  }
  yaml::require_known_keys(node, "'row_stationary' with layers", {"layers"});
  if (yaml::require_map(*layers, "'layers'").entries.empty())
    yaml::fail(*layers, "'layers' must have the parameters of some layer");
  for (const yaml::Node::Entry& layer : layers->entries) {
    if (layer.key.empty()) throw InputError(layer.where, "a layer without a name");
    text.entries.push_back(read_entry(layer.value, layer.key));
  }
  return text;
}

RowStationaryText parse_row_stationary(std::string_view text, const Location& where) {
  RowStationaryText::Entry entry;
  entry.where = where;
  std::vector<std::string_view> given;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    const std::string_view part = text.substr(at, end - at);
    const std::string_view name = part.substr(0, part.find('='));
    const std::string_view value = name.size() == part.size() ? "" : part.substr(name.size() + 1);
    const auto known = std::find_if(kParameters.begin(), kParameters.end(),
                                    [&](const Parameter& parameter) { return parameter.first == name; });
    if (known == kParameters.end())
      throw InputError(where, "there is no parameter " + in_quotes(name) + "; there is " + one_of(names()));
    if (std::find(given.begin(), given.end(), name) != given.end())
      throw InputError(where, in_quotes(name) + " is given twice");
    given.push_back(name);
    std::uint64_t number = 0;
    const auto result = std::from_chars(value.data(), value.data() + value.size(), number);
    if (result.ec != std::errc{} || result.ptr != value.data() + value.size() || number < 1 || number > kMost)
      throw InputError(where,
                       std::string(name) + " must be a whole number of at least 1, not " + in_quotes(value));
    entry.parameters.*known->second = number;
    at = end + 1;
  }
  return {{std::move(entry)}, where};
}

}  // namespace nestwave
