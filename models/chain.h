// SPDX-License-Identifier: Apache-2.0
// The chain of transfers and MACs that a run was as long as, as plain results.
#pragma once

#include <cstdint>
#include <vector>

#include "models/transfer.h"

namespace nestwave {

/// One link: a transfer, or a run of MACs of one PE.
struct ChainLink {
  TransferKind kind = TransferKind::fill;
  int data_space = -1;  ///< -1: all that a MAC reads
  int outer = 0;
  int inner = 0;
  Cycle first = 0;  ///< in which it begins
  Cycle stop = 0;   ///< from which what it brought can be used
  std::uint64_t words = 0;
  friend bool operator==(const ChainLink&, const ChainLink&) = default;
};

/// All links of a chain with the same ends.
struct ChainPart {
  ChainLink like;  ///< kind, data space and ends
  std::uint64_t links = 0;
  std::uint64_t cycles = 0;  ///< from the end of the link before, or its own beginning, to its end
  friend bool operator==(const ChainPart&, const ChainPart&) = default;
};

/// The links add up, with the waits between them, to the whole run.
struct CriticalChain {
  std::vector<ChainPart> parts;  ///< most cycles first
  std::uint64_t links = 0;
  std::uint64_t waiting = 0;     ///< cycles between the links
  std::vector<ChainLink> first;  ///< its first links
  std::vector<ChainLink> last;   ///< … and its last ones, in order
  friend bool operator==(const CriticalChain&, const CriticalChain&) = default;
};

}  // namespace nestwave
