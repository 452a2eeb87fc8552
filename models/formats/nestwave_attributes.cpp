// SPDX-License-Identifier: Apache-2.0
#include "models/formats/nestwave_attributes.h"

#include <algorithm>

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

/// Reads the plain keys of a network map over what `spec` holds already.
void read_network_keys(const yaml::Node& node, NetworkSpec& spec) {
  if (const yaml::Node* kind = node.find("kind"))
    spec.kind = word_of(*kind, "kind", {"bus"}, {"multicast", "systolic", "mesh"});
  if (const yaml::Node* bandwidth = node.find("bandwidth"))
    spec.bandwidth = yaml::rational_of(*bandwidth, "the network's bandwidth");
  if (const yaml::Node* hop = node.find("hop_latency"))
    spec.hop_latency = yaml::integer_of(*hop, "hop_latency", 0, kMaxCycles);
}

/// One map for all data spaces, or one per data space (a key whose value is a map); a data space's
/// own map starts from the common keys beside it.
void read_network(const yaml::Node& node, StorageLevel& level, std::vector<DataSpaceMention>& mentioned) {
  yaml::require_map(node, "'network'");
  const std::vector<std::string> legal = {"kind", "bandwidth", "hop_latency"};
  NetworkSpec common;
  bool any_common = node.entries.empty();
  for (const yaml::Node::Entry& entry : node.entries) {
    if (entry.value.is_map()) continue;
    refuse_later(node, {"multicast"});
    if (std::find(legal.begin(), legal.end(), yaml::normalized(entry.key)) == legal.end())
      throw InputError(entry.where,
                       "'network' has no key " + in_quotes(entry.key) + did_you_mean(entry.key, legal));
    any_common = true;
  }
  read_network_keys(node, common);
  if (any_common) level.networks[""] = common;
  for (const yaml::Node::Entry& entry : node.entries) {
    if (!entry.value.is_map()) continue;
    refuse_later(entry.value, {"multicast"});
    yaml::require_known_keys(entry.value, "the network of " + entry.key, legal);
    NetworkSpec own = common;
    read_network_keys(entry.value, own);
    level.networks[entry.key] = own;
    mentioned.push_back({entry.key, entry.where});
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
