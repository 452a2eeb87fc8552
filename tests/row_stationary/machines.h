// SPDX-License-Identifier: Apache-2.0
// Machines and layers for tests of row stationary, built in memory.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "models/architecture.h"
#include "models/network.h"
#include "models/row_stationary.h"

namespace nestwave::rs {

/// Words of each part; none: unlimited.
struct Rooms {
  std::optional<std::uint64_t> buffer, filter_buffer, ifmap_spad, filter_spad, psum_spad;
  std::uint64_t banks = 1;
};

inline StorageLevel level(const std::string& name, std::optional<std::uint64_t> room,
                          std::vector<std::string> keeps) {
  StorageLevel level;
  level.name = level.path = name;
  level.capacity_words = room;
  level.keeps = std::move(keeps);
  return level;
}

/// DRAM, GLB, optionally FilterGLB, and three scratchpads in each of rows x columns PEs.
inline Architecture machine(std::uint64_t rows, std::uint64_t columns, const Rooms& rooms,
                            bool filter_buffer = true) {
  Architecture a;
  a.name = "machine";
  a.levels.push_back(level("DRAM", std::nullopt, {}));
  a.levels.push_back(level("GLB", rooms.buffer, {"Inputs", "Outputs"}));
  a.levels.back().padding = Padding::stored;
  if (rooms.banks > 1) a.levels.back().banks.emplace().count = rooms.banks;
  if (filter_buffer) a.levels.push_back(level("FilterGLB", rooms.filter_buffer, {"Weights"}));
  a.levels.push_back(level("ifmap_spad", rooms.ifmap_spad, {"Inputs"}));
  a.levels.push_back(level("filter_spad", rooms.filter_spad, {"Weights"}));
  a.levels.push_back(level("psum_spad", rooms.psum_spad, {"Outputs"}));
  for (std::size_t l = a.levels.size() - 3; l < a.levels.size(); ++l) {
    a.levels[l].mesh_x = columns;
    a.levels[l].mesh_y = rows;
  }
  a.compute.name = a.compute.path = "MAC";
  a.compute.mesh_x = columns;
  a.compute.mesh_y = rows;
  return a;
}

/// The chip: 25 banks of 2,048 words, 4,096 words of filters, 12 x 14 PEs.
inline Architecture chip() {
  return machine(12, 14, {51200, 4096, 12, 224, 24, 25});
}

inline Layer conv(std::uint64_t channels, std::uint64_t filters, std::uint64_t size, std::uint64_t kernel,
                  std::uint64_t stride = 1, std::uint64_t padding = 0, std::uint64_t groups = 1) {
  Layer layer;
  layer.name = "layer";
  layer.channels = channels;
  layer.filters = filters;
  layer.input = {size, size};
  layer.kernel = {kernel, kernel};
  layer.stride = {stride, stride};
  layer.padding = {padding, padding};
  layer.groups = groups;
  return layer;
}

}  // namespace nestwave::rs
