// SPDX-License-Identifier: Apache-2.0
// Layers and machines for the tests of systolic arrays.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/engine.h"
#include "models/network.h"

namespace nestwave::test {

/// configs/architectures/systolic.yaml with overrides as of --set.
[[nodiscard]] Architecture systolic(std::uint64_t rows, std::uint64_t columns,
                                    std::vector<std::string> overrides = {});

/// Outputs[m][n] += Inputs[m][k] * Weights[k][n].
[[nodiscard]] Problem gemm(std::uint64_t m, std::uint64_t k, std::uint64_t n);

/// A convolution of square windows; channels and filters are those of all groups.
[[nodiscard]] Layer conv_layer(std::uint64_t channels, std::uint64_t filters, Extent input, Extent kernel,
                               std::uint64_t stride, std::uint64_t padding = 0, std::uint64_t groups = 1);

[[nodiscard]] std::unique_ptr<Engine> engine(const std::string& dataflow, const Problem& problem,
                                             const Architecture& architecture);

/// Simulates; fails the test if closed forms say anything else, or values are wrong.
[[nodiscard]] SimulationResult checked_run(const Engine& engine, bool functional);

/// What the engine says of itself.
[[nodiscard]] SystolicResult description(const Engine& engine);

}  // namespace nestwave::test
