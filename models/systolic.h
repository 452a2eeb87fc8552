// SPDX-License-Identifier: Apache-2.0
// A layer on a systolic array: how it is cut into folds, and what of it the buffers hold. The plan is
// plain data; both the simulation and the closed forms start from it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "models/architecture.h"
#include "models/gemm_view.h"
#include "models/occupancy.h"
#include "models/systolic_array.h"

namespace nestwave {

/// The data space that stays in the PEs; also the order in which they are listed.
enum class SystolicDataflow { weight_stationary, input_stationary, output_stationary };
[[nodiscard]] std::string_view to_string(SystolicDataflow dataflow);

/// What of a data space its buffer holds at a time.
enum class Residency {
  stream,  ///< nothing: each access of the array is one of the memory
  fold,    ///< the words of a fold; those that the next fold uses as well stay
  tensor,  ///< all words of a group
};
[[nodiscard]] std::string_view to_string(Residency residency);

/// Positions among the architecture's levels.
struct SystolicMachine {
  std::uint64_t rows = 1;  ///< of PEs
  std::uint64_t columns = 1;
  int memory = 0;            ///< outermost keeper of everything
  int array = 0;             ///< the level with the systolic fan-out below it
  std::vector<int> buffers;  ///< by data space, between memory and PEs
  int registers = -1;        ///< in the PEs, for what stays; -1: not counted as a level
  SystolicArraySpec spec;
};

/// The stationary data space is indexed by array row and column, `across` by row and stream position (it
/// enters at the left edge), `down` by column and stream position (it enters at the top, or collects in
/// the columns and leaves at the bottom).
struct SystolicPlan {
  GemmView gemm;
  SystolicDataflow dataflow = SystolicDataflow::weight_stationary;
  SystolicMachine machine;
  FlatIndex rows;      ///< laid along the rows of the array, cut into folds
  FlatIndex columns;   ///< along its columns
  FlatIndex streamed;  ///< passes by, whole in every fold
  int stationary = 0;
  int across = 0;
  int down = 0;
  std::vector<Residency> residency;  ///< by data space

  /// Sums are collected on their way down; otherwise they stay.
  [[nodiscard]] bool sums_move() const { return down == gemm.outputs; }
  [[nodiscard]] std::uint64_t row_folds() const { return (rows.size + machine.rows - 1) / machine.rows; }
  [[nodiscard]] std::uint64_t column_folds() const {
    return (columns.size + machine.columns - 1) / machine.columns;
  }
  /// Folds of all groups. They come group by group, in it column fold by column fold, in it row fold by
  /// row fold.
  [[nodiscard]] std::uint64_t folds() const { return gemm.group.size * row_folds() * column_folds(); }
};

/// What a systolic run reports beside its counts.
struct SystolicResult {
  std::uint64_t rows = 0;
  std::uint64_t columns = 0;
  std::uint64_t m = 0, k = 0, n = 0, groups = 0;  ///< of the matrix products
  std::uint64_t row_folds = 0, column_folds = 0, folds = 0;
  std::uint64_t streamed = 0;
  Cycle fold_cycles = 0;       ///< of a fold that fills the array and overlaps with no other
  Cycle drain_cycles = 0;      ///< of these, for sums that stayed to leave the array
  Cycle published_cycles = 0;  ///< folds x (fold_cycles - drain_cycles): the formula of SCALE-Sim
  Cycle separate_cycles = 0;   ///< folds x fold_cycles
  std::vector<Residency> residency;
};

/// The machine's part of each level, for a problem whose levels keep what `keep` says; throws InputError
/// naming what the dataflow needs and does not find. `keep` is by level and data space.
[[nodiscard]] SystolicPlan systolic_plan(const Problem& problem, const Architecture& architecture,
                                         const std::vector<std::vector<bool>>& keep, int weights,
                                         SystolicDataflow dataflow);
/// Which data space stays.
[[nodiscard]] int stationary_space(const Problem& problem, int weights, SystolicDataflow dataflow);

[[nodiscard]] Occupancy occupancy_of(const SystolicPlan& plan, const Problem& problem,
                                     const Architecture& architecture);

}  // namespace nestwave
