// SPDX-License-Identifier: Apache-2.0
// What the networks of a row-stationary array have in common.
#pragma once

#include <cstdint>

#include "dataflows/row_stationary_grid.h"
#include "dataflows/row_stationary_passes.h"
#include "memory/recorder.h"
#include "memory/row_stationary/off_chip.h"
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
  SpadValues* values;  ///< null: no values are carried
};

}  // namespace nestwave
