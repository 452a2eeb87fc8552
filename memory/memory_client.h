// SPDX-License-Identifier: Apache-2.0
// A transfer to or from a memory with a clock of its own, and who waits for its end.
#pragma once

#include <cstdint>

#include "dataflows/stream.h"
#include "memory/arbiter.h"
#include "models/time.h"

namespace nestwave {

enum class MemoryAccess {
  read,    ///< inward
  write,   ///< outward
  update,  ///< outward, to words that are read before and added to
};

/// One transfer of a link, remembered until it is over.
struct MemoryTransfer {
  std::uint64_t index = 0;  ///< of the epoch
  Epoch epoch;
  Request rank;  ///< as the link requested it
  Cycle begun = 0;
  Cycle latency = 0;  ///< from the ports to the memory (of a read: none, its link adds its own)
  bool whole = true;  ///< all words of the tiles, whatever of them is there already
  bool moves = true;  ///< false: there is nothing to be moved
};

/// A link whose outer end is such a memory.
class MemoryClient {
 public:
  virtual ~MemoryClient() = default;
  /// Recording phase: the memory may take a transfer that it has refused.
  virtual void memory_ready() = 0;
  /// Granting phase: the last word has passed inward, or has been taken by the memory. Called in the order
  /// in which the transfers began.
  virtual void memory_done(const MemoryTransfer& transfer, Cycle now) = 0;
};

}  // namespace nestwave
