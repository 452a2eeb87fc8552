// SPDX-License-Identifier: Apache-2.0
// Random layers of every type on random arrays.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "tests/oracle/random_problem.h"
#include "tests/row_stationary/machines.h"
#include "tests/row_stationary_machine/simulated.h"

namespace nestwave::rs {

/// Channels and filters are up to `size` times as many as in the smallest choice.
inline Layer random_layer(oracle::Dice& dice, std::uint64_t size) {
  Layer layer;
  layer.name = "layer";
  layer.groups = dice.chance(25) ? 2 : 1;
  layer.channels = layer.groups * (1 + dice.roll(5 * size));
  layer.filters = layer.groups * (1 + dice.roll(7 * size));
  layer.kernel = {1 + dice.roll(3), 1 + dice.roll(3)};
  layer.stride = {1 + dice.roll(3), 1 + dice.roll(3)};
  layer.padding = {dice.roll(3), dice.roll(3)};
  layer.input = {layer.kernel.down + dice.roll(8), layer.kernel.across + dice.roll(8)};
  if (dice.chance(12)) {
    layer.type = LayerType::depthwise;
    layer.filters = layer.groups = layer.channels;
  } else if (dice.chance(15)) {
    layer.type = dice.pick(std::vector{LayerType::fc, LayerType::matmul, LayerType::batched_matmul});
    layer.rows = layer.type == LayerType::fc ? 1 : 1 + dice.roll(5);
    layer.groups = layer.type == LayerType::batched_matmul ? 1 + dice.roll(3) : 1;
  }
  return layer;
}

inline std::optional<std::uint64_t> room(oracle::Dice& dice, std::uint64_t least, std::uint64_t more) {
  if (dice.chance(20)) return std::nullopt;
  return least + dice.roll(more);
}

inline std::optional<Rational> bandwidth(oracle::Dice& dice) {
  const std::vector<std::optional<Rational>> all = {std::nullopt, Rational(1, 3), Rational(6, 5),
                                                    Rational(4)};
  return dice.pick(all);
}

inline Architecture random_machine(oracle::Dice& dice) {
  Architecture a = machine(
      1 + dice.roll(7), 1 + dice.roll(6),
      {room(dice, 20, 300), room(dice, 8, 60), room(dice, 3, 12), room(dice, 3, 60), room(dice, 1, 6)},
      dice.chance(70));
  a.levels[0].read_bandwidth = bandwidth(dice);
  a.levels[0].write_bandwidth = bandwidth(dice);
  if (dice.chance(20)) a.levels[0].shared_bandwidth = Rational(5, 4);
  a.levels[0].latency = dice.roll(4) * 7;
  if (dice.chance(70)) a.levels[1].networks["Inputs"].bandwidth = 1 + static_cast<std::int64_t>(dice.roll(3));
  if (dice.chance(70))
    a.levels[1].networks["Outputs"].bandwidth = 1 + static_cast<std::int64_t>(dice.roll(4));
  if (dice.chance(70))
    a.levels[2].networks["Weights"].bandwidth = 1 + static_cast<std::int64_t>(dice.roll(4));
  a.compute.depth = dice.roll(5);
  return a;
}

/// Often legal: at most what the layer has.
inline RowStationaryParameters random_cut(oracle::Dice& dice, const ConvShape& shape) {
  const auto up_to = [&dice](std::uint64_t most, std::uint64_t there) {
    return 1 + dice.roll(std::min(most, there));
  };
  const auto parts = [](std::uint64_t all, std::uint64_t part) { return (all + part - 1) / part; };
  RowStationaryParameters cut;
  cut.m = up_to(7, shape.filters);
  cut.n = up_to(3, shape.images);
  cut.e = up_to(6, shape.out_rows);
  cut.p = up_to(4, cut.m);
  cut.q = up_to(3, shape.channels);
  cut.r = up_to(3, parts(shape.channels, cut.q));
  cut.t = up_to(3, parts(cut.m, cut.p));
  return cut;
}

/// None: what came up is not legal.
inline std::optional<Simulated> random_array(oracle::Dice& dice, std::uint64_t size = 1) {
  const Problem problem = problem_of(random_layer(dice, size), 1 + dice.roll(3));
  const Architecture architecture = random_machine(dice);
  const RowStationaryParameters cut = random_cut(dice, conv_shape(problem));
  try {
    RowStationaryPlan plan = row_stationary_plan(problem, architecture, cut);
    if (dice.chance(30)) plan.machine.stores_padding = false;
    return std::optional<Simulated>(std::in_place, problem, architecture, plan);
  } catch (const InputError&) {
    return std::nullopt;
  }
}

}  // namespace nestwave::rs
