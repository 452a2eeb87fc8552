// SPDX-License-Identifier: Apache-2.0
#include "models/formats/flattened_architecture.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "models/formats/component.h"
#include "models/formats/spelling.h"

namespace nestwave {

namespace {

/// "System.PE[0..15].Buffer" → System, PE[0..15], Buffer; the dots of a range do not count.
std::vector<std::string> parts_of(const std::string& path) {
  std::vector<std::string> parts(1);
  bool in_range = false;
  for (const char c : path) {
    if (c == '[') in_range = true;
    if (c == ']') in_range = false;
    if (c == '.' && !in_range)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

yaml::Node scalar(const std::string& text, const Location& where) {
  yaml::Node node;
  node.kind = yaml::Kind::scalar;
  node.text = text;
  node.where = where;
  return node;
}

bool is_flattened(const yaml::Node& architecture) {
  const yaml::Node* local = architecture.find("local");
  if (!local || architecture.find("subtree") || architecture.find("nodes")) return false;
  return std::any_of(local->items.begin(), local->items.end(), [](const yaml::Node& component) {
    const yaml::Node* name = component.find("name");
    return name && name->is_scalar() && parts_of(name->text).size() > 1;
  });
}

/// One container and what stands directly in it.
struct Level {
  std::vector<std::string> path;
  std::vector<yaml::Node> components;
};

bool is_storage(const yaml::Node& node) {
  ComponentText component;
  component.name = node.find("name")->text;
  component.where = node.where;
  if (const yaml::Node* kind = node.find("class")) component.component_class = kind->text;
  if (const yaml::Node* subclass = node.find("subclass")) component.subclass = subclass->text;
  component.attributes = node.find("attributes");
  return role_of(component) == Role::storage;
}

/// Storage first, then what computes, as the file has them; a second storage level could stand anywhere.
void put_in_order(Level& level) {
  std::stable_partition(level.components.begin(), level.components.end(), is_storage);
  const auto& all = level.components;
  if (all.size() > 1 && is_storage(all[1]))
    yaml::fail(*all[1].find("name"), all[0].find("name")->text + " and " + all[1].find("name")->text +
                                         " stand in one container; a flattened architecture has lost which "
                                         "is further out, give the original");
}

}  // namespace

void unflatten(yaml::Node& architecture) {
  if (!architecture.is_map() || !is_flattened(architecture)) return;
  std::map<std::size_t, Level> levels;  // by depth
  const Location where = architecture.find("local")->where;
  for (yaml::Node& component : architecture.find("local")->items) {
    yaml::Node* name = component.find("name");
    if (!name || !name->is_scalar()) yaml::fail(component, "this node has no 'name'");
    std::vector<std::string> path = parts_of(name->text);
    if (std::any_of(path.begin(), path.end(), [](const std::string& part) { return part.empty(); }))
      yaml::fail(*name, "the path " + in_quotes(name->text) + " has an empty part");
    name->text = path.back();
    path.pop_back();
    Level& level = levels[path.size()];
    if (level.components.empty())
      level.path = path;
    else if (level.path != path)
      yaml::fail(*name, "two containers of the flattened architecture stand side by side; give the original");
    level.components.push_back(std::move(component));
  }
  const std::vector<std::string> innermost = levels.rbegin()->second.path;
  for (auto& [depth, level] : levels) {
    if (!std::equal(level.path.begin(), level.path.end(), innermost.begin()))
      yaml::fail(*level.components.front().find("name"),
                 "two containers of the flattened architecture stand side by side; give the original");
    put_in_order(level);
  }

  // From the innermost container out: {name, local, subtree}.
  yaml::Node tree;
  for (std::size_t depth = innermost.size() + 1; depth-- > 0;) {
    yaml::Node container;
    container.kind = yaml::Kind::map;
    container.where = where;
    if (depth > 0) container.entries.push_back({"name", where, scalar(innermost[depth - 1], where)});
    if (const auto level = levels.find(depth); level != levels.end()) {
      yaml::Node local;
      local.kind = yaml::Kind::sequence;
      local.where = where;
      local.items = std::move(level->second.components);
      container.entries.push_back({"local", where, std::move(local)});
    }
    if (!tree.is_null()) container.entries.push_back({"subtree", where, std::move(tree)});
    tree = std::move(container);
  }
  std::erase_if(architecture.entries, [](const yaml::Node::Entry& entry) { return entry.key == "local"; });
  for (yaml::Node::Entry& entry : tree.entries) architecture.entries.push_back(std::move(entry));
}

}  // namespace nestwave
