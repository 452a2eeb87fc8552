// SPDX-License-Identifier: Apache-2.0
// Row stationary: the layer, the machine and the parameters that a controller is given, checked
// together. The dataflow is that of Y.-H. Chen, J. Emer, V. Sze, "Eyeriss: A Spatial Architecture for
// Energy-Efficient Dataflow for Convolutional Neural Networks", ISCA 2016, and of the Eyeriss chip,
// JSSC 2017.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/architecture.h"
#include "models/error.h"
#include "models/occupancy.h"
#include "models/problem.h"

namespace nestwave {

/// A convolution with its dimensions under the paper's names; what the layer lacks is 1. A fully
/// connected layer is one of 1 x 1 pixels, each row of its left matrix an image.
struct ConvShape {
  std::uint64_t images = 1;          ///< N
  std::uint64_t groups = 1;          ///< G: filters and channels below are those of one group
  std::uint64_t filters = 1;         ///< M
  std::uint64_t channels = 1;        ///< C
  std::uint64_t out_rows = 1;        ///< E (P of a problem)
  std::uint64_t out_columns = 1;     ///< F (Q of a problem)
  std::uint64_t filter_rows = 1;     ///< R
  std::uint64_t filter_columns = 1;  ///< S
  std::uint64_t stride_down = 1;     ///< U
  std::uint64_t stride_across = 1;
  /// Ifmap rows and columns from the first to the last that the layer touches, padding included. Output
  /// row j and filter row i meet at ifmap row U j + i; with a stride longer than the filter there are
  /// rows (and columns) in between that no filter touches, and no one fetches or stores.
  std::uint64_t in_rows = 1;
  std::uint64_t in_columns = 1;
  /// Of these, rows [first_row, end_row) and columns [first_column, end_column) exist in memory; the rest
  /// is padding.
  std::uint64_t first_row = 0, end_row = 1;
  std::uint64_t first_column = 0, end_column = 1;
  /// Positions in the problem of dimensions and data spaces; -1: it has none.
  struct Places {
    int images = -1, groups = -1, filters = -1, channels = -1;
    int out_rows = -1, out_columns = -1, filter_rows = -1, filter_columns = -1;
    int weights = -1, inputs = -1, outputs = -1;
  } places;
};

/// How a layer is cut (ISCA'16, table III).
struct RowStationaryParameters {
  std::uint64_t m = 1;  ///< filters whose sums are in the global buffer at a time
  std::uint64_t n = 1;  ///< images at a time
  std::uint64_t e = 1;  ///< output rows at a time: the width of a set
  std::uint64_t p = 1;  ///< filters interleaved in a PE
  std::uint64_t q = 1;  ///< channels interleaved in a PE
  std::uint64_t r = 1;  ///< sets that work on different channels; their sums add up
  std::uint64_t t = 1;  ///< sets that work on different filters
  bool operator==(const RowStationaryParameters&) const = default;
};

/// The parts of an architecture that row stationary uses, as positions among its levels.
struct RowStationaryMachine {
  std::uint64_t rows = 1;  ///< of PEs
  std::uint64_t columns = 1;
  int memory = 0;          ///< outermost keeper of everything
  int buffer = 0;          ///< global buffer: ifmaps and psums
  int filter_buffer = -1;  ///< prefetches filters; -1: they come from the memory
  int ifmap_spad = 0;
  int filter_spad = 0;
  int psum_spad = 0;
  /// Words of a bank of the buffer, which holds ifmaps or psums but not both; 0: the room is not divided.
  std::uint64_t bank_words = 0;
  /// The padding of ifmaps lies in the buffer as zeros, as on the chip; else they are made as they leave it.
  bool stores_padding = true;
};

struct RowStationaryPlan {
  ConvShape shape;
  RowStationaryMachine machine;
  RowStationaryParameters parameters;
};

/// What a row-stationary run reports beside its counts.
struct RowStationaryResult {
  RowStationaryParameters parameters;
  std::uint64_t active_pes = 0;  ///< R * e * r * t of a full pass
  std::uint64_t passes = 0;      ///< processing passes of the layer
};

/// The problem as a convolution; throws InputError naming what row stationary cannot take. Dimensions are
/// recognized by the data spaces that they run through, not by their names; of a layer with one sliding
/// rank the row is all there is (R = E = 1).
[[nodiscard]] ConvShape conv_shape(const Problem& problem);

/// The machine's parts, found by the data spaces (Inputs, Weights, Outputs) that its levels keep by their
/// constraints or, without any, by their names; throws InputError naming what row stationary needs and
/// does not find, or what takes time and is not simulated (latencies inside the array, other networks).
[[nodiscard]] RowStationaryMachine row_stationary_machine(const Architecture& architecture);

/// Attributes of levels, as "level.attribute", that a row-stationary array takes no account of: bandwidths
/// inside the array beside those of its networks, and the like. What takes time and is not simulated is
/// refused by row_stationary_machine() instead.
[[nodiscard]] std::vector<std::string> row_stationary_without_effect(const Architecture& architecture);

/// Checks the parameters against layer and machine; throws InputError at `where` (of the parameters) naming
/// the limit that is exceeded, with its figures.
[[nodiscard]] RowStationaryPlan row_stationary_plan(const Problem& problem, const Architecture& architecture,
                                                    const RowStationaryParameters& parameters,
                                                    const Location& where = {});

/// What the plan takes of the machine. Compute steps are the issue slots of the PE that has the most to
/// do, the one with the first filter row, output row and filters: one for each MAC, and one for each psum
/// that it passes on.
[[nodiscard]] Occupancy row_stationary_occupancy(const RowStationaryPlan& plan, const Problem& problem,
                                                 const Architecture& architecture);

/// The plan's parameters, active PEs and passes.
[[nodiscard]] RowStationaryResult row_stationary_result(const RowStationaryPlan& plan);

}  // namespace nestwave
