// SPDX-License-Identifier: Apache-2.0
#include "models/formats/nestwave_attributes.h"

#include <algorithm>

#include "models/formats/interconnects.h"
#include "models/formats/spelling.h"
#include "models/formats/systolic_yaml.h"

namespace nestwave {

namespace {

constexpr std::uint64_t kMaxCycles = std::uint64_t{1} << 32;

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

/// A preset's name, or a map of `preset` and what differs from it. What a parameter may be is known to
/// the DRAM model alone.
MemoryTiming read_timing(const yaml::Node& node) {
  MemoryTiming timing;
  timing.where = node.where;
  if (!node.is_map()) {
    timing.memory = yaml::text_of(node, "'timing'");
    return timing;
  }
  const yaml::Node* preset = node.find("preset");
  if (preset == nullptr)
    yaml::fail(node,
               "'timing' needs a 'preset' that its parameters change, as in {preset: ddr4_2400, CL: 19}");
  timing.memory = yaml::text_of(*preset, "the preset");
  timing.where = preset->where;
  for (const yaml::Node::Entry& entry : node.entries) {
    const std::string key = yaml::normalized(entry.key);
    if (key == "preset") continue;
    if (key == "outstanding")
      timing.outstanding = yaml::integer_of(entry.value, "'outstanding'", 1, 1U << 16U);
    else if (key == "burst_bytes" && timing.memory == MemoryTiming::kTlm)
      timing.burst_bytes = yaml::integer_of(entry.value, "'burst_bytes'", 1, 1U << 16U);
    else
      timing.settings.push_back({key, yaml::text_of(entry.value, in_quotes(entry.key)), entry.where});
  }
  return timing;
}

BankSpec read_banks(const yaml::Node& node, std::vector<DataSpaceMention>& mentioned) {
  constexpr std::uint64_t kMost = std::uint64_t{1} << 16U;
  BankSpec banks;
  banks.where = node.where;
  yaml::require_map(node, "'banks'");
  yaml::require_known_keys(node, "'banks'", {"count", "ports", "interleave", "per_data_space"});
  const yaml::Node* count = node.find("count");
  if (count == nullptr) yaml::fail(node, "'banks' needs a 'count'");
  banks.count = yaml::integer_of(*count, "'count'", 1, kMost);
  if (const yaml::Node* ports = node.find("ports"))
    banks.ports = yaml::integer_of(*ports, "'ports'", 1, kMost);
  if (const yaml::Node* interleave = node.find("interleave"))
    banks.interleave = yaml::integer_of(*interleave, "'interleave'", 1, kMost);
  if (const yaml::Node* own = node.find("per_data_space")) {
    yaml::require_map(*own, "'per_data_space'");
    for (const yaml::Node::Entry& entry : own->entries) {
      banks.own[entry.key] = yaml::integer_of(entry.value, "the banks of " + entry.key, 1, kMost);
      mentioned.push_back({entry.key, entry.where, {}});
    }
  }
  return banks;
}

}  // namespace

void read_nestwave(const yaml::Node& node, StorageLevel& level, std::vector<DataSpaceMention>& mentioned) {
  refuse_later(node, {"reuse"});
  yaml::require_known_keys(
      node, "'nestwave' on a storage level",
      {"latency", "prefetch_depth", "ready", "room", "padding", "network", "banks", "timing", "systolic"});
  if (const yaml::Node* latency = node.find("latency"))
    level.latency = yaml::integer_of(*latency, "latency", 0, kMaxCycles);
  if (const yaml::Node* depth = node.find("prefetch_depth"))
    level.prefetch_depth = yaml::integer_of(*depth, "prefetch_depth", 1, kMaxCycles);
  if (const yaml::Node* ready = node.find("ready")) word_of(*ready, "ready", {"tile"}, {"word"});
  if (const yaml::Node* room = node.find("room")) {
    const bool shared = word_of(*room, "room", {"shared", "per_data_space"}, {}) == "shared";
    level.room = shared ? Room::shared : Room::per_data_space;
  }
  if (const yaml::Node* banks = node.find("banks")) level.banks = read_banks(*banks, mentioned);
  if (const yaml::Node* timing = node.find("timing")) level.timing = read_timing(*timing);
  if (const yaml::Node* padding = node.find("padding")) {
    const bool free = word_of(*padding, "padding", {"free", "stored"}, {}) == "free";
    level.padding = free ? Padding::free : Padding::stored;
  }
  if (const yaml::Node* network = node.find("network")) read_network(*network, level, mentioned);
  if (const yaml::Node* systolic = node.find("systolic")) {
    if (!level.networks.contains("") || level.networks.at("").kind != "systolic")
      yaml::fail(*systolic, "'systolic' describes the array below a network of 'kind: systolic'");
    level.systolic = read_systolic(*systolic);
  }
}

void read_nestwave(const yaml::Node& node, ComputeUnit& unit) {
  yaml::require_known_keys(node, "'nestwave' on the compute unit", {"depth"});
  if (const yaml::Node* depth = node.find("depth"))
    unit.depth = yaml::integer_of(*depth, "depth", 0, kMaxCycles);
}

}  // namespace nestwave
