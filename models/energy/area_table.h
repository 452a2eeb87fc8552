// SPDX-License-Identifier: Apache-2.0
// Area of every component (Accelergy's "ART"), as plain data.
#pragma once

#include <string>
#include <vector>

#include "models/error.h"

namespace nestwave {

struct ComponentArea {
  std::string path;       ///< as the table writes it: "System.Chip.PE[0..15].RegisterFile"
  double area_um2 = 0.0;  ///< of one instance, square micrometres
  Location where;
};

struct AreaTable {
  std::vector<ComponentArea> components;  ///< paths are unique
  Location where;
};

}  // namespace nestwave
