// SPDX-License-Identifier: Apache-2.0
#include "models/formats/ert_yaml.h"

#include <algorithm>

#include "models/formats/reference_tables.h"
#include "models/formats/spelling.h"

namespace nestwave {

namespace {

void add_energy(ComponentEnergy& component, const std::string& action, const yaml::Node& energy) {
  const double value = yaml::decimal_of(energy, "the energy of " + action);
  const auto [entry, added] = component.actions.emplace(action, value);
  if (!added) entry->second = std::max(entry->second, value);
}

const yaml::Node& energy_of(const yaml::Node& entry) {
  const yaml::Node* energy = entry.find("energy");
  if (!energy) yaml::fail(entry, "the action has no 'energy'");
  return *energy;
}

/// Versions 0.3 and 0.4: [ {name: read, arguments: {...}, energy: 1.5}, ... ].
void read_action_list(ComponentEnergy& component, const yaml::Node& actions) {
  for (const yaml::Node& action : actions.items) {
    yaml::require_known_keys(action, "an action", {"name", "arguments", "energy"});
    const yaml::Node* name = action.find("name");
    if (!name) yaml::fail(action, "an action has no 'name'");
    add_energy(component, yaml::text_of(*name, "an action's name"), energy_of(action));
  }
}

/// Version 0.2: { read: 1.5, write: [ {arguments: {...}, energy: 2}, ... ] }.
void read_action_map(ComponentEnergy& component, const yaml::Node& actions) {
  for (const yaml::Node::Entry& entry : actions.entries) {
    if (!entry.value.is_sequence()) {
      const bool detailed = entry.value.is_map();
      add_energy(component, entry.key, detailed ? energy_of(entry.value) : entry.value);
      continue;
    }
    for (const yaml::Node& variant : entry.value.items) {
      yaml::require_known_keys(variant, "an action", {"arguments", "energy"});
      add_energy(component, entry.key, energy_of(variant));
    }
  }
}

ComponentEnergy read_component(const std::string& path, const yaml::Node& actions, const Location& where) {
  ComponentEnergy component;
  component.path = path;
  component.where = where;
  if (actions.is_sequence())
    read_action_list(component, actions);
  else if (actions.is_map())
    read_action_map(component, actions);
  else
    yaml::fail(actions, "the actions of " + in_quotes(path) + " must be a list or a map");
  return component;
}

}  // namespace

EnergyTable read_energy_table(const yaml::Node& node) {
  EnergyTable result;
  result.where = node.where;
  for (const ReferenceTable& table : reference_tables(node, "ERT", "actions", "the table")) {
    const yaml::Node* actions = table.listed ? table.body->find("actions") : table.body;
    if (!actions) yaml::fail(*table.body, "the table has no 'actions'");
    result.components.push_back(read_component(table.path, *actions, table.where));
  }
  return result;
}

}  // namespace nestwave
