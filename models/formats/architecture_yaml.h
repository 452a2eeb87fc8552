// SPDX-License-Identifier: Apache-2.0
// The `architecture` key, versions 0.3 (subtree/local) and 0.4 (nodes).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/architecture.h"
#include "models/formats/yaml.h"

namespace nestwave {

/// A container whose fan-out a mapping directive may name as its target.
struct Container {
  std::string name;
  int level_above = -1;      ///< the storage level whose fan-out it is part of; -1: above all of them
  std::uint64_t mesh_x = 1;  ///< its own fan-out
  std::uint64_t mesh_y = 1;
};

/// A data space named in the architecture; whether it exists is known once the problem is.
struct DataSpaceMention {
  std::string name;
  Location where;
  Location outward;  ///< of keys that hold for sums only; line 0: none
};

/// What the file says beyond the Architecture itself.
struct ArchitectureLayout {
  std::vector<Container> containers;        ///< outermost first
  std::vector<DataSpaceMention> mentioned;  ///< keys of networks given per data space
};

struct ArchitectureText {
  Architecture architecture;
  ArchitectureLayout layout;
};

/// `strict`: an attribute that only other tools use is an error instead of an entry of `unused`.
[[nodiscard]] ArchitectureText read_architecture(const yaml::Node& node, bool strict = false);

}  // namespace nestwave
