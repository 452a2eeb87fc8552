// SPDX-License-Identifier: Apache-2.0
#include "models/formats/art_yaml.h"

#include <set>

#include "models/formats/spelling.h"

namespace nestwave {

namespace {

/// A number, or {area: number}.
ComponentArea read_component(const std::string& path, const yaml::Node& value, const Location& where) {
  const yaml::Node* area = value.is_map() ? value.find("area") : &value;
  if (!area) yaml::fail(value, "the table of " + in_quotes(path) + " has no 'area'");
  return {path, yaml::decimal_of(*area, "the area of " + path), where};
}

}  // namespace

AreaTable read_area_table(const yaml::Node& node) {
  yaml::require_known_keys(node, "the ART", {"version", "tables"});
  yaml::require_known_version(node);
  const yaml::Node* tables = node.find("tables");
  if (!tables) yaml::fail(node, "the ART has no 'tables'");
  AreaTable result;
  result.where = node.where;
  if (tables->is_sequence()) {
    for (const yaml::Node& table : tables->items) {
      yaml::require_known_keys(table, "a table", {"name", "area"});
      const yaml::Node* name = table.find("name");
      if (!name) yaml::fail(table, "a table has no 'name'");
      result.components.push_back(read_component(yaml::text_of(*name, "a table's name"), table, table.where));
    }
  } else if (tables->is_map()) {
    for (const yaml::Node::Entry& entry : tables->entries)
      result.components.push_back(read_component(entry.key, entry.value, entry.where));
  } else {
    yaml::fail(*tables, "'tables' must be a list or a map");
  }
  std::set<std::string> seen;
  for (const ComponentArea& component : result.components)
    if (!seen.insert(component.path).second)
      throw InputError(component.where, "the area of " + in_quotes(component.path) + " is given twice");
  return result;
}

}  // namespace nestwave
