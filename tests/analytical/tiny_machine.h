// SPDX-License-Identifier: Apache-2.0
// Designs small enough to be counted by hand.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "models/analytical/model.h"
#include "models/design.h"

namespace nestwave::test {

/// Data spaces of the tiny convolution, in problem order.
enum : int { kWeights, kInputs, kOutputs };

/// A level named by its position, with loops like {"P", 4}, outermost first.
struct TinyLevel {
  std::vector<std::pair<std::string, std::uint64_t>> temporal;
  std::vector<std::pair<std::string, std::uint64_t>> spatial;
  std::vector<bool> keep = {true, true, true};
};

/// A one-dimensional convolution: Weights[M][C][R], Inputs[C][stride P + R], Outputs[M][P]. Sizes
/// are the products of the loops' bounds unless given; levels and MACs are as many as the mapping uses.
struct TinyMachine {
  std::vector<TinyLevel> levels;
  Policy policy;
  std::int64_t stride = 1;
  std::int64_t output_coefficient = 1;
  std::vector<std::pair<std::string, std::uint64_t>> sizes = {};

  [[nodiscard]] Problem problem() const;
  [[nodiscard]] Architecture architecture() const;
  [[nodiscard]] Mapping mapping() const;
  [[nodiscard]] Design design() const { return {problem(), architecture(), mapping(), policy}; }
  /// One category of one level and data space over the whole run.
  [[nodiscard]] std::uint64_t count(int level, int data_space, Category category) const;
};

}  // namespace nestwave::test
