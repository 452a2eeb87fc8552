// SPDX-License-Identifier: Apache-2.0
#include "models/formats/architecture_yaml.h"

#include <algorithm>
#include <set>

#include "models/formats/architecture_tree.h"
#include "models/formats/component.h"
#include "models/formats/spelling.h"

namespace nestwave {

namespace {

constexpr std::size_t kMaxComponents = 64;

/// Which component computes: the last of a compute class, else the innermost one if it stores nothing.
std::size_t find_compute(const std::vector<ComponentText>& components, const std::vector<Role>& roles) {
  const auto last = std::find(roles.rbegin(), roles.rend(), Role::compute);
  if (last != roles.rend()) return static_cast<std::size_t>(roles.rend() - last) - 1;
  const ComponentText& innermost = components.back();
  if (roles.back() == Role::storage)
    throw InputError(innermost.where, "the architecture has no compute unit: the innermost component " +
                                          innermost.name + " is a storage level (class " +
                                          in_quotes(innermost.component_class) + ")");
  return components.size() - 1;
}

void require_unique_names(const ComponentTree& tree) {
  std::set<std::string> seen;
  for (const ComponentText& component : tree.components)
    if (!seen.insert(component.name).second)
      throw InputError(component.where, "there are two components named " + in_quotes(component.name));
  for (const ContainerText& container : tree.containers)
    if (container.is_container && !seen.insert(container.name).second)
      throw InputError(container.where, "there are two nodes named " + in_quotes(container.name));
}

void read_container_attributes(const ContainerText& container, Architecture& architecture,
                               UnusedAttributes& unused) {
  if (!container.is_container || !container.attributes) return;
  if (const yaml::Node* period = container.attributes->find("global_cycle_seconds")) {
    architecture.cycle_seconds = yaml::decimal_of(*period, "global_cycle_seconds");
    if (architecture.cycle_seconds <= 0)
      yaml::fail(*period, "global_cycle_seconds must be greater than zero");
  }
  unused.collect(container.name, container.attributes, container_attributes());
}

}  // namespace

ArchitectureText read_architecture(const yaml::Node& node, bool strict) {
  const ComponentTree tree = read_component_tree(node);
  if (tree.components.empty()) yaml::fail(node, "the architecture has no components");
  if (tree.components.size() > kMaxComponents)
    yaml::fail(node, "the architecture has more than " + std::to_string(kMaxComponents) + " components");
  require_unique_names(tree);

  ArchitectureText result;
  Architecture& architecture = result.architecture;
  architecture.where = node.where;
  architecture.name = tree.name;
  UnusedAttributes unused(architecture.unused, strict);

  for (const ContainerText& container : tree.containers)
    read_container_attributes(container, architecture, unused);

  std::vector<Role> roles;
  for (std::size_t i = 0; i < tree.components.size(); ++i) roles.push_back(role_of(tree.components[i]));
  const std::size_t compute = find_compute(tree.components, roles);

  std::vector<int> levels_before;  // storage levels that stand before each component
  for (std::size_t i = 0; i < tree.components.size(); ++i) {
    const ComponentText& component = tree.components[i];
    levels_before.push_back(static_cast<int>(architecture.levels.size()));
    if (i == compute) {
      architecture.compute = read_compute(component, unused);
    } else if (roles[i] == Role::storage) {
      architecture.levels.push_back(read_storage(component, unused, result.layout.mentioned));
    } else {
      if (const yaml::Node* own = component.attribute({"nestwave"}))
        yaml::fail(*own, component.name + " is not simulated; it takes no 'nestwave'");
      unused.note(component.name);
    }
  }
  levels_before.push_back(static_cast<int>(architecture.levels.size()));
  for (const ContainerText& container : tree.containers)
    result.layout.containers.push_back(
        {container.name, levels_before[container.components_before] - 1, container.mesh_x, container.mesh_y});
  for (const std::string& section : tree.unread) unused.note(section);
  return result;
}

}  // namespace nestwave
