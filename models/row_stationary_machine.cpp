// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include "models/row_stationary.h"

namespace nestwave {

namespace {

/// The three data spaces, as architectures name them.
enum Part { kInputs, kWeights, kOutputs };
constexpr std::array<const char*, 3> kNames = {"Inputs", "Weights", "Outputs"};

using Kept = std::array<bool, 3>;

bool lists(const std::vector<std::string>& names, Part part) {
  return std::find(names.begin(), names.end(), kNames[part]) != names.end();
}

/// Data spaces that the name of a level speaks of: "ifmap_spad", "weight_reg".
Kept spoken_of(const std::string& name) {
  std::string lower;
  for (const char c : name) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const auto has = [&lower](std::string_view word) { return lower.find(word) != std::string::npos; };
  return {has("ifmap") || has("input") || has("iact"), has("filter") || has("weight"),
          has("psum") || has("ofmap") || has("output") || has("accum")};
}

/// What a level keeps; one of which nothing tells holds ifmaps and psums, as a global buffer does.
Kept kept_by(const StorageLevel& level) {
  Kept kept{};
  if (!level.keeps.empty() || !level.bypasses.empty()) {
    for (const Part part : {kInputs, kWeights, kOutputs})
      kept[part] = level.keeps.empty() ? !lists(level.bypasses, part) : lists(level.keeps, part);
    return kept;
  }
  kept = spoken_of(level.name);
  return kept == Kept{} ? Kept{true, false, true} : kept;
}

class MachineReader {
 public:
  explicit MachineReader(const Architecture& architecture) : architecture_(architecture) {}

  RowStationaryMachine read() {
    const ComputeUnit& compute = architecture_.compute;
    machine_.rows = compute.mesh_y;
    machine_.columns = compute.mesh_x;
    if (architecture_.levels.empty()) refuse(architecture_.where, "no memory");
    check_memory(architecture_.levels.front());
    std::array<std::vector<int>, 3> chains;
    for (int l = 1; l < static_cast<int>(architecture_.levels.size()); ++l) {
      const Kept kept = kept_by(architecture_.levels[l]);
      for (const Part part : {kInputs, kWeights, kOutputs})
        if (kept[part]) chains[part].push_back(l);
    }
    machine_.ifmap_spad = scratchpad(chains[kInputs], kInputs, "ifmap");
    machine_.filter_spad = scratchpad(chains[kWeights], kWeights, "filter");
    machine_.psum_spad = scratchpad(chains[kOutputs], kOutputs, "psum");
    for (auto& chain : chains) chain.pop_back();
    machine_.buffer = global_buffer(chains[kInputs], chains[kOutputs]);
    machine_.filter_buffer = filter_buffer(chains[kWeights]);
    const StorageLevel& buffer = level(machine_.buffer);
    machine_.stores_padding = buffer.padding == Padding::stored;
    if (buffer.banks && buffer.banks->count > 1 && buffer.capacity_words) {
      machine_.bank_words = *buffer.capacity_words / buffer.banks->count;
      if (machine_.bank_words == 0)
        refuse(buffer.where, "a buffer with room for a word in each of its " +
                                 std::to_string(buffer.banks->count) + " banks; " + buffer.name + " has " +
                                 std::to_string(*buffer.capacity_words) + " words");
    }
    for (int l = 0; l < static_cast<int>(architecture_.levels.size()); ++l) check_time(l);
    return machine_;
  }

 private:
  [[noreturn]] void refuse(const Location& where, const std::string& reason) const {
    throw InputError(where, "row_stationary needs " + reason);
  }
  [[nodiscard]] const StorageLevel& level(int index) const { return architecture_.levels[index]; }

  void check_memory(const StorageLevel& memory) const {
    if (memory.instances() != 1)
      refuse(memory.where, "a single memory outermost, " + memory.name + " has " +
                               std::to_string(memory.instances()) + " instances");
    for (const Part part : {kInputs, kWeights, kOutputs})
      if (lists(memory.bypasses, part) || (!memory.keeps.empty() && !lists(memory.keeps, part)))
        refuse(memory.where, memory.name + ", the outermost level, to keep " + kNames[part]);
  }

  /// Time that such an array does not have is refused, not left out in silence.
  void check_time(int at) const {
    const StorageLevel& level = this->level(at);
    const auto refuse_time = [&level](const std::string& what) {
      throw InputError(level.where, "row_stationary: " + what);
    };
    if (level.timing)
      refuse_time(level.name +
                  " has a timing of its own; only a bandwidth and a latency of the memory are "
                  "simulated, leave 'timing' out");
    if (at != machine_.memory && level.latency > 0)
      refuse_time(level.name +
                  " has a latency; only that of the memory is simulated, the networks of the "
                  "array take one cycle");
    for (const auto& [key, network] : level.networks) {
      const std::string below = "the network below " + level.name;
      if (network.kind != "bus" && network.kind != "multicast")
        refuse_time(below + " is of kind '" + network.kind +
                    "'; the array has multicast buses of its own, see 'nestwave describe "
                    "row_stationary_networks'");
      if (network.hop_latency > 0)
        refuse_time(below + " has a hop latency; those of such an array take one cycle");
      if (network.row_bandwidth || network.outward)
        refuse_time(below + " has a '" + (network.row_bandwidth ? "row_bandwidth" : "outward") +
                    "' of its own; one bandwidth holds for each direction");
    }
  }

  /// The last keeper of a data space: one in every PE, for nothing else.
  [[nodiscard]] int scratchpad(const std::vector<int>& chain, Part part, const std::string& what) const {
    const std::string wanted = "a scratchpad for " + std::string(kNames[part]) + " (" + what +
                               ") in each of the " + std::to_string(machine_.columns) + " x " +
                               std::to_string(machine_.rows) + " PEs";
    if (chain.empty()) refuse(architecture_.where, wanted + "; no level below the memory keeps them");
    const StorageLevel& spad = level(chain.back());
    if (spad.mesh_x != machine_.columns || spad.mesh_y != machine_.rows)
      refuse(spad.where, wanted + "; " + spad.name + " has " + std::to_string(spad.mesh_x) + " x " +
                             std::to_string(spad.mesh_y) + " instances");
    const Kept kept = kept_by(spad);
    if (std::count(kept.begin(), kept.end(), true) > 1)
      refuse(spad.where, wanted + "; " + spad.name + " keeps other data spaces as well");
    return chain.back();
  }

  [[nodiscard]] int single(int found, const std::string& what) const {
    if (level(found).instances() != 1)
      refuse(level(found).where, "a single " + what + "; " + level(found).name + " has " +
                                     std::to_string(level(found).instances()) + " instances");
    return found;
  }

  [[nodiscard]] int global_buffer(const std::vector<int>& inputs, const std::vector<int>& outputs) const {
    const std::string wanted = "one global buffer for Inputs and Outputs between memory and scratchpads";
    if (inputs.size() != 1 || inputs != outputs) {
      std::string found;
      for (const int l : inputs) found += (found.empty() ? "" : ", ") + level(l).name + " (Inputs)";
      for (const int l : outputs) found += (found.empty() ? "" : ", ") + level(l).name + " (Outputs)";
      refuse(architecture_.where, wanted + "; there is " + (found.empty() ? "none" : found));
    }
    if (kept_by(level(inputs[0]))[kWeights])
      refuse(level(inputs[0]).where, wanted + "; " + level(inputs[0]).name + " keeps Weights as well");
    return single(inputs[0], "global buffer");
  }

  [[nodiscard]] int filter_buffer(const std::vector<int>& weights) const {
    if (weights.empty()) return -1;
    if (weights.size() > 1)
      refuse(architecture_.where, "at most one buffer for filters; there are " + level(weights[0]).name +
                                      " and " + level(weights[1]).name);
    return single(weights[0], "filter buffer");
  }

  const Architecture& architecture_;
  RowStationaryMachine machine_;
};

/// A network that says nothing of its bandwidth has the level's read_bandwidth.
bool makes_a_width(const StorageLevel& level, int at, const RowStationaryMachine& machine) {
  const auto silent = [&level](const char* data_space) {
    for (const char* key : {data_space, ""})
      if (const auto found = level.networks.find(key); found != level.networks.end())
        return !found->second.bandwidth;
    return true;
  };
  if (at == machine.buffer) return silent("Inputs") || silent("Outputs");
  return at == machine.filter_buffer && silent("Weights");
}

}  // namespace

RowStationaryMachine row_stationary_machine(const Architecture& architecture) {
  return MachineReader(architecture).read();
}

std::vector<std::string> row_stationary_without_effect(const Architecture& architecture) {
  RowStationaryMachine machine;
  try {
    machine = row_stationary_machine(architecture);
  } catch (const InputError&) {
    return {};  // refused, which says more
  }
  std::vector<std::string> names;
  for (int l = 0; l < static_cast<int>(architecture.levels.size()); ++l) {
    if (l == machine.memory) continue;
    const StorageLevel& level = architecture.levels[l];
    const auto add = [&](bool given, const char* attribute) {
      if (given) names.push_back(level.name + "." + attribute);
    };
    add(level.read_bandwidth && !makes_a_width(level, l, machine), "read_bandwidth");
    add(level.write_bandwidth.has_value(), "write_bandwidth");
    add(level.shared_bandwidth.has_value(), "shared_bandwidth");
    add(level.banks && l != machine.buffer, "nestwave.banks");
    add(level.banks && (level.banks->ports > 1 || level.banks->interleave > 1), "nestwave.banks.ports");
    add(level.prefetch_depth > 1 && l != machine.buffer && l != machine.filter_buffer,
        "nestwave.prefetch_depth");
  }
  return names;
}

}  // namespace nestwave
