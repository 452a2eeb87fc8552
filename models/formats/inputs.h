// SPDX-License-Identifier: Apache-2.0
// The way in: any number of files, in any order, become one set of inputs and then a Design.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "models/architecture.h"
#include "models/design.h"
#include "models/energy/area_table.h"
#include "models/energy/energy_table.h"
#include "models/formats/architecture_yaml.h"
#include "models/formats/mapping_yaml.h"
#include "models/formats/row_stationary_yaml.h"
#include "models/formats/source.h"
#include "models/problem.h"

namespace nestwave {

struct ReadOptions {
  /// "Buffer.read_bandwidth=4", "array.meshX=32", "Buffer.nestwave.latency=2": applied to the
  /// architecture as parsed, in order, before it is interpreted.
  std::vector<std::string> overrides;
  /// Attributes that only other tools use are errors.
  bool strict = false;
};

/// A part of the files that is checked for its form and kept, but without effect so far.
struct KeptSection {
  std::string key;  ///< "mapper", "constraints", "architecture_constraints", ...
  yaml::Node node;
};

/// What the files hold. Names in the mapping are looked up by mapping_of() and make_design().
struct Inputs {
  std::vector<std::string> files;
  std::vector<std::string> included;  ///< by lines of these files
  std::optional<Problem> problem;
  std::optional<Architecture> architecture;
  ArchitectureLayout layout;  ///< containers and data spaces that the architecture names
  std::optional<MappingText> mapping;
  std::optional<EnergyTable> energy;
  std::optional<AreaTable> area;
  std::optional<RowStationaryText> row_stationary;  ///< top-level `row_stationary:`
  std::vector<KeptSection> kept;
  std::optional<Policy> policy;       ///< top-level `policy:`
  std::vector<std::string> not_used;  ///< read but without effect: "constraints", "problem.instance.H"
};

/// Reads and checks each file on its own; throws InputError with the place of the mistake.
[[nodiscard]] Inputs read_inputs(const std::vector<std::filesystem::path>& files,
                                 const ReadOptions& options = {});

/// The same for texts in memory; these cannot include files.
[[nodiscard]] Inputs read_texts(const std::vector<NamedText>& texts, const ReadOptions& options = {});

/// The mapping looked up in the problem and the architecture; all three must be there.
[[nodiscard]] Mapping mapping_of(const Inputs& inputs);

/// Problem and architecture of the inputs, checked together with a mapping from elsewhere.
[[nodiscard]] Design make_design(const Inputs& inputs, Mapping mapping, const Policy& policy);
/// The same with the mapping of the inputs.
[[nodiscard]] Design make_design(const Inputs& inputs, const Policy& policy);
/// The same under the policy that the files name, else the default one.
[[nodiscard]] Design make_design(const Inputs& inputs);

}  // namespace nestwave
