// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "models/row_stationary.h"
#include "models/row_stationary_limits.h"

namespace nestwave {

namespace {

/// Pixels of one axis that exist and are touched.
std::uint64_t real_pixels(std::uint64_t positions, std::uint64_t stride, std::uint64_t taps,
                          std::uint64_t first, std::uint64_t end) {
  const auto before = [&](std::uint64_t pixel) {
    if (stride <= taps) return pixel;
    return std::min(pixel / stride * taps + std::min(pixel % stride, taps), positions * taps);
  };
  return before(end) - before(first);
}

/// Issue slots of the first PE: in each pass, for each position of the output rows of its images, p q S MACs
/// and p sums to pass on. Its share of filters and channels is that of the first set, the fullest.
std::uint64_t first_pe_slots(const ConvShape& shape, const RowStationaryParameters& cut) {
  const std::uint64_t strips = shape.out_rows / cut.e + (shape.out_rows % cut.e != 0 ? 1 : 0);
  const auto first_set = [](std::uint64_t size, std::uint64_t per_set, std::uint64_t per_pass) {
    return size / per_pass * per_set + std::min(size % per_pass, per_set);
  };
  const std::uint64_t pt = cut.p * cut.t;
  const std::uint64_t filters =
      shape.filters / cut.m * first_set(cut.m, cut.p, pt) + first_set(shape.filters % cut.m, cut.p, pt);
  const std::uint64_t qr = cut.q * cut.r;
  const std::uint64_t groups = shape.channels / qr + (shape.channels % qr != 0 ? 1 : 0);
  const std::uint64_t channels = first_set(shape.channels, cut.q, qr);
  return shape.groups * shape.images * shape.out_columns * strips * filters *
         (channels * shape.filter_columns + groups);
}

}  // namespace

Occupancy row_stationary_occupancy(const RowStationaryPlan& plan, const Problem& problem,
                                   const Architecture& architecture) {
  const ConvShape& shape = plan.shape;
  const RowStationaryMachine& machine = plan.machine;
  const RowStationaryParameters& cut = plan.parameters;
  const std::size_t spaces = problem.data_spaces.size();
  const std::size_t levels = architecture.levels.size();
  const std::uint64_t active = row_stationary_result(plan).active_pes;

  Occupancy occupancy;
  occupancy.keep.assign(levels, std::vector<bool>(spaces, false));
  occupancy.tile_words.assign(levels, std::vector<std::uint64_t>(spaces, 0));
  occupancy.used_instances.assign(levels, 1);
  occupancy.used_instances.push_back(active);
  const auto keeps = [&](int level, int data_space, std::uint64_t words) {
    occupancy.keep[level][data_space] = true;
    occupancy.tile_words[level][data_space] = words;
  };
  const std::uint64_t window = cut.q * shape.filter_columns;
  const std::uint64_t pixels =
      real_pixels(shape.out_rows, shape.stride_down, shape.filter_rows, shape.first_row, shape.end_row) *
      real_pixels(shape.out_columns, shape.stride_across, shape.filter_columns, shape.first_column,
                  shape.end_column);
  keeps(machine.memory, shape.places.weights,
        shape.groups * shape.filters * shape.channels * shape.filter_rows * shape.filter_columns);
  keeps(machine.memory, shape.places.inputs, shape.images * shape.groups * shape.channels * pixels);
  keeps(machine.memory, shape.places.outputs,
        shape.images * shape.groups * shape.filters * shape.out_rows * shape.out_columns);
  keeps(machine.buffer, shape.places.inputs, ifmap_tile_words(shape, machine, cut));
  keeps(machine.buffer, shape.places.outputs, psum_tile_words(shape, cut));
  if (machine.filter_buffer >= 0)
    keeps(machine.filter_buffer, shape.places.weights, pass_filter_words(shape, cut));
  keeps(machine.ifmap_spad, shape.places.inputs, window);
  keeps(machine.filter_spad, shape.places.weights, cut.p * window);
  keeps(machine.psum_spad, shape.places.outputs, cut.p);
  for (const int spad : {machine.ifmap_spad, machine.filter_spad, machine.psum_spad})
    occupancy.used_instances[spad] = active;
  occupancy.compute_steps = first_pe_slots(shape, cut);
  return occupancy;
}

}  // namespace nestwave
