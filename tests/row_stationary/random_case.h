// SPDX-License-Identifier: Apache-2.0
// Random small layers, machines and legal parameters.
#pragma once

#include <algorithm>
#include <optional>
#include <random>

#include "models/row_stationary_limits.h"
#include "tests/row_stationary/machines.h"

namespace nestwave::rs {

struct Case {
  Problem problem;
  Architecture architecture;
  RowStationaryPlan plan;
};

/// The same for a seed on every machine. MACs are at most `most_macs`.
inline Case random_case(std::uint64_t seed, std::uint64_t most_macs) {
  std::mt19937_64 random(seed);
  const auto pick = [&](std::uint64_t low, std::uint64_t high) { return low + random() % (high - low + 1); };
  const auto chance = [&](std::uint64_t in) { return pick(1, in) == 1; };
  for (;;) {
    Layer layer = conv(pick(1, 7), pick(1, 7), 1, 1);
    layer.kernel = {pick(1, 4), pick(1, 4)};
    layer.stride = {pick(1, 4), pick(1, 3)};
    layer.padding = {pick(0, 3), pick(0, 3)};
    layer.input = {pick(1, 12), pick(1, 8)};
    if (layer.input.down + 2 * layer.padding.down < layer.kernel.down ||
        layer.input.across + 2 * layer.padding.across < layer.kernel.across)
      continue;
    if (chance(8)) {
      layer.type = LayerType::fc;
    } else if (chance(8)) {
      layer.type = LayerType::depthwise;
      layer.filters = layer.channels;
    } else if (chance(4)) {
      layer.groups = pick(2, 3);
      layer.channels *= layer.groups;
      layer.filters *= layer.groups;
    }
    const Problem problem = problem_of(layer, pick(1, 4));
    if (problem.macs() > most_macs) continue;
    const ConvShape s = conv_shape(problem);
    const Architecture a = machine(s.filter_rows * pick(1, 4), pick(1, 6), {}, chance(2));
    RowStationaryMachine m = row_stationary_machine(a);
    RowStationaryParameters c;
    c.m = pick(1, s.filters);
    c.n = pick(1, s.images);
    c.e = pick(1, std::min(s.out_rows, m.rows / s.filter_rows * m.columns));
    c.p = pick(1, c.m);
    c.q = pick(1, s.channels);
    const std::uint64_t sets = set_space(s, m, c.e).sets;
    if (sets == 0) continue;
    const auto blocks = [](std::uint64_t size, std::uint64_t part) { return (size + part - 1) / part; };
    c.r = pick(1, std::min(sets, blocks(s.channels, c.q)));
    c.t = pick(1, std::min(sets / c.r, blocks(c.m, c.p)));
    RowStationaryPlan plan = row_stationary_plan(problem, a, c);
    plan.machine.stores_padding = chance(2);
    return {problem, a, plan};
  }
}

}  // namespace nestwave::rs
