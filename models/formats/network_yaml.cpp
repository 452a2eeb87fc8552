// SPDX-License-Identifier: Apache-2.0
#include "models/formats/network_yaml.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "models/formats/source.h"
#include "models/formats/spelling.h"
#include "models/formats/yaml.h"

namespace nestwave {

namespace {

constexpr std::uint64_t kMaxSize = std::uint64_t{1} << 24;
constexpr std::uint64_t kMaxBatch = std::uint64_t{1} << 20;

constexpr std::array kTypes = {LayerType::conv, LayerType::depthwise, LayerType::fc, LayerType::matmul,
                               LayerType::batched_matmul};

bool convolves(LayerType type) {
  return type == LayerType::conv || type == LayerType::depthwise;
}

/// What a layer of that type must say, and what it may say.
struct Keys {
  std::vector<std::string> required;
  std::vector<std::string> optional;
};

Keys keys_of(LayerType type) {
  switch (type) {
    case LayerType::conv:
      return {{"name", "type", "C", "M", "H", "W", "R", "S"}, {"stride", "pad", "dilation", "groups"}};
    case LayerType::depthwise:
      return {{"name", "type", "C", "H", "W", "R", "S"}, {"stride", "pad", "dilation"}};
    case LayerType::fc: return {{"name", "type", "C", "M"}, {}};
    case LayerType::matmul: return {{"name", "type", "N", "C", "M"}, {}};
    case LayerType::batched_matmul: return {{"name", "type", "groups", "N", "C", "M"}, {}};
  }
  return {};
}

LayerType read_type(const yaml::Node& node) {
  std::vector<std::string> names;
  const std::string& text = yaml::text_of(node, "the type");
  for (const LayerType type : kTypes) {
    names.emplace_back(to_string(type));
    if (names.back() == text) return type;
  }
  yaml::fail(node,
             "the type must be " + one_of(names) + ", not " + in_quotes(text) + did_you_mean(text, names));
}

std::uint64_t size_or(const yaml::Node& node, const char* key, std::uint64_t otherwise) {
  const yaml::Node* value = node.find(key);
  return value ? yaml::integer_of(*value, key, 1, kMaxSize) : otherwise;
}

/// A number for both directions, or [down, across].
Extent extent_or(const yaml::Node& node, const char* key, std::uint64_t least, Extent otherwise) {
  const yaml::Node* value = node.find(key);
  if (!value) return otherwise;
  if (!value->is_sequence()) {
    const std::uint64_t both = yaml::integer_of(*value, key, least, kMaxSize);
    return {both, both};
  }
  if (value->items.size() != 2)
    yaml::fail(*value, std::string(key) + " must be a number, or two: [down, across]");
  return {yaml::integer_of(value->items[0], key, least, kMaxSize),
          yaml::integer_of(value->items[1], key, least, kMaxSize)};
}

void check_groups(const yaml::Node& node, const Layer& layer) {
  if (layer.type != LayerType::conv) return;
  for (const auto& [key, size] :
       {std::pair<const char*, std::uint64_t>{"C", layer.channels}, {"M", layer.filters}})
    if (size % layer.groups != 0)
      yaml::fail(*node.find(key), std::string(key) + " = " + std::to_string(size) + " does not divide into " +
                                      std::to_string(layer.groups) + " groups");
}

void check_kernel(const yaml::Node& node, const char* key, std::uint64_t kernel, std::uint64_t dilation,
                  std::uint64_t input, std::uint64_t padding) {
  const std::uint64_t reach = dilation * (kernel - 1) + 1;
  const std::uint64_t room = input + 2 * padding;
  if (reach > room)
    yaml::fail(*node.find(key), "the kernel reaches over " + std::to_string(reach) +
                                    " positions, the padded input has " + std::to_string(room));
}

Layer read_layer(const yaml::Node& node) {
  yaml::require_map(node, "a layer");
  const yaml::Node* name = node.find("name");
  if (!name) yaml::fail(node, "this layer has no 'name'");
  const yaml::Node* type = node.find("type");
  Layer layer;
  layer.where = node.where;
  layer.name = yaml::text_of(*name, "the name");
  const std::string what = "layer " + in_quotes(layer.name);
  if (!type) yaml::fail(node, what + " has no 'type'");
  layer.type = read_type(*type);

  const Keys keys = keys_of(layer.type);
  std::vector<std::string> legal = keys.required;
  legal.insert(legal.end(), keys.optional.begin(), keys.optional.end());
  yaml::require_known_keys(node, what + " (" + std::string(to_string(layer.type)) + ")", legal);
  for (const std::string& key : keys.required)
    if (!node.find(key))
      yaml::fail(node, what + " (" + std::string(to_string(layer.type)) + ") has no " + in_quotes(key));

  layer.channels = size_or(node, "C", 1);
  layer.filters = size_or(node, "M", layer.channels);
  layer.rows = size_or(node, "N", 1);
  layer.groups = size_or(node, "groups", 1);
  layer.input = {size_or(node, "H", 1), size_or(node, "W", 1)};
  layer.kernel = {size_or(node, "R", 1), size_or(node, "S", 1)};
  layer.stride = extent_or(node, "stride", 1, layer.stride);
  layer.dilation = extent_or(node, "dilation", 1, layer.dilation);
  layer.padding = extent_or(node, "pad", 0, layer.padding);
  check_groups(node, layer);
  if (convolves(layer.type)) {
    check_kernel(node, "R", layer.kernel.down, layer.dilation.down, layer.input.down, layer.padding.down);
    check_kernel(node, "S", layer.kernel.across, layer.dilation.across, layer.input.across,
                 layer.padding.across);
  }
  return layer;
}

Network interpret(const std::vector<yaml::Node>& documents, const std::string& file_name) {
  const Location file{std::make_shared<const std::string>(file_name), 0, 0};
  if (documents.empty()) throw InputError(file, "the file is empty");
  if (documents.size() > 1) yaml::fail(documents[1], "a network is one document; here is a second one");
  yaml::require_known_keys(documents[0], "a network file", {"network"});
  const yaml::Node* node = documents[0].find("network");
  if (!node) yaml::fail(documents[0], "the file has no key 'network'");
  yaml::require_known_keys(*node, "the network", {"name", "summary", "batch", "layers"});

  Network network;
  network.where = node->where;
  const yaml::Node* name = node->find("name");
  if (!name) yaml::fail(*node, "the network has no 'name'");
  network.name = yaml::text_of(*name, "the name");
  if (const yaml::Node* summary = node->find("summary"))
    network.summary = yaml::text_of(*summary, "the summary");
  if (const yaml::Node* batch = node->find("batch"))
    network.batch = yaml::integer_of(*batch, "the batch", 1, kMaxBatch);
  const yaml::Node* layers = node->find("layers");
  if (!layers || yaml::require_sequence(*layers, "'layers'").items.empty())
    yaml::fail(layers ? *layers : *node, "the network has no layers");
  std::map<std::string, int> lines;  // of each name
  for (const yaml::Node& item : layers->items) {
    Layer layer = read_layer(item);
    const auto [first, added] = lines.emplace(layer.name, layer.where.line);
    if (!added)
      yaml::fail(item, "two layers are called " + in_quotes(layer.name) + "; the first is in line " +
                           std::to_string(first->second));
    network.layers.push_back(std::move(layer));
  }
  (void)macs_of(network, network.batch);  // refuses what would not fit the counters
  return network;
}

}  // namespace

Network read_network(const std::filesystem::path& file) {
  return read_network_text(read_file(file), file.string());
}

Network read_network_text(const std::string& text, const std::string& file_name) {
  return interpret(yaml::parse(Source(text, file_name)), file_name);
}

}  // namespace nestwave
