// SPDX-License-Identifier: Apache-2.0
// One movement of words, as plain data.
#pragma once

#include <cstdint>
#include <string_view>

#include "models/time.h"

namespace nestwave {

enum class TransferKind {
  fill,     ///< a keeper sends part of a tile inward (old sums included)
  drain,    ///< children send their sums outward, one update at the parent
  operand,  ///< the innermost keeper sends operands across a fan-out to the MACs, one step
  mac,      ///< the joint access of one compute step in one PE, and its MAC
  update,   ///< sums of one compute step written to the innermost keeper
};

[[nodiscard]] constexpr std::string_view to_string(TransferKind kind) {
  switch (kind) {
    case TransferKind::fill: return "fill";
    case TransferKind::drain: return "drain";
    case TransferKind::operand: return "operand";
    case TransferKind::mac: return "mac";
    case TransferKind::update: return "update";
  }
  return "?";
}

/// Endpoints are always named from the parent's side: `outer` is the level nearer to DRAM and
/// `outer_instance` its instance, `inner` the other end (level count = the MACs). The words flow
/// inward for fill, operand and mac, outward for drain and update. A `mac` is reported with
/// data_space -1: its words are those of all data spaces it reads from this PE's own keepers.
struct Transfer {
  TransferKind kind = TransferKind::fill;
  int data_space = -1;
  int outer = 0;
  std::uint64_t outer_instance = 0;
  int inner = 0;
  std::uint64_t epoch = 0;       ///< of the inner end: tile (fill, drain) or compute step
  std::uint64_t step = 0;        ///< first compute step that needs it; of a drain or update: the last
                                 ///< step that contributed
  std::uint64_t words = 0;       ///< through the outer end's port
  std::uint64_t words_each = 0;  ///< at each inner instance that takes part; with imperfect factors: at
                                 ///< the one that has most
  std::uint64_t receivers = 0;   ///< inner instances that take part
  bool whole = true;             ///< fill of operands: whole tiles, whatever of them is there already
  Cycle first = 0;               ///< cycle in which it begins
  Cycle last = 0;                ///< cycle in which its last word has arrived at the farthest end
  Cycle passed = 0;              ///< cycle in which the last of its ports is free for the next
};

}  // namespace nestwave
