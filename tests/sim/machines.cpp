// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/machines.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "app/simulate.h"

namespace nestwave::test {

namespace {

Problem make_problem(const TinyMachine& machine) {
  Problem problem;
  for (const char* name : {"M", "C", "P", "R"}) problem.dimensions.push_back({name, 1});
  for (const TinyMachine::Level& level : machine.levels)
    for (const auto* loops : {&level.temporal, &level.spatial, &level.down})
      for (const auto& [name, bound] : *loops)
        problem.dimensions[static_cast<std::size_t>(problem.find_dimension(name))].size *= bound;
  for (const auto& [name, size] : machine.sizes)
    problem.dimensions[static_cast<std::size_t>(problem.find_dimension(name))].size = size;
  const auto add = [&](const char* name, std::vector<Rank> ranks, bool read_write) {
    DataSpace space;
    space.name = name;
    space.ranks = std::move(ranks);
    space.read_write = read_write;
    problem.data_spaces.push_back(std::move(space));
  };
  add("Weights", {{{{0, 1}}}, {{{1, 1}}}, {{{3, 1}}}}, false);
  add("Inputs", {{{{1, 1}}}, {{{2, machine.stride}, {3, 1}}}}, false);
  add("Outputs", {{{{0, 1}}}, {{{2, 1}}}}, true);
  return problem;
}

std::vector<Cycle> of_instance_0(const std::vector<Log::Tile>& tiles, int level, int data_space) {
  std::vector<Cycle> cycles;
  for (const Log::Tile& tile : tiles)
    if (tile.level == level && tile.data_space == data_space && tile.instance == 0)
      cycles.push_back(tile.cycle);
  return cycles;
}

}  // namespace

TinyMachine& TinyMachine::level(const std::string& name, const std::string& keep, const Loops& temporal,
                                const Loops& spatial, const Loops& down) {
  Level added;
  added.hardware.name = name;
  added.keep = keep;
  added.temporal = temporal;
  added.spatial = spatial;
  added.down = down;
  levels.push_back(std::move(added));
  return *this;
}

Design TinyMachine::design() const {
  const Problem problem = make_problem(*this);
  Architecture architecture;
  Mapping mapping;
  std::uint64_t columns = 1;
  std::uint64_t down = 1;
  for (const Level& level : levels) {
    architecture.levels.push_back(level.hardware);
    architecture.levels.back().mesh_x = columns;
    architecture.levels.back().mesh_y = down;
    LevelMapping at;
    for (const auto& [name, bound] : level.temporal)
      at.temporal.push_back({problem.find_dimension(name), bound});
    for (const Axis axis : {Axis::y, Axis::x})
      for (const auto& [name, bound] : axis == Axis::x ? level.spatial : level.down) {
        SpatialLoop loop;
        loop.dimension = problem.find_dimension(name);
        loop.bound = bound;
        loop.axis = axis;
        at.spatial.push_back(loop);
        (axis == Axis::x ? columns : down) *= bound;
      }
    for (const char letter : {'W', 'I', 'O'}) at.keep.push_back(level.keep.find(letter) != std::string::npos);
    mapping.levels.push_back(std::move(at));
  }
  architecture.compute.name = "MAC";
  architecture.compute.mesh_x = columns;
  architecture.compute.mesh_y = down * rows;
  architecture.compute.depth = depth;
  architecture.cycle_seconds = cycle_seconds;
  return {problem, architecture, mapping, policy};
}

void Log::occupancy(int level, std::uint64_t /*instance*/, std::uint64_t words, Cycle /*cycle*/) {
  occupancy_.emplace_back(level, words);
}

std::vector<Cycle> Log::ready(int level, int data_space) const {
  return of_instance_0(ready_, level, data_space);
}

std::vector<Cycle> Log::ended(int level, int data_space) const {
  return of_instance_0(ended_, level, data_space);
}

std::vector<Cycle> Log::ready_everywhere(int level, int data_space, std::uint64_t epoch) const {
  std::map<std::uint64_t, Cycle> cycles;
  for (const Tile& tile : ready_)
    if (tile.level == level && tile.data_space == data_space && tile.epoch == epoch)
      cycles[tile.instance] = tile.cycle;
  std::vector<Cycle> in_order;
  for (const auto& [instance, cycle] : cycles) in_order.push_back(cycle);
  return in_order;
}

std::vector<Cycle> Log::macs(std::uint64_t pe) const {
  std::vector<Cycle> cycles;
  for (const Tile& tile : macs_)
    if (tile.instance == pe) cycles.push_back(tile.cycle);
  return cycles;
}

std::vector<Transfer> Log::transfers(TransferKind kind, int data_space) const {
  std::vector<Transfer> chosen;
  std::copy_if(
      transfers_.begin(), transfers_.end(), std::back_inserter(chosen),
      [&](const Transfer& transfer) { return transfer.kind == kind && transfer.data_space == data_space; });
  return chosen;
}

std::vector<Cycle> Log::begins(TransferKind kind, int data_space) const {
  std::vector<Cycle> cycles;
  for (const Transfer& transfer : transfers(kind, data_space)) cycles.push_back(transfer.first);
  return cycles;
}

std::vector<Cycle> Log::arrivals(TransferKind kind, int data_space) const {
  std::vector<Cycle> cycles;
  for (const Transfer& transfer : transfers(kind, data_space)) cycles.push_back(transfer.last);
  return cycles;
}

std::uint64_t Log::peak(int level) const {
  std::uint64_t most = 0;
  for (const auto& [at, words] : occupancy_)
    if (at == level) most = std::max(most, words);
  return most;
}

const PortLedger& Outcome::port(const std::string& name) const {
  for (const PortLedger& ledger : result.ports)
    if (ledger.name == name) return ledger;
  throw InternalError("no port " + name);
}

Outcome run(const Design& design) {
  Outcome outcome;
  SimulationOptions options;
  options.observers = {&outcome.log};
  outcome.result = simulate(design, options);
  return outcome;
}

std::vector<Cycle> from(Cycle first, std::size_t count) {
  std::vector<Cycle> cycles(count);
  std::iota(cycles.begin(), cycles.end(), first);
  return cycles;
}

TinyMachine weight_stream(std::uint64_t words) {
  TinyMachine machine;
  machine.level("Memory", "W", {{"M", words}}).level("Register", "WIO");
  return machine;
}

TinyMachine revisited_sums() {
  TinyMachine machine;
  machine.level("Memory", "O", {{"C", 2}, {"M", 2}}).level("Register", "WIO");
  return machine;
}

}  // namespace nestwave::test
