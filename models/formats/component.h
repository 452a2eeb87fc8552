// SPDX-License-Identifier: Apache-2.0
// One component of an architecture file: its role, and its attributes as a level or compute unit.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/architecture.h"
#include "models/formats/architecture_yaml.h"
#include "models/formats/yaml.h"

namespace nestwave {

/// More instances than this are refused; a product of meshes stays far from overflow.
inline constexpr std::uint64_t kMaxMesh = std::uint64_t{1} << 22;

/// A component as found in the tree; attributes point into the tree.
struct ComponentText {
  std::string name;
  std::string path;
  std::string component_class;
  std::string subclass;
  const yaml::Node* attributes = nullptr;    ///< null: none
  const yaml::Node* constraints = nullptr;   ///< null: none
  std::vector<const yaml::Node*> inherited;  ///< attributes of the containers around it, outermost first
  std::uint64_t mesh_x = 1;                  ///< instances in the whole machine
  std::uint64_t mesh_y = 1;
  Location where;

  /// Its own attribute under one of the spellings, or null.
  [[nodiscard]] const yaml::Node* attribute(const std::vector<std::string_view>& spellings) const;
  /// The same, else that of the innermost container that has it.
  [[nodiscard]] const yaml::Node* inherited_attribute(const std::vector<std::string_view>& spellings) const;
};

/// Attributes that nothing here reads: listed, or refused in strict mode.
class UnusedAttributes {
 public:
  UnusedAttributes(std::vector<std::string>& list, bool strict) : list_(list), strict_(strict) {}
  /// Every key of `attributes` (may be null) that is not in `used`.
  void collect(const std::string& owner, const yaml::Node* attributes, const std::vector<std::string>& used);
  /// A whole section that has no effect here, such as `constraints`; never refused.
  void note(const std::string& what) { list_.push_back(what); }

 private:
  std::vector<std::string>& list_;
  bool strict_;
};

enum class Role { storage, compute, other };

/// From the class and subclass, else from whether a capacity is given; throws if neither tells.
[[nodiscard]] Role role_of(const ComponentText& component);

[[nodiscard]] StorageLevel read_storage(const ComponentText& component, UnusedAttributes& unused,
                                        std::vector<DataSpaceMention>& mentioned);
/// `constraints: {dataspace: {keep: […], bypass: […]}}` into the level; the rest has no effect and is noted.
void read_constraints(const ComponentText& component, StorageLevel& level, UnusedAttributes& unused);
[[nodiscard]] ComputeUnit read_compute(const ComponentText& component, UnusedAttributes& unused);

/// Attributes that a storage level, a compute unit or a container has a use for.
[[nodiscard]] const std::vector<std::string>& storage_attributes();
[[nodiscard]] const std::vector<std::string>& compute_attributes();
[[nodiscard]] const std::vector<std::string>& container_attributes();

}  // namespace nestwave
