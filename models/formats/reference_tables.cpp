// SPDX-License-Identifier: Apache-2.0
#include "models/formats/reference_tables.h"

#include <set>

#include "models/formats/spelling.h"

namespace nestwave {

std::vector<ReferenceTable> reference_tables(const yaml::Node& node, const std::string& kind,
                                             const std::string& key, const std::string& subject) {
  yaml::require_known_keys(node, "the " + kind, {"version", "tables"});
  yaml::require_known_version(node);
  const yaml::Node* tables = node.find("tables");
  if (!tables) yaml::fail(node, "the " + kind + " has no 'tables'");
  std::vector<ReferenceTable> found;
  if (tables->is_sequence()) {
    for (const yaml::Node& table : tables->items) {
      yaml::require_known_keys(table, "a table", {"name", key});
      const yaml::Node* name = table.find("name");
      if (!name) yaml::fail(table, "a table has no 'name'");
      found.push_back({yaml::text_of(*name, "a table's name"), &table, true, table.where});
    }
  } else if (tables->is_map()) {
    for (const yaml::Node::Entry& entry : tables->entries)
      found.push_back({entry.key, &entry.value, false, entry.where});
  } else {
    yaml::fail(*tables, "'tables' must be a list or a map");
  }
  std::set<std::string> seen;
  for (const ReferenceTable& table : found)
    if (!seen.insert(table.path).second)
      throw InputError(table.where, subject + " of " + in_quotes(table.path) + " is given twice");
  return found;
}

}  // namespace nestwave
