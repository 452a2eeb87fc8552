// SPDX-License-Identifier: Apache-2.0
#include "models/formats/interconnects.h"

#include <algorithm>
#include <charconv>

#include "models/formats/spelling.h"

namespace nestwave {

namespace {

constexpr std::uint64_t kMost = std::uint64_t{1} << 32;

using Attributes = std::vector<InterconnectAttribute>;

InterconnectAttribute outward_bandwidth(std::string_view initial) {
  return {"outward_bandwidth", OutwardBandwidth{}, "words per cycle", initial,
          "of links of their own that sums outward take"};
}
const InterconnectAttribute kOutward = {"outward", OutwardNetwork{}, "map", "this network",
                                        "of sums outward: a map with a kind and its attributes"};

InterconnectAttribute bandwidth(std::string_view sentence) {
  return {"bandwidth", &NetworkSpec::bandwidth, "words per cycle", "unlimited", sentence};
}
InterconnectAttribute hop_latency(std::string_view initial, std::string_view sentence) {
  return {"hop_latency", &NetworkSpec::hop_latency, "cycles", initial, sentence};
}
InterconnectAttribute adder_latency() {
  return {"adder_latency", &NetworkSpec::adder_latency, "cycles", "1", "of each stage of adders"};
}

std::vector<Interconnect> make_interconnects() {
  return {
      {"bus",
       "a shared bus with multicast and reduction",
       "One read of the parent reaches every child that needs the word; sums are added on the way back.\n"
       "Both directions share its bandwidth, unless sums outward have a network of their own.\n"
       "It limits the rate only directly below the parent, not below a level that is bypassed.\n",
       false,
       {bandwidth("under one parent, one network for each data space"), hop_latency("0", "of the bus"),
        outward_bandwidth("shared"), kOutward}},
      {"multicast",
       "tagged multicast buses: a Y-bus that feeds an X-bus in every row",
       "A word goes along the Y-bus to the X-buses of the rows that need it and from there to all addressed\n"
       "children at once, when every one of them can take it. Each data space has buses of its own. A sum\n"
       "that goes outward takes the same way back, alone; sums are added at the parent.\n",
       false,
       {bandwidth("of the Y-bus under one parent"),
        {"row_bandwidth", &NetworkSpec::row_bandwidth, "words per cycle", "as bandwidth",
         "of the X-bus of each row"},
        hop_latency("0", "of the Y-bus, and of the X-bus"),
        outward_bandwidth("shared"),
        kOutward}},
      {"systolic",
       "links between neighbours: words enter at the edge and go from child to child",
       "A word that a whole row (column) needs enters at column (row) 0 and goes along it; one that all "
       "need\n"
       "goes along row 0 and from there down the columns; any other goes down its column. The child n hops\n"
       "from the edge gets its words n hops late. Sums go the same ways towards the edge and are added up "
       "in\n"
       "every child that they pass. Rows (columns) have a link each at the edge, one for each direction.\n",
       false,
       {bandwidth("of the link into (out of) each row or column"),
        hop_latency("1", "from child to child"),
        {"along", &NetworkSpec::along, "", "auto",
         "'x': words go along their row; 'y': down their column; 'xy': along row 0, then down"},
        outward_bandwidth("as bandwidth"),
        kOutward}},
      {"mesh",
       "a 2-D mesh with a router at every child, XY routing and link contention",
       "A word enters at one router and is copied where its ways part: along the row, then along the "
       "columns;\n"
       "it takes every link once. Sums go back along their rows, then along the column of that router, and\n"
       "are added up where they meet. A transfer holds each of its links for as long as its words take, "
       "later\n"
       "by a hop from link to link, and begins when all of them can be had. A mesh given for all data "
       "spaces\n"
       "is one mesh that they share; one given for a data space is its own.\n",
       false,
       {bandwidth("of every link, that between parent and entry too"),
        hop_latency("1", "of every link"),
        {"entry_x", &NetworkSpec::entry_x, "column", "0", "of the router that is joined to the parent"},
        {"entry_y", &NetworkSpec::entry_y, "row", "0", "of the router that is joined to the parent"},
        outward_bandwidth("as bandwidth"),
        kOutward}},
      {"reduction_tree",
       "a tree of adders for sums on their way outward",
       "The members of a reduction group are added up in pairs: ceil(log2 members) stages of adders.\n"
       "It stands under 'outward'.\n",
       true,
       {bandwidth("of sums that leave the adders under one parent"),
        hop_latency("0", "of the link from the last adder to the parent"), adder_latency()}},
      {"reduction_chain",
       "a chain of adders for sums on their way outward",
       "The members of a reduction group are added up one after the other: members - 1 stages of adders.\n"
       "It stands under 'outward'.\n",
       true,
       {bandwidth("of sums that leave the adders under one parent"),
        hop_latency("0", "of the link from the last adder to the parent"), adder_latency()}},
  };
}

std::vector<std::string> names(bool outward) {
  std::vector<std::string> all;
  for (const Interconnect& interconnect : interconnects())
    if (outward || !interconnect.outward_only) all.emplace_back(interconnect.name);
  return all;
}

const Interconnect& find(const std::string& name) {
  for (const Interconnect& interconnect : interconnects())
    if (interconnect.name == name) return interconnect;
  throw InternalError("an interconnect without a declaration: " + name);
}

std::string read_kind(const yaml::Node& node, bool outward) {
  const std::string& word = yaml::text_of(node, "'kind'");
  const std::vector<std::string> legal = names(outward);
  if (std::find(legal.begin(), legal.end(), word) != legal.end()) return word;
  const std::vector<std::string> all = names(true);
  if (std::find(all.begin(), all.end(), word) != all.end())
    yaml::fail(node, "a '" + word + "' carries sums outward only; write 'outward: {kind: " + word + "}'");
  yaml::fail(node,
             "'kind' must be " + one_of(legal) + ", not " + in_quotes(word) + did_you_mean(word, legal));
}

Along read_along(const yaml::Node& node) {
  static const std::vector<std::string> legal = {"auto", "x", "y", "xy"};
  const std::string& word = yaml::text_of(node, "'along'");
  const auto found = std::find(legal.begin(), legal.end(), word);
  if (found == legal.end())
    yaml::fail(node,
               "'along' must be " + one_of(legal) + ", not " + in_quotes(word) + did_you_mean(word, legal));
  return static_cast<Along>(found - legal.begin());
}

void require_keys(const yaml::Node& map, const Interconnect& interconnect, const std::string& what,
                  bool is_common, bool outward) {
  std::vector<std::string> legal = interconnect.keys();
  if (outward) std::erase_if(legal, [](const std::string& key) { return key.starts_with("outward"); });
  legal.insert(legal.begin(), "kind");
  for (const yaml::Node::Entry& entry : map.entries) {
    const std::string key = yaml::normalized(entry.key);
    if (std::find(legal.begin(), legal.end(), key) != legal.end()) continue;
    if (is_common && entry.value.is_map() && key != "outward") continue;
    if (key == "multicast")
      throw InputError(entry.where,
                       "what children share is for the policy to say (--policy "
                       "resident,multicast=none), how it reaches them for the 'kind'; " +
                           what + " has no key 'multicast'");
    std::vector<std::string> owners;
    for (const Interconnect& other : interconnects()) {
      const std::vector<std::string> keys = other.keys();
      if (std::find(keys.begin(), keys.end(), key) != keys.end()) owners.emplace_back(other.name);
    }
    if (!owners.empty() && !key.starts_with("outward"))
      throw InputError(entry.where, "'" + key + "' belongs to the kind " + one_of(owners) + ", " + what +
                                        " is of the kind '" + std::string(interconnect.name) + "'");
    throw InputError(entry.where,
                     what + " has no key " + in_quotes(entry.key) + did_you_mean(entry.key, legal));
  }
}

void read_value(const yaml::Node& node, const InterconnectAttribute& attribute, NetworkSpec& spec) {
  const std::string name(attribute.name);
  if (const auto* rational = std::get_if<std::optional<Rational> NetworkSpec::*>(&attribute.what))
    spec.*(*rational) = yaml::rational_of(node, name == "bandwidth" ? "the network's bandwidth" : name);
  else if (const auto* number = std::get_if<std::uint64_t NetworkSpec::*>(&attribute.what))
    spec.*(*number) = yaml::integer_of(node, name, 0, kMost);
  else if (const auto* along = std::get_if<Along NetworkSpec::*>(&attribute.what))
    spec.*(*along) = read_along(node);
}

void set_initial(const InterconnectAttribute& attribute, NetworkSpec& spec) {
  if (const auto* number = std::get_if<std::uint64_t NetworkSpec::*>(&attribute.what))
    std::from_chars(attribute.initial.data(), attribute.initial.data() + attribute.initial.size(),
                    spec.*(*number));
}

NetworkSpec read_one(const yaml::Node& node, const yaml::Node* common, const std::string& what,
                     bool outward) {
  yaml::require_map(node, what);
  const auto look_up = [&](std::string_view key) {
    const yaml::Node* own = node.find(key);
    return own == nullptr && common != nullptr ? common->find(key) : own;
  };
  NetworkSpec spec;
  if (const yaml::Node* kind = look_up("kind")) spec.kind = read_kind(*kind, outward);
  const Interconnect& interconnect = find(spec.kind);
  require_keys(node, interconnect, what, common == nullptr && !outward, outward);
  for (const InterconnectAttribute& attribute : interconnect.attributes) {
    set_initial(attribute, spec);
    if (const yaml::Node* value = look_up(attribute.name)) read_value(*value, attribute, spec);
  }
  if (outward || interconnect.outward_only) return spec;
  const yaml::Node* map = look_up(kOutward.name);
  const yaml::Node* width = look_up("outward_bandwidth");
  if (map != nullptr && width != nullptr)
    yaml::fail(*width, "'outward_bandwidth' and 'outward' both describe the network of sums outward");
  if (map != nullptr) {
    spec.outward = std::make_shared<const NetworkSpec>(read_one(*map, nullptr, "'outward'", true));
  } else if (width != nullptr) {
    NetworkSpec own = spec;
    own.bandwidth = yaml::rational_of(*width, "outward_bandwidth");
    spec.outward = std::make_shared<const NetworkSpec>(std::move(own));
  }
  return spec;
}

}  // namespace

std::span<const Interconnect> interconnects() {
  static const std::vector<Interconnect> all = make_interconnects();
  return all;
}

std::vector<std::string> Interconnect::keys() const {
  std::vector<std::string> all;
  for (const InterconnectAttribute& attribute : attributes) all.emplace_back(attribute.name);
  return all;
}

std::string manual(const Interconnect& interconnect) {
  const auto padded = [](std::string_view text, std::size_t width) {
    std::string wide(text);
    wide.resize(std::max(width, text.size()), ' ');
    return wide;
  };
  std::string text(interconnect.text);
  text +=
      "It is written in the 'nestwave: {network: {...}}' map of the level above it, once for all data\n"
      "spaces or once per data space.\n\nattributes (default)\n  " +
      padded("kind", 19) + padded("", 17) + padded("(bus)", 16) + "'" + std::string(interconnect.name) +
      "'\n";
  for (const InterconnectAttribute& attribute : interconnect.attributes)
    text += "  " + padded(attribute.name, 19) + padded(attribute.unit, 17) +
            padded("(" + std::string(attribute.initial) + ")", 16) + std::string(attribute.sentence) + "\n";
  return text;
}

NetworkSpec read_interconnect(const yaml::Node& node, const yaml::Node* common, const std::string& what) {
  return read_one(node, common, what, false);
}

}  // namespace nestwave
