// SPDX-License-Identifier: Apache-2.0
// A memory of somebody else's in place of the DRAM model.
#pragma once

#include <tlm.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace nestwave {

/// What is to stand behind a level that has a `timing`; see SimulationOptions::memories.
struct TlmMemory {
  std::string level;               ///< name of the storage level
  std::uint64_t base_address = 0;  ///< of the first tensor, in bytes
  /// Called once while the machine is elaborated: binds `port` to a target, which it may construct in the
  /// present kernel context. What it returns is kept until the run is over and destroyed
  /// before that context is; a target that belongs to somebody else needs no owner (null).
  std::function<std::shared_ptr<void>(tlm::tlm_initiator_socket<>& port)> bind;
};

}  // namespace nestwave
