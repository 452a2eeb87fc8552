// SPDX-License-Identifier: Apache-2.0
// The networks on chip of a design: makes the way of every edge, and owns the links that are servers.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "dataflows/nest.h"
#include "dataflows/symmetry.h"
#include "models/design.h"
#include "noc/way.h"

namespace nestwave {

/// Whether networks make siblings differ, so that none of them can stand for another.
[[nodiscard]] bool networks_need_every_instance(const Design& design);
/// Whether a network between the two levels asks which children share which words.
[[nodiscard]] bool networks_sort(const Design& design, int data_space, int outer, int inner);

class Networks {
 public:
  Networks(const Design& design, const Symmetry& symmetry, Tick ticks_per_cycle)
      : design_(design), symmetry_(symmetry), ticks_(ticks_per_cycle) {}

  /// The way of a data space between two of its keepers, or its innermost keeper and the MACs.
  [[nodiscard]] Way way(int data_space, int outer, int inner, Direction direction);
  /// Shows the ports of all links to the visitor.
  void visit_state(StateVisitor& state);

 private:
  [[nodiscard]] FanOut fan_out(int level, int data_space) const;

  const Design& design_;
  const Symmetry& symmetry_;
  Tick ticks_;
  std::map<std::string, std::unique_ptr<Lines>> lines_;  ///< by the name of their port
};

}  // namespace nestwave
