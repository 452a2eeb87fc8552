// SPDX-License-Identifier: Apache-2.0
#include "models/architecture.h"

namespace nestwave {

int Architecture::find_level(const std::string& wanted) const {
  for (std::size_t i = 0; i < levels.size(); ++i)
    if (levels[i].name == wanted) return static_cast<int>(i);
  return -1;
}

std::uint64_t Architecture::fanout_x(std::size_t level) const {
  const std::uint64_t inner = level + 1 < levels.size() ? levels[level + 1].mesh_x : compute.mesh_x;
  return inner / levels[level].mesh_x;
}

std::uint64_t Architecture::fanout_y(std::size_t level) const {
  const std::uint64_t inner = level + 1 < levels.size() ? levels[level + 1].mesh_y : compute.mesh_y;
  return inner / levels[level].mesh_y;
}

}  // namespace nestwave
