// SPDX-License-Identifier: Apache-2.0
// A neural network as a table of layers, and what each of them computes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/error.h"
#include "models/problem.h"

namespace nestwave {

enum class LayerType {
  conv,           ///< Outputs[n][m][p][q] += Weights[m][c][r][s] * Inputs[n][c][p,r][q,s], per group
  depthwise,      ///< a convolution with a group for every channel
  fc,             ///< Outputs[n][m] += Weights[m][c] * Inputs[n][c]
  matmul,         ///< the same with rows of its own for every image of the batch
  batched_matmul  ///< products with a right matrix each ("Weights"), `groups` for every image
};

/// In rows (down) and in columns (across).
struct Extent {
  std::uint64_t down = 1;
  std::uint64_t across = 1;
};

/// Sizes of one image; what a type has no use for stays 1. Channels and filters are those of all
/// groups together, but of a batched_matmul those of one product.
struct Layer {
  std::string name;
  LayerType type = LayerType::conv;
  std::uint64_t groups = 1;
  std::uint64_t rows = 1;      ///< N of a matmul: rows of the left matrix
  std::uint64_t channels = 1;  ///< C
  std::uint64_t filters = 1;   ///< M; of a depthwise layer C
  Extent input;                ///< H, W, without padding
  Extent kernel;               ///< R, S
  Extent stride;
  Extent dilation;
  Extent padding = {0, 0};  ///< on each side
  Location where;

  /// P, Q: 1 + floor((H + 2 padding - dilation (R - 1) - 1) / stride). The kernel fits.
  [[nodiscard]] Extent output() const;
};

struct Network {
  std::string name;
  std::string summary;      ///< one line
  std::uint64_t batch = 1;  ///< images at once, unless the user says otherwise
  std::vector<Layer> layers;
  Location where;

  /// The layer of that name, or null.
  [[nodiscard]] const Layer* find(std::string_view wanted) const;
};

/// The layer as a loop nest. Dimensions: conv N M C P Q R S, with groups N G M C P Q R S; depthwise
/// N G P Q R S; fc and matmul N M C; batched_matmul G N M C. Coordinates of the Inputs are those of the
/// padded tensor; of its rows only [padding, padding + H) exist in memory, of its columns likewise.
/// Throws InputError if that is more than 2^60 MACs.
[[nodiscard]] Problem problem_of(const Layer& layer, std::uint64_t batch);

/// MACs of all layers; throws InputError if they are more than 2^60.
[[nodiscard]] std::uint64_t macs_of(const Network& network, std::uint64_t batch);

/// The same work under whatever name: equal dimensions, projections and padding.
[[nodiscard]] bool same_work(const Problem& a, const Problem& b);

[[nodiscard]] std::string_view to_string(LayerType type);

}  // namespace nestwave
