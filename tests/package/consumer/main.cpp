// SPDX-License-Identifier: Apache-2.0
// A program of somebody else: describes a vector-matrix product in C++ and simulates it.
#include <cstdint>
#include <iostream>
#include <systemc>
#include <vector>

#include "app/simulate.h"
#include "models/analytical/model.h"

namespace {

/// Outputs[m] += Weights[m][c] * Inputs[c] on four PEs.
nestwave::Design small_design() {
  enum Dim { M, C };
  nestwave::Problem problem;
  problem.name = "product";
  problem.dimensions = {{"M", 8}, {"C", 4}};
  problem.data_spaces = {{.name = "Weights", .ranks = {{{{M, 1}}}, {{{C, 1}}}}, .where = {}},
                         {.name = "Inputs", .ranks = {{{{C, 1}}}}, .where = {}},
                         {.name = "Outputs", .ranks = {{{{M, 1}}}}, .read_write = true, .where = {}}};

  nestwave::StorageLevel dram;
  dram.name = dram.path = "DRAM";
  nestwave::StorageLevel buffer;
  buffer.name = buffer.path = "Buffer";
  buffer.capacity_words = 24;
  nestwave::Architecture architecture;
  architecture.name = "small";
  architecture.levels = {dram, buffer};
  architecture.compute.name = architecture.compute.path = "MAC";
  architecture.compute.mesh_x = 4;

  nestwave::LevelMapping outer;
  outer.temporal = {{M, 2}};
  outer.keep = {true, true, true};
  nestwave::LevelMapping inner;
  inner.temporal = {{C, 4}};
  inner.spatial = {{{M, 4}, nestwave::Axis::x}};
  inner.keep = {true, true, true};
  nestwave::Mapping mapping;
  mapping.levels = {outer, inner};

  return {problem, architecture, mapping, nestwave::policies().front()};
}

}  // namespace

int sc_main(int, char**) {
  const nestwave::Design design = small_design();
  const nestwave::SimulationResult simulated = nestwave::simulate(design);
  const nestwave::AnalyticalResult expected = nestwave::analytical::analyze(design);
  std::cout << simulated.macs << " MACs in " << simulated.cycles << " cycles\n";
  const bool ok = simulated.macs == 32 && simulated.cycles == design.compute_steps() &&
                  simulated.counts == expected.counts;
  if (!ok) std::cerr << "simulation and closed form differ\n";
  return ok ? 0 : 1;
}
