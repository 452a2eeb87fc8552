// SPDX-License-Identifier: Apache-2.0
// Machines with one limit less, for `run --what-if`.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "models/architecture.h"

namespace nestwave {

/// A machine with one limit less.
struct Relaxation {
  std::string what;    ///< "Buffer.read_bandwidth"
  std::string change;  ///< "unlimited", "0", "x 2", "none"
  Architecture architecture;
};

/// Collects them. What a machine does not have adds none; which of its attributes limit a run is for the
/// engine to say that executes it.
class Relaxer {
 public:
  explicit Relaxer(const Architecture& machine) : machine_(machine), all_(machine) {}

  /// Those of the level's ports: unlimited.
  void lift_bandwidths(int level);
  /// That at which the level is read only.
  void lift_read_bandwidth(int level);
  /// Latency 0.
  void lift_latency(int level);
  /// No memory with a clock of its own, no banks.
  void lift_timing(int level);
  void lift_banks(int level);
  /// Bandwidths of the networks below the level unlimited, hop latencies 0.
  void lift_networks(int level);
  /// Twice the capacity.
  void double_capacity(int level);
  /// Twice the capacity, twice the prefetch depth, and both.
  void double_room(int level);
  /// No pipeline in the MACs.
  void lift_depth();
  template <typename Change>
  void add(const std::string& what, const char* how, Change change) {
    Architecture machine = machine_;
    change(machine);
    // `all_` gets each change once, however many of the machines have it.
    change(all_);
    found_.push_back({what, how, std::move(machine)});
  }

  /// What has been collected and, if that is anything, all of it at once.
  [[nodiscard]] std::vector<Relaxation> found() &&;

 private:
  [[nodiscard]] const StorageLevel& level(int index) const { return machine_.levels[index]; }

  const Architecture& machine_;
  Architecture all_;
  std::vector<Relaxation> found_;
};

}  // namespace nestwave
