// SPDX-License-Identifier: Apache-2.0
// The machine: a chain of storage levels, outermost first, above an array of MACs.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/error.h"
#include "models/interconnect.h"
#include "models/systolic_array.h"
#include "models/time.h"

namespace nestwave {

/// How the room of one instance is shared.
enum class Room {
  shared,          ///< one pool for all data spaces
  per_data_space,  ///< a pool each: its own tile and an equal part of what is left over
};

/// A memory behind a level that is simulated with a clock of its own.
struct MemoryTiming {
  struct Setting {
    std::string name;
    std::string value;
    Location where;
  };
  /// `memory` for one that the calling program binds to the machine's TLM-2.0 port.
  static constexpr const char* kTlm = "tlm";

  std::string memory;              ///< a preset of the DRAM model, or kTlm
  std::vector<Setting> settings;   ///< parameters of the preset, changed in this order
  std::uint64_t outstanding = 32;  ///< bursts under way at a time, reads and writes each
  std::uint64_t burst_bytes = 64;  ///< of one request; a preset has its own
  Location where;
};

/// What a level does with the zeros around a tensor (Rank::begin, Rank::end).
enum class Padding {
  free,   ///< it has none: they are made where they are used, and cost nothing
  stored  ///< they are words like any other
};

/// The banks that one instance of a level is made of.
struct BankSpec {
  std::uint64_t count = 1;
  std::uint64_t ports = 1;       ///< words that a bank serves in a cycle, read or written
  std::uint64_t interleave = 1;  ///< neighbouring words in a bank before the next one's turn
  /// Banks that one data space has to itself, by its name; the others share the rest.
  std::map<std::string, std::uint64_t> own;
  Location where;
};

/// One storage level. Bandwidths are words per cycle and instance; none means unlimited.
struct StorageLevel {
  std::string name;  ///< "Buffer"
  std::string path;  ///< "System.Buffer", the name an energy table uses
  std::string component_class;
  std::uint64_t mesh_x = 1;  ///< instances in the whole machine = mesh_x * mesh_y
  std::uint64_t mesh_y = 1;
  std::optional<std::uint64_t> capacity_words;  ///< per instance
  Rational multiple_buffering = 1;              ///< divides the legal tile size, nothing else
  std::optional<Rational> read_bandwidth;
  std::optional<Rational> write_bandwidth;
  std::optional<Rational> shared_bandwidth;  ///< reads and writes together
  std::uint64_t block_size = 1;              ///< words per physical access, for energy
  Cycle latency = 0;                         ///< of every word read from it
  std::uint64_t prefetch_depth = 1;          ///< epochs a data space may run ahead
  Room room = Room::shared;
  std::uint64_t word_bits = 0;         ///< 0: not known
  std::optional<BankSpec> banks;       ///< none: bandwidths are all that limits accesses
  std::optional<MemoryTiming> timing;  ///< none: bandwidth and latency are all there is
  Padding padding = Padding::free;
  /// Network of the fan-out below; key "" holds for every data space without its own entry.
  std::map<std::string, NetworkSpec> networks;
  SystolicArraySpec systolic;  ///< of the array of PEs below, if its network is systolic
  /// Names of data spaces that a mapping ought to keep here and of those it ought not: advice to
  /// whoever builds one, from the `constraints` of the file. A mapping that is read decides itself.
  std::vector<std::string> keeps;
  std::vector<std::string> bypasses;
  Location where;

  [[nodiscard]] std::uint64_t instances() const { return mesh_x * mesh_y; }
};

/// The MAC array under the innermost level.
struct ComputeUnit {
  std::string name;
  std::string path;
  std::string component_class;
  std::uint64_t mesh_x = 1;
  std::uint64_t mesh_y = 1;
  Cycle depth = 0;  ///< pipeline stages between operands and sum
  Location where;

  [[nodiscard]] std::uint64_t instances() const { return mesh_x * mesh_y; }
};

/// Levels outermost first; each level's mesh divides that of the next.
struct Architecture {
  std::string name;
  std::vector<StorageLevel> levels;
  ComputeUnit compute;
  double cycle_seconds = 1e-9;
  std::vector<std::string> unused;  ///< attributes read but not used, "level.attribute"
  Location where;

  [[nodiscard]] int find_level(const std::string& wanted) const;
  /// Children along x (y) that the machine offers under one instance of `level`.
  [[nodiscard]] std::uint64_t fanout_x(std::size_t level) const;
  [[nodiscard]] std::uint64_t fanout_y(std::size_t level) const;
};

}  // namespace nestwave
