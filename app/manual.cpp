// SPDX-License-Identifier: Apache-2.0
#include "app/manual.h"

#include <fmt/format.h>

#include "dataflows/catalog.h"
#include "memory/dram/parameters.h"
#include "memory/dram/presets.h"
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
  network             the network of the fan-out below; see 'nestwave describe bus'
)";

constexpr const char* kMac =
    R"(The array of multiply-accumulate units under the innermost level, one MAC per PE and cycle.

attributes inside a 'nestwave:' map
  depth               pipeline stages between operands and sum, in cycles; default 0
)";

constexpr const char* kBus =
    R"(One read of the parent reaches every child that needs the word; sums are added on the way back.
It stands in the 'nestwave: {network: {...}}' map of the level above it, once for all data spaces or
once per data space.

attributes
  kind                'bus'
  bandwidth           words per cycle that enter it under one parent; absent = unlimited
  hop_latency         cycles per hop; default 0
)";

std::string policy_summary(const Policy& policy) {
  return fmt::format("reuse {}, multicast {}, footprint {}, {} counters", to_string(policy.reuse),
                     to_string(policy.multicast), to_string(policy.footprint),
                     policy.timeloop_counters ? "Timeloop's" : "own");
}

std::string policy_manual(const Policy& policy) {
  const char* reuse = policy.reuse == Reuse::resident ? "a word that is still there is not fetched again"
                      : policy.reuse == Reuse::timeloop
                          ? "words in common with the tile before are kept only while "
                            "the tile moves by the same step as before"
                          : "a tile that moves is fetched as a whole";
  const char* multicast = policy.multicast == Multicast::overlap
                              ? "a word that several children need in one step is read once"
                          : policy.multicast == Multicast::identical
                              ? "only children that need exactly the same words share a read"
                              : "every child has a read of its own";
  const char* footprint = policy.footprint == Footprint::touched
                              ? "a tile is the elements that some MAC uses"
                              : "a tile is a box: the holes of stride and dilation count";
  const char* counters = policy.timeloop_counters ? "energy follows Timeloop's reads, fills and updates"
                                                  : "energy is charged for every access, drains included";
  return fmt::format("  {}\n  {}\n  {}\n  {}\n", reuse, multicast, footprint, counters);
}

std::vector<Builtin> collect() {
  std::vector<Builtin> all;
  for (const Dataflow& dataflow : dataflows())
    all.push_back({"dataflows", std::string(dataflow.name), std::string(dataflow.summary),
                   fmt::format("stays in place: {}\n", dataflow.stays)});
  for (const Policy& policy : policies())
    all.push_back({"policies", policy.name, policy_summary(policy), policy_manual(policy)});
  all.push_back({"networks", "bus", "a shared bus with multicast and reduction", kBus});
  all.push_back({"memories", "storage", "a storage level: ports, room, latency", kStorage});
  for (const dram::Preset& preset : dram::presets())
    all.push_back(
        {"memories", std::string(preset.name), std::string(preset.summary),
         fmt::format("source: {}\n\nparameters\n{}", preset.source, dram::manual(preset.config()))});
  all.push_back({"compute", "mac", "an array of multiply-accumulate units", kMac});
  return all;
}

}  // namespace

const std::vector<std::string>& builtin_kinds() {
  static const std::vector<std::string> kinds = {"dataflows", "policies", "networks", "memories", "compute"};
  return kinds;
}

const std::vector<Builtin>& builtins() {
  static const std::vector<Builtin> all = collect();
  return all;
}

}  // namespace nestwave
