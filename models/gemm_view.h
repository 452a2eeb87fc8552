// SPDX-License-Identifier: Apache-2.0
// A layer as matrix products: the im2col view of a convolution, without copying anything.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "models/problem.h"

namespace nestwave {

/// Dimensions flattened into one index, as a mixed-radix number with the first one most significant.
/// Dimensions of size 1 are left out.
struct FlatIndex {
  std::vector<int> dimensions;
  std::uint64_t size = 1;
};

/// For each value of `group`: Outputs[m][n] += sum over k of Inputs[m][k] * Weights[k][n]. Words keep the
/// coordinates that they have in the layer.
struct GemmView {
  int weights = 0;  ///< positions of the data spaces
  int inputs = 0;
  int outputs = 0;
  FlatIndex group;  ///< dimensions of all three: one product each
  FlatIndex m;      ///< of Inputs and Outputs: images, output rows and columns
  FlatIndex k;      ///< of Inputs and Weights: channels, filter rows and columns
  FlatIndex n;      ///< of Weights and Outputs: filters
};

/// Most dimensions longer than 1 that one index may flatten.
inline constexpr std::size_t kMaxFlattened = 5;

/// `weights`: the operand that takes the part of the filters. Throws InputError, beginning with `dataflow`,
/// where the problem is no product of two operands.
[[nodiscard]] GemmView gemm_view(const Problem& problem, int weights, std::string_view dataflow);

}  // namespace nestwave
