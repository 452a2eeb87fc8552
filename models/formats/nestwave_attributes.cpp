// SPDX-License-Identifier: Apache-2.0
#include "models/formats/nestwave_attributes.h"

#include <algorithm>

#include "models/formats/interconnects.h"
#include "models/formats/spelling.h"

namespace nestwave {

namespace {

constexpr std::uint64_t kMaxCycles = std::uint64_t{1} << 32;
constexpr std::uint64_t kMaxBanks = std::uint64_t{1} << 20;

/// A word out of a fixed list; `later` are words that have a meaning but are refused.
const std::string& word_of(const yaml::Node& node, const std::string& key,
                           const std::vector<std::string>& legal, const std::vector<std::string>& later) {
  const std::string& word = yaml::text_of(node, "'" + key + "'");
  if (std::find(legal.begin(), legal.end(), word) != legal.end()) return word;
  if (std::find(later.begin(), later.end(), word) != later.end())
    yaml::fail(node, "'" + key + ": " + word + "' is not supported yet");
  yaml::fail(node, "'" + key + "' must be " + one_of(legal) + ", not " + in_quotes(word) +
                       did_you_mean(word, legal));
}

void refuse_later(const yaml::Node& map, const std::vector<std::string>& keys) {
  for (const yaml::Node::Entry& entry : map.entries)
    if (std::find(keys.begin(), keys.end(), yaml::normalized(entry.key)) != keys.end())
      throw InputError(entry.where, "'" + entry.key + "' is not supported yet");
}

/// One map for all data spaces, or one per data space (a key whose value is a map, other than
/// `outward`); a data space's own map starts from the common keys beside it.
void read_network(const yaml::Node& node, StorageLevel& level, std::vector<DataSpaceMention>& mentioned) {
  const NetworkSpec common = read_interconnect(node, nullptr, "'network'");
  const auto of_one = [](const yaml::Node::Entry& entry) {
    return entry.value.is_map() && yaml::normalized(entry.key) != "outward";
  };
  if (node.entries.empty() || !std::all_of(node.entries.begin(), node.entries.end(), of_one))
    level.networks[""] = common;
  for (const yaml::Node::Entry& entry : node.entries) {
    if (!of_one(entry)) continue;
    level.networks[entry.key] = read_interconnect(entry.value, &node, "the network of " + entry.key);
    mentioned.push_back({entry.key, entry.where, {}});
    for (const yaml::Node::Entry& key : entry.value.entries)
      if (yaml::normalized(key.key).starts_with("outward")) mentioned.back().outward = key.where;
  }
}

}  // namespace

void read_nestwave(const yaml::Node& node, StorageLevel& level, std::vector<DataSpaceMention>& mentioned) {
  refuse_later(node, {"reuse", "timing"});
  yaml::require_known_keys(node, "'nestwave' on a storage level",
                           {"latency", "prefetch_depth", "ready", "room", "banks", "network"});
  if (const yaml::Node* latency = node.find("latency"))
    level.latency = yaml::integer_of(*latency, "latency", 0, kMaxCycles);
  if (const yaml::Node* depth = node.find("prefetch_depth"))
    level.prefetch_depth = yaml::integer_of(*depth, "prefetch_depth", 1, kMaxCycles);
  if (const yaml::Node* ready = node.find("ready")) word_of(*ready, "ready", {"tile"}, {"word"});
  if (const yaml::Node* room = node.find("room")) {
    const bool shared = word_of(*room, "room", {"shared", "per_data_space"}, {}) == "shared";
    level.room = shared ? Room::shared : Room::per_data_space;
  }
  if (const yaml::Node* banks = node.find("banks"))
    level.banks = yaml::integer_of(*banks, "banks", 1, kMaxBanks);
  if (const yaml::Node* network = node.find("network")) read_network(*network, level, mentioned);
}

void read_nestwave(const yaml::Node& node, ComputeUnit& unit) {
  yaml::require_known_keys(node, "'nestwave' on the compute unit", {"depth"});
  if (const yaml::Node* depth = node.find("depth"))
    unit.depth = yaml::integer_of(*depth, "depth", 0, kMaxCycles);
}

}  // namespace nestwave
