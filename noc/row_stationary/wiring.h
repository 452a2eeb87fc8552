// SPDX-License-Identifier: Apache-2.0
// What the networks of a row-stationary array have in common.
#pragma once

#include <cstdint>

#include "dataflows/row_stationary_grid.h"
#include "dataflows/row_stationary_passes.h"
#include "memory/recorder.h"
#include "memory/row_stationary/off_chip.h"
#include "memory/row_stationary/works.h"
#include "models/architecture.h"
#include "models/counts.h"
#include "noc/row_stationary/inlets.h"
#include "noc/row_stationary/psum_fifos.h"
#include "noc/row_stationary/spad_values.h"
#include "noc/row_stationary/waiting.h"

namespace nestwave {

/// Words that a network moves in a cycle.
struct BusWidths {
  std::uint64_t filters = 0;
  std::uint64_t ifmaps = 0;
  std::uint64_t psums = 0;
};

/// Shows the pass that a part of the array is in, `count`: none any more. Of those behind `last`, which
/// nothing has been brought for, it counts only whether there is one. Returns from which pass on the part
/// enters the next one that it has a part in.
inline std::uint64_t show_pass(StateVisitor& state, std::uint64_t pass, std::uint64_t last,
                               std::uint64_t count) {
  // No distances: a part may be some passes behind the first PE or ahead of it.
  constexpr std::uint64_t kOver = std::uint64_t{1} << 62;
  constexpr std::uint64_t kLater = kOver + 1;
  const std::uint64_t first = state.frame().iteration;
  std::uint64_t shown = pass == count ? kOver : pass > last ? kLater : pass - first;
  state.kept(shown);
  return shown == kOver ? count : shown == kLater ? last + 1 : first + shown;
}

/// The state that the networks and the PEs share. In each cycle the networks decide by the state at its
/// beginning, then the PEs issue by the same state, then the networks deliver.
struct Wiring {
  const RowStationaryPasses& passes;
  const RowStationaryGrid& grid;
  OffChip& off_chip;
  Recorder& recorder;
  BusWidths widths;
  Inlets& ifmaps;
  Inlets& filters;
  PsumFifos& feet;   ///< of every PE: psums from below
  PsumFifos& exits;  ///< of every column
  Waiting& waiting;
  SpadValues* values;         ///< null: no values are carried
  RowStationaryWorks* works;  ///< null: nobody follows causes
};

}  // namespace nestwave
