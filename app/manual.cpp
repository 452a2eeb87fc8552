// SPDX-License-Identifier: Apache-2.0
#include "app/manual.h"

#include <fmt/format.h>

#include "app/row_stationary_manual.h"
#include "app/shipped_manual.h"
#include "dataflows/catalog.h"
#include "memory/dram/parameters.h"
#include "memory/dram/presets.h"
#include "models/formats/interconnects.h"
#include "models/formats/systolic_yaml.h"
#include "models/policy.h"

namespace nestwave {

namespace {

constexpr const char* kStorage =
    R"(One level of the storage hierarchy: a DRAM, a buffer, a scratchpad or a register.

attributes (Timeloop's names; absent = unlimited)
  read_bandwidth      words per cycle and instance, fractions allowed
  write_bandwidth     words per cycle and instance
  shared_bandwidth    words per cycle and instance, reads and writes together
  multiple_buffering  divides the legal tile size, nothing else; default 1
  depth, width, datawidth, word_bits, block_size, entries, sizeKB, memory_depth, memory_width
                      the capacity; in words it is depth x width / word bits
attributes inside a 'nestwave:' map
  latency             cycles for every word read from it, inward or outward; default 0
  prefetch_depth      tiles that a data space may run ahead; default 1
  ready               'tile': no word is used before the last word of its tile is there
  room                'shared' (default): one pool for all data spaces; 'per_data_space': one each
  padding             'free' (default): zeros around a tensor are no words here; 'stored': they are like others
  network             the network of the fan-out below; see 'nestwave list interconnects'
  banks               the banks of one instance: {count, ports, interleave, per_data_space: {Inputs: 2}};
                      'ports' words per cycle of each (1), 'interleave' neighbouring words in one (1);
                      a data space with banks of its own has their room too, the others share the rest
  timing              a memory with a clock of its own, see 'nestwave list memories': the name of a preset, or a
                      map {preset: ddr4_2400, outstanding: 32, ...} with parameters of it that differ;
                      'outstanding' bursts are under way at a time, reads and writes each; for the outermost
                      keeper of its tensors, one instance, with known word_bits
)";

constexpr const char* kMac =
    R"(The array of multiply-accumulate units under the innermost level, one MAC per PE and cycle.

attributes inside a 'nestwave:' map
  depth               pipeline stages between operands and sum, in cycles; default 0
)";

/// Of every dataflow that builds a mapping.
constexpr const char* kMappedNest =
    R"(machines  any chain of levels; who keeps what follows from 'constraints: {dataspace: {keep, bypass}}', names
          and room. Under a network of kind systolic the three that are built in run word by word instead:
          see 'nestwave describe systolic_array'. What should stay is checked in every run.
refused   a problem that the outermost level cannot hold; constraints that name data spaces which the problem
          does not have, or take one from the outermost level
)";

constexpr const char* kSystolicArray =
    R"(Rows and columns of PEs that hand words to their neighbours. A layer is run on it, as matrix products,
by '--dataflow weight_stationary', 'input_stationary' or 'output_stationary'. The level above the PEs says
'nestwave: {network: {kind: systolic}, systolic: {...}}'; each tensor has one buffer between it and the
memory. The buffers feed the array at its pace and the memory keeps up: neither takes a bandwidth.

layers    whatever is a product of two operands, Outputs[m][n] += Inputs[m][k] * Weights[k][n], when dimensions
          are flattened: convolutions (strides, dilation, padding), fully connected layers, matrix products;
          groups (depthwise layers too) are products one after the other
refused   a dimension of one tensor alone, more or less than two operands; bandwidths, latencies, banks and
          'timing' of the levels, attributes of the network beside 'kind', 'depth' of the MAC, a fan-out inside
          the PEs; policies that count the tiles of a nest ('resident' it is); row_stationary

attributes
)";

std::string policy_summary(const Policy& policy) {
  return fmt::format("reuse {}, multicast {}, footprint {}, counters {}, prices {}", to_string(policy.reuse),
                     to_string(policy.multicast), to_string(policy.footprint), to_string(policy.counters),
                     to_string(policy.prices));
}

std::string_view meaning(Reuse reuse) {
  switch (reuse) {
    case Reuse::resident: return "a word that is still there is not fetched again";
    case Reuse::timeloop:
      return "words in common with the tile before are kept only while the tile moves by the same step as "
             "before";
    case Reuse::timeloop_3_0_3:
      return "the same, and a step that leaves the tile in place counts as a step of its own";
    case Reuse::none: return "a tile that moves is fetched as a whole";
  }
  return "?";
}

std::string_view meaning(Multicast multicast) {
  switch (multicast) {
    case Multicast::overlap: return "a word that several children need in one step is read once";
    case Multicast::identical: return "only children that need exactly the same words share a read";
    case Multicast::per_level:
      return "the same, level by level: below a bypassed level, only children of the same instance share";
    case Multicast::none: return "every child has a read of its own";
  }
  return "?";
}

std::string_view meaning(Footprint footprint) {
  switch (footprint) {
    case Footprint::touched: return "a tile is the elements that some MAC uses";
    case Footprint::bounding_box: return "a tile is a box: the holes of stride and dilation count";
  }
  return "?";
}

std::string_view meaning(Counters counters) {
  switch (counters) {
    case Counters::own: return "energy is charged for every access, drains included";
    case Counters::timeloop: return "energy follows Timeloop's reads, fills and updates";
    case Counters::timeloop_2021: return "the same, and a sum that starts at zero is charged as a fill";
  }
  return "?";
}

std::string_view meaning(Prices prices) {
  switch (prices) {
    case Prices::per_action: return "an access costs what the energy table says of its action";
    case Prices::dearest: return "every access costs the dearest action of its component";
  }
  return "?";
}

std::string policy_manual(const Policy& policy) {
  std::string text;
  const auto line = [&text](std::string_view key, auto choice) {
    text += fmt::format("  {:<22}  {}\n", fmt::format("{}={}", key, to_string(choice)), meaning(choice));
  };
  line("reuse", policy.reuse);
  line("multicast", policy.multicast);
  line("footprint", policy.footprint);
  line("counters", policy.counters);
  line("prices", policy.prices);
  return text + fmt::format("\nA choice can be changed alone: --policy {},multicast=none\n", policy.name);
}

}  // namespace

std::vector<Builtin> builtins() {
  std::vector<Builtin> all;
  for (const Dataflow& dataflow : dataflows())
    all.push_back({"dataflows", std::string(dataflow.name), std::string(dataflow.summary),
                   fmt::format("stays in place: {}\n\n{}{}", dataflow.stays, dataflow.takes,
                               dataflow.name == "row_stationary" ? kRowStationaryManual : kMappedNest)});
  for (const Policy& policy : policies())
    all.push_back({"policies", policy.name, policy_summary(policy), policy_manual(policy)});
  for (const Interconnect& interconnect : interconnects())
    all.push_back({"interconnects", std::string(interconnect.name), std::string(interconnect.summary),
                   manual(interconnect)});
  all.push_back({"interconnects", "row_stationary_networks", "those of a row-stationary array, word by word",
                 kRowStationaryNetworks});
  all.push_back({"memories", "storage", "a storage level: ports, room, latency", kStorage});
  for (const dram::Preset& preset : dram::presets())
    all.push_back(
        {"memories", std::string(preset.name), std::string(preset.summary),
         fmt::format("source: {}\n\nparameters\n{}", preset.source, dram::manual(preset.config()))});
  all.push_back({"compute", "mac", "an array of multiply-accumulate units", kMac});
  all.push_back({"compute", "systolic_array", "rows and columns of PEs under a network of kind systolic",
                 kSystolicArray + systolic_manual()});
  for (const std::string& name : shipped_names(kShippedNetworks)) all.push_back(network_entry(name));
  for (const std::string& name : shipped_names(kShippedArchitectures))
    all.push_back(architecture_entry(name));
  for (const std::string& name : shipped_names(kShippedParameters)) all.push_back(parameters_entry(name));
  return all;
}

const std::vector<std::string>& builtin_kinds() {
  static const std::vector<std::string> kinds = {"dataflows", "policies", "interconnects", "memories",
                                                 "compute",   "networks", "architectures", "parameters"};
  return kinds;
}

}  // namespace nestwave
