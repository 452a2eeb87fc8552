// SPDX-License-Identifier: Apache-2.0
// The tree of an architecture file, flattened into its components in order, outermost first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "models/formats/component.h"
#include "models/formats/yaml.h"

namespace nestwave {

/// A node of version 0.4 that spreads what is inside it, or a container of either version.
struct ContainerText {
  std::string name;
  std::size_t components_before = 0;  ///< components that stand outside it
  std::uint64_t mesh_x = 1;           ///< its own fan-out
  std::uint64_t mesh_y = 1;
  const yaml::Node* attributes = nullptr;
  bool is_container = true;  ///< false: a compute unit with a fan-out of its own
  Location where;
};

struct ComponentTree {
  std::string name;  ///< of the outermost container; may be empty
  std::vector<ComponentText> components;
  std::vector<ContainerText> containers;
  std::vector<std::string> unread;  ///< sections without effect: "shared_glb.constraints"
};

/// Reads version 0.4 (`nodes`) or 0.3 (`subtree`, `local`). The result points into `architecture`.
[[nodiscard]] ComponentTree read_component_tree(const yaml::Node& architecture);

/// "PE[0..15]" → "PE".
[[nodiscard]] std::string without_range(const std::string& name);

}  // namespace nestwave
