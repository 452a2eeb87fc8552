// SPDX-License-Identifier: Apache-2.0
// What a component's `constraints` say about keeping data spaces.
#include <algorithm>

#include "models/formats/component.h"
#include "models/formats/spelling.h"

namespace nestwave {

namespace {

/// A list of words; false if it is something else.
bool read_names(const yaml::Node& node, std::vector<std::string>& names) {
  const auto is_word = [](const yaml::Node& item) { return item.is_scalar() && !item.text.empty(); };
  if (!node.is_sequence() || !std::all_of(node.items.begin(), node.items.end(), is_word)) return false;
  for (const yaml::Node& item : node.items) names.push_back(item.text);
  return true;
}

}  // namespace

void read_constraints(const ComponentText& component, StorageLevel& level, UnusedAttributes& unused) {
  if (!component.constraints || component.constraints->is_null()) return;
  const std::string path = component.name + ".constraints";
  for (const yaml::Node::Entry& section :
       yaml::require_map(*component.constraints, "the constraints of " + component.name).entries) {
    if (yaml::normalized(section.key) != "dataspace" || !section.value.is_map()) {
      unused.note(path + "." + section.key);
      continue;
    }
    for (const yaml::Node::Entry& entry : section.value.entries) {
      const bool keep = entry.key == "keep";
      if ((!keep && entry.key != "bypass") || !read_names(entry.value, keep ? level.keeps : level.bypasses))
        unused.note(path + "." + section.key + "." + entry.key);
    }
  }
  for (const std::string& name : level.keeps)
    if (std::find(level.bypasses.begin(), level.bypasses.end(), name) != level.bypasses.end())
      yaml::fail(*component.constraints, component.name + " both keeps and bypasses " + in_quotes(name));
}

}  // namespace nestwave
