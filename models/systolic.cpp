// SPDX-License-Identifier: Apache-2.0
#include "models/systolic.h"

#include <algorithm>
#include <string>

namespace nestwave {

namespace {

std::uint64_t saturated(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t kMost = std::uint64_t{1} << 60;
  return b != 0 && a > kMost / b ? kMost : a * b;
}

class Planner {
 public:
  Planner(const Problem& problem, const Architecture& architecture,
          const std::vector<std::vector<bool>>& keep, SystolicDataflow dataflow)
      : problem_(problem), architecture_(architecture), keep_(keep), name_(to_string(dataflow)) {
    plan_.dataflow = dataflow;
  }

  SystolicPlan plan(int weights) {
    plan_.gemm = gemm_view(problem_, weights, name_);
    lay_out();
    find_array();
    find_keepers();
    choose_residency();
    return plan_;
  }

  [[nodiscard]] std::uint64_t room_for(int space, Residency residency) const;

 private:
  [[noreturn]] void refuse(const Location& where, const std::string& why) const {
    throw InputError(where, name_ + " on a systolic array: " + why);
  }
  [[nodiscard]] const std::string& space_name(int space) const { return problem_.data_spaces[space].name; }

  void lay_out() {
    const GemmView& gemm = plan_.gemm;
    switch (plan_.dataflow) {
      case SystolicDataflow::weight_stationary:
        plan_.rows = gemm.k, plan_.columns = gemm.n, plan_.streamed = gemm.m;
        plan_.stationary = gemm.weights, plan_.across = gemm.inputs, plan_.down = gemm.outputs;
        break;
      case SystolicDataflow::input_stationary:
        plan_.rows = gemm.k, plan_.columns = gemm.m, plan_.streamed = gemm.n;
        plan_.stationary = gemm.inputs, plan_.across = gemm.weights, plan_.down = gemm.outputs;
        break;
      case SystolicDataflow::output_stationary:
        plan_.rows = gemm.m, plan_.columns = gemm.n, plan_.streamed = gemm.k;
        plan_.stationary = gemm.outputs, plan_.across = gemm.inputs, plan_.down = gemm.weights;
        break;
    }
  }

  void find_array() {
    SystolicMachine& machine = plan_.machine;
    const auto levels = static_cast<int>(architecture_.levels.size());
    for (machine.array = 0; machine.array < levels; ++machine.array) {
      const StorageLevel& level = architecture_.levels[machine.array];
      if (level.instances() > 1)
        refuse(level.where, level.name + " has " + std::to_string(level.instances()) +
                                " instances; everything above the array must be there once");
      machine.columns = architecture_.fanout_x(machine.array);
      machine.rows = architecture_.fanout_y(machine.array);
      if (level.networks.contains("") && level.networks.at("").kind == "systolic") break;
    }
    if (machine.array == levels)
      refuse(architecture_.where, architecture_.name + " has no fan-out of 'kind: systolic'");
    if (architecture_.compute.instances() != machine.rows * machine.columns)
      refuse(architecture_.compute.where,
             "each PE has one MAC: there must be no further fan-out inside the array");
    if (architecture_.compute.depth > 0)
      refuse(architecture_.compute.where,
             "a MAC passes its sum on in the next cycle; a pipeline 'depth' is not supported");
    machine.spec = architecture_.levels[machine.array].systolic;
  }

  void find_keepers() {
    SystolicMachine& machine = plan_.machine;
    const auto levels = static_cast<int>(architecture_.levels.size());
    machine.buffers.assign(problem_.data_spaces.size(), -1);
    for (int space = 0; space < 3; ++space)
      for (int level = 0; level < levels; ++level) {
        const StorageLevel& spec = architecture_.levels[level];
        if (!keep_[level][space] || level == machine.memory) continue;
        if (level > machine.array) {
          keep_in_pes(level, space);
        } else if (machine.buffers[space] >= 0) {
          refuse(spec.where, "there must be one buffer above the array for each tensor; " +
                                 architecture_.levels[machine.buffers[space]].name + " and " + spec.name +
                                 " both keep " + space_name(space));
        } else {
          machine.buffers[space] = level;
        }
      }
    for (int space = 0; space < 3; ++space)
      if (machine.buffers[space] < 0)
        refuse(architecture_.where, "no buffer between " + architecture_.levels[machine.memory].name +
                                        " and the array keeps " + space_name(space));
    for (const StorageLevel& level : architecture_.levels) refuse_timing(level);
  }

  /// Only what stays is kept in the PEs as a level; what passes by is on the links.
  void keep_in_pes(int level, int space) {
    const StorageLevel& spec = architecture_.levels[level];
    const bool wanted =
        std::find(spec.keeps.begin(), spec.keeps.end(), space_name(space)) != spec.keeps.end();
    if (space != plan_.stationary) {
      if (wanted)
        refuse(spec.where, spec.name + " is to keep " + space_name(space) + ", which passes by; " +
                               space_name(plan_.stationary) + " stays");
      return;
    }
    if (plan_.machine.registers >= 0)
      refuse(spec.where, architecture_.levels[plan_.machine.registers].name + " and " + spec.name +
                             " both keep " + space_name(space) + " in a PE");
    plan_.machine.registers = level;
  }

  void refuse_timing(const StorageLevel& level) const {
    const char* what = level.read_bandwidth || level.write_bandwidth || level.shared_bandwidth ? "bandwidth"
                       : level.latency > 0                                                     ? "latency"
                       : level.timing                                                          ? "timing"
                       : level.banks ? "division into banks"
                                     : nullptr;
    if (what != nullptr)
      refuse(level.where, "the " + std::string(what) + " of " + level.name +
                              " is not simulated: the buffers feed the array at its own pace and the memory "
                              "keeps up; leave it out");
    for (const auto& [key, network] : level.networks)
      if (network.bandwidth || network.outward || network.along != Along::automatic ||
          network.hop_latency != (network.kind == "systolic" ? 1 : 0))
        refuse(level.where, "the network below " + level.name +
                                " takes one cycle and carries one word per link; leave its attributes out");
  }

  void choose_residency() {
    plan_.residency.assign(3, Residency::stream);
    for (const Residency better : {Residency::fold, Residency::tensor})
      for (int space = 0; space < 3; ++space) {
        const Residency before = plan_.residency[space];
        plan_.residency[space] = better;
        if (!fits(plan_.machine.buffers[space])) plan_.residency[space] = before;
      }
    for (int space = 0; space < 3; ++space) {
      const int level = plan_.machine.buffers[space];
      if (!fits(level))
        refuse(architecture_.levels[level].where,
               architecture_.levels[level].name + " has no room for a word of every lane of the array");
    }
  }

  [[nodiscard]] bool fits(int level) const {
    const StorageLevel& spec = architecture_.levels[level];
    if (!spec.capacity_words) return true;
    std::uint64_t words = 0;
    for (int space = 0; space < 3; ++space)
      if (plan_.machine.buffers[space] == level) words += room_for(space, plan_.residency[space]);
    const Rational room = Rational(static_cast<std::int64_t>(*spec.capacity_words)) / spec.multiple_buffering;
    return Rational(static_cast<std::int64_t>(words)) <= room;
  }

  const Problem& problem_;
  const Architecture& architecture_;
  const std::vector<std::vector<bool>>& keep_;
  std::string name_;
  SystolicPlan plan_;
};

/// Words of a group of the data space, holes included.
std::uint64_t box_words(const Problem& problem, const GemmView& gemm, int space) {
  std::uint64_t words = 1;
  for (const Rank& rank : problem.data_spaces[space].ranks) {
    std::uint64_t length = 1;
    for (const Term& term : rank.terms) {
      const auto& fixed = gemm.group.dimensions;
      if (std::find(fixed.begin(), fixed.end(), term.dimension) != fixed.end()) continue;
      length += static_cast<std::uint64_t>(term.coefficient) * (problem.dimensions[term.dimension].size - 1);
    }
    words = saturated(words, length);
  }
  return words;
}

/// Room that a data space takes in its buffer: as many words as the array reads or writes there in a fold
/// (of all folds: in all different ones), if its bounding box is not smaller.
std::uint64_t words_of_room(const SystolicPlan& plan, const Problem& problem, int space,
                            Residency residency) {
  const std::uint64_t rows = std::min(plan.machine.rows, plan.rows.size);
  const std::uint64_t columns = std::min(plan.machine.columns, plan.columns.size);
  const bool whole = residency == Residency::tensor;
  if (residency == Residency::stream) return space == plan.across ? rows : columns;
  const std::uint64_t box = box_words(problem, plan.gemm, space);
  const std::uint64_t down = whole ? plan.rows.size : rows;
  const std::uint64_t side = whole ? plan.columns.size : columns;
  if (space == plan.stationary) return std::min(box, saturated(down, side));
  return std::min(box, saturated(space == plan.across ? down : side, plan.streamed.size));
}

std::uint64_t Planner::room_for(int space, Residency residency) const {
  return words_of_room(plan_, problem_, space, residency);
}

}  // namespace

std::string_view to_string(SystolicDataflow dataflow) {
  switch (dataflow) {
    case SystolicDataflow::weight_stationary: return "weight_stationary";
    case SystolicDataflow::input_stationary: return "input_stationary";
    case SystolicDataflow::output_stationary: return "output_stationary";
  }
  return "?";
}

std::string_view to_string(Residency residency) {
  switch (residency) {
    case Residency::stream: return "stream";
    case Residency::fold: return "fold";
    case Residency::tensor: return "tensor";
  }
  return "?";
}

int stationary_space(const Problem& problem, int weights, SystolicDataflow dataflow) {
  switch (dataflow) {
    case SystolicDataflow::weight_stationary: return weights;
    case SystolicDataflow::input_stationary: return 3 - weights - problem.outputs();
    case SystolicDataflow::output_stationary: return problem.outputs();
  }
  return -1;
}

SystolicPlan systolic_plan(const Problem& problem, const Architecture& architecture,
                           const std::vector<std::vector<bool>>& keep, int weights,
                           SystolicDataflow dataflow) {
  return Planner(problem, architecture, keep, dataflow).plan(weights);
}

Occupancy occupancy_of(const SystolicPlan& plan, const Problem& problem, const Architecture& architecture) {
  const std::size_t levels = architecture.levels.size();
  const SystolicMachine& machine = plan.machine;
  Occupancy occupancy;
  occupancy.keep.assign(levels, std::vector<bool>(3, false));
  occupancy.tile_words.assign(levels, std::vector<std::uint64_t>(3, 0));
  for (int space = 0; space < 3; ++space) {
    occupancy.keep[machine.memory][space] = true;
    occupancy.tile_words[machine.memory][space] =
        saturated(box_words(problem, plan.gemm, space), plan.gemm.group.size);
    occupancy.keep[machine.buffers[space]][space] = true;
    occupancy.tile_words[machine.buffers[space]][space] =
        words_of_room(plan, problem, space, plan.residency[space]);
  }
  if (machine.registers >= 0) {
    occupancy.keep[machine.registers][plan.stationary] = true;
    occupancy.tile_words[machine.registers][plan.stationary] = 1;
  }
  const std::uint64_t used =
      std::min(machine.rows, plan.rows.size) * std::min(machine.columns, plan.columns.size);
  for (int level = 0; level < static_cast<int>(levels); ++level)
    occupancy.used_instances.push_back(level > machine.array ? used : 1);
  occupancy.used_instances.push_back(used);
  occupancy.compute_steps = plan.folds() * plan.streamed.size;
  return occupancy;
}

}  // namespace nestwave
