// SPDX-License-Identifier: Apache-2.0
#include "models/energy/energy_table.h"

namespace nestwave {

std::string last_name(const std::string& path) {
  // A range holds dots of its own: "PE[0..15]".
  std::string name;
  bool in_range = false;
  for (const char c : path) {
    if (c == '[') in_range = true;
    if (c == '.' && !in_range)
      name.clear();
    else if (!in_range)
      name += c;
    if (c == ']') in_range = false;
  }
  return name;
}

const ComponentEnergy* EnergyTable::find(const std::string& path) const {
  for (const ComponentEnergy& component : components)
    if (component.path == path) return &component;
  const std::string name = last_name(path);
  const ComponentEnergy* only = nullptr;
  for (const ComponentEnergy& component : components) {
    if (last_name(component.path) != name) continue;
    if (only) return nullptr;
    only = &component;
  }
  return only;
}

}  // namespace nestwave
