// SPDX-License-Identifier: Apache-2.0
// Names a place in the nest: loop indices and tile of a compute step.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/design.h"
#include "models/steps.h"

namespace nestwave {

class NestPosition {
 public:
  explicit NestPosition(const Design& design);

  /// "M=3 R=1": indices of the temporal loops at `step`, outermost first; empty without loops.
  [[nodiscard]] std::string loops(std::uint64_t step) const;
  /// The same, appended to `text`.
  void append_loops(std::uint64_t step, std::string& text) const;
  /// "Weights[6:7][1]": coordinates (first:last, both included) that instance 0 of the level holds
  /// at `step`, as the box around its tile.
  [[nodiscard]] std::string tile(std::uint64_t step, int level, int data_space) const;

 private:
  const Design& design_;
  Steps steps_;
};

}  // namespace nestwave
