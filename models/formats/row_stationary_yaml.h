// SPDX-License-Identifier: Apache-2.0
// Parameters of row stationary as people write them: for one layer, or for the layers of a network.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/formats/yaml.h"
#include "models/row_stationary.h"

namespace nestwave {

struct RowStationaryText {
  struct Entry {
    std::string layer;  ///< empty: whatever the layer is
    RowStationaryParameters parameters;
    Location where;
  };
  /// One without a layer, or one for each layer that is named, in the order of the file.
  std::vector<Entry> entries;
  Location where;

  [[nodiscard]] bool for_any_layer() const { return entries.size() == 1 && entries.front().layer.empty(); }
  /// The entry that holds for a layer of that name, or null.
  [[nodiscard]] const Entry* find(std::string_view layer) const;
  [[nodiscard]] std::vector<std::string> layers() const;
};

/// The `row_stationary` key: `{m: 96, n: 1, e: 7, p: 16, q: 1, r: 1, t: 2}`, or `{layers: {conv1: {m: 96,
/// …}}}`. What is left out is 1, but there must be something. Throws InputError.
[[nodiscard]] RowStationaryText read_row_stationary(const yaml::Node& node);

/// "m=96,n=1,e=7,p=16,q=1,r=1,t=2": the same on the command line.
[[nodiscard]] RowStationaryText parse_row_stationary(std::string_view text, const Location& where = {});

}  // namespace nestwave
