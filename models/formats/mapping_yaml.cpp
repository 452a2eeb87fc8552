// SPDX-License-Identifier: Apache-2.0
#include "models/formats/mapping_yaml.h"

#include <algorithm>
#include <limits>

#include "models/formats/spelling.h"

namespace nestwave {

namespace {

constexpr std::size_t kMaxDirectives = 1024;

/// Directives that change how Timeloop counts; without a meaning here they must not be dropped.
const std::vector<std::string> kUnsupported = {"no_link_transfer",  "no_multicast_no_reduction",
                                               "no_temporal_reuse", "rmw_on_first_writeback",
                                               "passthrough",       "skew"};

DirectiveType type_of(const yaml::Node& node) {
  const std::string& word = yaml::text_of(node, "'type'");
  if (word == "temporal") return DirectiveType::temporal;
  if (word == "spatial") return DirectiveType::spatial;
  if (word == "bypass" || word == "datatype" || word == "dataspace") return DirectiveType::bypass;
  if (word == "skew") yaml::fail(node, "'skew' is not supported");
  const std::vector<std::string> legal = {"temporal", "spatial", "bypass", "datatype", "dataspace"};
  yaml::fail(node, "there is no directive type " + in_quotes(word) + did_you_mean(word, legal));
}

/// A scalar, or a list of scalars.
std::vector<PlacedText> words_of(const yaml::Node& node, const std::string& what) {
  std::vector<PlacedText> words;
  if (node.is_scalar()) words.push_back({node.text, node.where});
  for (const yaml::Node& item : node.items)
    words.push_back({yaml::text_of(item, "an entry of " + what), item.where});
  if (node.is_map()) yaml::fail(node, what + " must be a word or a list");
  return words;
}

/// "R=3 P=4,2", [R=3, 'P=4,2'] or {R: 3, P: [4, 2]}.
std::vector<PlacedText> factors_of(const yaml::Node& node) {
  if (!node.is_map()) return words_of(node, "'factors'");
  std::vector<PlacedText> factors;
  for (const yaml::Node::Entry& entry : node.entries) {
    const auto is_word = [](const yaml::Node& item) { return item.is_scalar() && !item.text.empty(); };
    const std::vector<yaml::Node>& parts = entry.value.items;
    if (is_word(entry.value))
      factors.push_back({entry.key + "=" + entry.value.text, entry.where});
    else if (parts.size() == 2 && is_word(parts[0]) && is_word(parts[1]))
      factors.push_back({entry.key + "=" + parts[0].text + "," + parts[1].text, entry.where});
    else
      yaml::fail(entry.value,
                 "factor " + in_quotes(entry.key) + " must be a whole number, or two: [bound, last round]");
  }
  return factors;
}

Directive read_directive(const yaml::Node& node) {
  yaml::require_map(node, "a directive");
  for (const yaml::Node::Entry& entry : node.entries)
    if (std::find(kUnsupported.begin(), kUnsupported.end(), yaml::normalized(entry.key)) !=
        kUnsupported.end())
      throw InputError(entry.where, in_quotes(entry.key) + " is not supported");
  yaml::require_known_keys(node, "a directive",
                           {"target", "type", "factors", "permutation", "split", "keep", "bypass"});
  const yaml::Node* target = node.find("target");
  const yaml::Node* type = node.find("type");
  if (!target) yaml::fail(node, "the directive has no 'target'");
  if (!type) yaml::fail(node, "the directive has no 'type'");

  Directive directive;
  directive.where = node.where;
  directive.target = {yaml::text_of(*target, "'target'"), target->where};
  directive.type = type_of(*type);
  const bool loops = directive.type != DirectiveType::bypass;
  for (const yaml::Node::Entry& entry : node.entries) {
    const std::string key = yaml::normalized(entry.key);
    const bool belongs_to_loops = key == "factors" || key == "permutation" || key == "split";
    if ((belongs_to_loops && !loops) || ((key == "keep" || key == "bypass") && loops) ||
        (key == "split" && directive.type == DirectiveType::temporal))
      throw InputError(entry.where, in_quotes(entry.key) + " does not belong to a directive of type " +
                                        in_quotes(type->text));
    if (key == "factors") directive.factors = factors_of(entry.value);
    if (key == "permutation") directive.permutation = words_of(entry.value, "'permutation'");
    if (key == "split")
      directive.split =
          yaml::integer_of(entry.value, "'split'", 0, std::numeric_limits<std::uint32_t>::max());
    if (key == "keep") directive.keep = words_of(entry.value, "'keep'");
    if (key == "bypass") directive.bypass = words_of(entry.value, "'bypass'");
  }
  return directive;
}

}  // namespace

MappingText read_mapping(const yaml::Node& node) {
  if (!node.is_sequence()) yaml::fail(node, "the mapping must be a list of directives (target, type, ...)");
  if (node.items.size() > kMaxDirectives)
    yaml::fail(node, "the mapping has more than " + std::to_string(kMaxDirectives) + " directives");
  MappingText mapping;
  mapping.where = node.where;
  for (const yaml::Node& item : node.items) mapping.directives.push_back(read_directive(item));
  return mapping;
}

}  // namespace nestwave
