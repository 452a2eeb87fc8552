// SPDX-License-Identifier: Apache-2.0
// The frame that Accelergy's energy and area reference tables share.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "models/formats/yaml.h"

namespace nestwave {

/// One component's part of a reference table.
struct ReferenceTable {
  std::string path;        ///< "System.Chip.PE[0..15].RegisterFile"
  const yaml::Node* body;  ///< a list's entry with all its keys, or a map's value
  bool listed;             ///< which of the two
  Location where;
};

/// The `tables` of an ERT or ART, as a list of entries with `name` and `key`, or as a map by name; no
/// component twice. `kind` and `subject` are for messages: "ERT", "the table". Throws InputError.
[[nodiscard]] std::vector<ReferenceTable> reference_tables(const yaml::Node& node, const std::string& kind,
                                                           const std::string& key,
                                                           const std::string& subject);

}  // namespace nestwave
