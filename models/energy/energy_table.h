// SPDX-License-Identifier: Apache-2.0
// Energy per action of every component (Accelergy's "ERT"), as plain data.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "models/error.h"

namespace nestwave {

/// One component's actions; energies in picojoules.
struct ComponentEnergy {
  std::string path;                       ///< as the table writes it: "System.Chip.PE[0..15].RegisterFile"
  std::map<std::string, double> actions;  ///< "read" → pJ; of several entries for one action, the largest
  Location where;
};

struct EnergyTable {
  std::vector<ComponentEnergy> components;
  Location where;

  /// The entry of that full path; failing that, the only entry whose last name, without "[0..N]",
  /// is that of `path`; null if there is none or more than one.
  [[nodiscard]] const ComponentEnergy* find(const std::string& path) const;
};

/// "System.PE[0..15].RegisterFile[0..1]" → "RegisterFile".
[[nodiscard]] std::string last_name(const std::string& path);

}  // namespace nestwave
