// SPDX-License-Identifier: Apache-2.0
#include "tests/analytical/tiny_machine.h"

namespace nestwave::test {

Problem TinyMachine::problem() const {
  Problem problem;
  for (const char* name : {"M", "C", "P", "R"}) problem.dimensions.push_back({name, 1});
  for (const TinyLevel& level : levels)
    for (const auto* loops : {&level.temporal, &level.spatial})
      for (const auto& [name, bound] : *loops) problem.dimensions[problem.find_dimension(name)].size *= bound;
  for (const auto& [name, size] : sizes) problem.dimensions[problem.find_dimension(name)].size = size;
  const auto space = [&](const char* name, std::vector<Rank> ranks, bool read_write) {
    DataSpace data_space;
    data_space.name = name;
    data_space.ranks = std::move(ranks);
    data_space.read_write = read_write;
    problem.data_spaces.push_back(data_space);
  };
  space("Weights", {{{{0, 1}}}, {{{1, 1}}}, {{{3, 1}}}}, false);
  space("Inputs", {{{{1, 1}}}, {{{2, stride}, {3, 1}}}}, false);
  space("Outputs", {{{{0, 1}}}, {{{2, output_coefficient}}}}, true);
  return problem;
}

Architecture TinyMachine::architecture() const {
  Architecture architecture;
  std::uint64_t instances = 1;
  for (const TinyLevel& level : levels) {
    StorageLevel storage;
    storage.name = std::string(1, static_cast<char>('A' + architecture.levels.size()));
    storage.mesh_x = instances;
    architecture.levels.push_back(storage);
    for (const auto& loop : level.spatial) instances *= loop.second;
  }
  architecture.compute.mesh_x = instances;
  return architecture;
}

Mapping TinyMachine::mapping() const {
  const Problem shape = problem();
  Mapping mapping;
  for (const TinyLevel& level : levels) {
    LevelMapping at;
    for (const auto& [name, bound] : level.temporal)
      at.temporal.push_back({shape.find_dimension(name), bound});
    for (const auto& [name, bound] : level.spatial) {
      SpatialLoop loop;
      loop.dimension = shape.find_dimension(name);
      loop.bound = bound;
      at.spatial.push_back(loop);
    }
    at.keep = level.keep;
    mapping.levels.push_back(at);
  }
  return mapping;
}

std::uint64_t TinyMachine::count(int level, int data_space, Category category) const {
  return analytical::analyze(design()).counts.at(level, data_space)[category];
}

}  // namespace nestwave::test
