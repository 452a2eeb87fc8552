// SPDX-License-Identifier: Apache-2.0
#include "models/formats/mapper_sections.h"

#include <limits>

#include "models/formats/spelling.h"

namespace nestwave {

namespace {

void require_word(const yaml::Node& node, const std::string& what) {
  if (!node.is_scalar()) yaml::fail(node, what + " must be a word");
}

void require_words(const yaml::Node& node, const std::string& what) {
  if (node.is_map()) yaml::fail(node, what + " must be a word or a list");
  for (const yaml::Node& item : node.items) require_word(item, "an entry of " + what);
}

void require_factors(const yaml::Node& node) {
  if (!node.is_map()) require_words(node, "'factors'");
  for (const yaml::Node::Entry& entry : node.entries) require_word(entry.value, "the factor of " + entry.key);
}

void check_target(const yaml::Node& node) {
  yaml::require_map(node, "a constraint");
  const yaml::Node* target = node.find_any({"target", "name"});
  const yaml::Node* type = node.find("type");
  if (!target) yaml::fail(node, "the constraint has no 'target'");
  (void)yaml::text_of(*target, "'target'");
  if (!type) yaml::fail(node, "the constraint has no 'type'");
  (void)yaml::text_of(*type, "'type'");
  if (const yaml::Node* factors = node.find("factors")) require_factors(*factors);
  for (const char* key : {"permutation", "keep", "bypass"})
    if (const yaml::Node* words = node.find(key)) require_words(*words, in_quotes(key));
  if (const yaml::Node* split = node.find("split"))
    (void)yaml::integer_of(*split, "'split'", 0, std::numeric_limits<std::uint32_t>::max());
}

}  // namespace

bool is_constraints(const std::string& key) {
  return key == "constraints" || key.ends_with("_constraints");
}

void check_constraints(const yaml::Node& node) {
  const yaml::Node* targets = &node;
  if (node.is_map()) {
    yaml::require_known_keys(node, "the constraints", {"version", "targets"});
    yaml::require_known_version(node);
    targets = node.find("targets");
    if (!targets) yaml::fail(node, "the constraints have no 'targets'");
  }
  if (!targets->is_sequence()) yaml::fail(*targets, "the constraints must be a list of targets");
  for (const yaml::Node& target : targets->items) check_target(target);
}

void check_mapper(const yaml::Node& node) {
  yaml::require_map(node, "the mapper");
  yaml::require_known_version(node);
}

}  // namespace nestwave
