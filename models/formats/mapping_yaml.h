// SPDX-License-Identifier: Apache-2.0
// A mapping: first as written (the `mapping` key), then resolved against problem and architecture.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/architecture.h"
#include "models/formats/architecture_yaml.h"
#include "models/formats/yaml.h"
#include "models/mapping.h"
#include "models/problem.h"

namespace nestwave {

/// A piece of text and its place; names in it are not looked up yet.
struct PlacedText {
  std::string text;
  Location where;
};

enum class DirectiveType { temporal, spatial, bypass };

/// One entry of the mapping list.
struct Directive {
  PlacedText target;
  DirectiveType type = DirectiveType::temporal;
  std::vector<PlacedText> factors;      ///< "R=3 P=4,2" or one text per factor
  std::vector<PlacedText> permutation;  ///< innermost first: "PRM" or one text per dimension
  std::optional<std::uint64_t> split;   ///< this many entries of the permutation go to X, the rest to Y
  std::vector<PlacedText> keep;
  std::vector<PlacedText> bypass;
  Location where;
};

/// The mapping as written.
struct MappingText {
  std::vector<Directive> directives;
  /// Of a printed loop nest: every level, outermost first; each keeps exactly what its directive says.
  std::vector<PlacedText> printed_levels;
  Location where;
};

/// Checks the form of the `mapping` key; throws InputError.
[[nodiscard]] MappingText read_mapping(const yaml::Node& node);

/// Looks up every name, fills in left-over factors (0) and default permutations, checks that the
/// factors of each dimension run over its indices exactly; throws InputError.
/// `layout` is what the architecture reader returned beside the architecture (empty if there was none).
[[nodiscard]] Mapping resolve_mapping(const MappingText& text, const Problem& problem,
                                      const Architecture& architecture, const ArchitectureLayout& layout);

}  // namespace nestwave
