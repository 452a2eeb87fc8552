// SPDX-License-Identifier: Apache-2.0
#include "models/formats/overrides.h"

#include <algorithm>
#include <vector>

#include "models/formats/architecture_tree.h"
#include "models/formats/component.h"
#include "models/formats/spelling.h"

namespace nestwave {

namespace {

/// All nodes with a name, wherever the two versions put them.
void collect_named(yaml::Node& node, std::vector<yaml::Node*>& found) {
  if (node.is_map() && node.find("name")) found.push_back(&node);
  for (const char* key : {"nodes", "local", "subtree"}) {
    yaml::Node* inside = node.find(key);
    if (!inside) continue;
    if (inside->is_map()) collect_named(*inside, found);
    for (yaml::Node& item : inside->items) collect_named(item, found);
  }
}

/// The map under `key`, made if it is not there.
yaml::Node& map_under(yaml::Node& node, const std::string& key, const Location& where) {
  yaml::Node* inside = node.find(key);
  if (!inside) {
    node.entries.push_back({key, where, {}});
    inside = &node.entries.back().value;
  }
  if (inside->is_null()) {
    inside->kind = yaml::Kind::map;
    inside->where = where;
  }
  // `timing: hbm2` is short for `timing: {preset: hbm2}`.
  if (inside->is_scalar() && key == "timing") {
    yaml::Node preset = std::move(*inside);
    *inside = {};
    inside->kind = yaml::Kind::map;
    inside->where = preset.where;
    inside->entries.push_back({"preset", preset.where, std::move(preset)});
  }
  if (!inside->is_map()) throw InputError(where, in_quotes(key) + " is not a map");
  return *inside;
}

void set_entry(yaml::Node& map, const std::string& key, const std::string& value, const Location& where) {
  yaml::Node node;
  node.kind = yaml::Kind::scalar;
  node.text = value;
  node.where = where;
  if (yaml::Node* old = map.find(key))
    *old = std::move(node);
  else
    map.entries.push_back({key, where, std::move(node)});
}

std::vector<std::string> split(const std::string& path) {
  std::vector<std::string> parts(1);
  for (const char c : path) {
    if (c == '.')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

/// Attributes may be misspelt here as anywhere, and an override without effect would mislead.
void require_known_attribute(const yaml::Node& component, const yaml::Node& attributes,
                             const std::string& name, const std::string& key, const Location& where) {
  std::vector<std::string> legal;
  for (const auto* names : {&storage_attributes(), &compute_attributes(), &container_attributes()})
    legal.insert(legal.end(), names->begin(), names->end());
  for (const yaml::Node::Entry& entry : attributes.entries) legal.push_back(yaml::normalized(entry.key));
  if (component.find("class")) std::erase(legal, "global_cycle_seconds");
  if (std::find(legal.begin(), legal.end(), yaml::normalized(key)) == legal.end())
    throw InputError(where, name + " has no attribute " + in_quotes(key) + did_you_mean(key, legal));
}

}  // namespace

void apply_override(yaml::Node& architecture, const std::string& setting) {
  const Location where{std::make_shared<const std::string>("--set " + setting), 0, 0};
  const std::size_t equals = setting.find('=');
  if (equals == std::string::npos)
    throw InputError(where, "an override is written COMPONENT.ATTRIBUTE=VALUE");
  const std::vector<std::string> path = split(setting.substr(0, equals));
  const std::string value = setting.substr(equals + 1);
  const bool blank =
      std::any_of(path.begin(), path.end(), [](const std::string& part) { return part.empty(); });
  if (path.size() < 2 || blank || value.empty())
    throw InputError(where, "an override is written COMPONENT.ATTRIBUTE=VALUE");

  std::vector<yaml::Node*> nodes;
  collect_named(architecture, nodes);
  std::vector<std::string> names;
  yaml::Node* target = nullptr;
  for (yaml::Node* node : nodes) {
    names.push_back(without_range(node->find("name")->text));
    if (names.back() == path[0]) target = node;
  }
  if (!target)
    throw InputError(
        where, "the architecture has no component " + in_quotes(path[0]) + did_you_mean(path[0], names));

  const bool mesh = path.size() == 2 && (path[1] == "meshX" || path[1] == "meshY");
  if (mesh && architecture.find("nodes")) {
    set_entry(map_under(*target, "spatial", where), path[1], value, where);
    return;
  }
  yaml::Node* at = &map_under(*target, "attributes", where);
  require_known_attribute(*target, *at, path[0], path[1], where);
  for (std::size_t i = 1; i + 1 < path.size(); ++i) at = &map_under(*at, path[i], where);
  set_entry(*at, path.back(), value, where);
}

}  // namespace nestwave
