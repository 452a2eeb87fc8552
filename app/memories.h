// SPDX-License-Identifier: Apache-2.0
// The memories with a clock of their own behind the levels of a machine.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "memory/arbiter.h"
#include "memory/clock.h"
#include "memory/dram/dram.h"
#include "memory/tlm_memory.h"
#include "memory/tlm_port.h"
#include "models/design.h"
#include "models/result.h"

namespace nestwave {

/// Picoseconds of a cycle, rounded, if some level has a `timing`; otherwise any number does. Throws
/// InputError if a cycle is shorter than a picosecond or longer than a millisecond.
[[nodiscard]] std::uint64_t clock_period(const Architecture& architecture);

/// Ports, and the DRAMs or foreign memories that they are bound to.
class Memories {
 public:
  Memories(const Design& design, const std::vector<const TlmMemory*>& bound, Clock& clock, Arbiter& arbiter,
           Tick ticks_per_cycle);

  /// The port of that level; null: it has no `timing`.
  [[nodiscard]] TlmPort* port(int level) const;
  /// There are memories that may have processes which never end.
  [[nodiscard]] bool foreign() const;
  /// Throws InputError if a memory has not answered for a million cycles, or `never` will.
  void require_answers(bool never) const;
  /// `cycles`: the length of the run.
  [[nodiscard]] std::vector<MemoryUse> uses(Cycle cycles) const;

 private:
  struct Memory {
    std::string name;
    std::unique_ptr<TlmPort> port;
    std::unique_ptr<dram::Dram> dram;  ///< null: a foreign one
    std::shared_ptr<void> owner;       ///< of a foreign one
  };
  void add(const Design& design, int level, const TlmMemory* bound, Arbiter& arbiter, Tick ticks_per_cycle);

  Clock& clock_;
  std::vector<Memory> memories_;  ///< outer levels first
};

}  // namespace nestwave
