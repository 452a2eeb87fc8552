// SPDX-License-Identifier: Apache-2.0
#include "models/formats/art_yaml.h"

#include "models/formats/reference_tables.h"
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
  AreaTable result;
  result.where = node.where;
  for (const ReferenceTable& table : reference_tables(node, "ART", "area", "the area"))
    result.components.push_back(read_component(table.path, *table.body, table.where));
  return result;
}

}  // namespace nestwave
