// SPDX-License-Identifier: Apache-2.0
// Where the cycles of the PEs of a systolic array went.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "dataflows/systolic/folds.h"
#include "models/ledger.h"
#include "models/systolic.h"

namespace nestwave {

/// Told of every fold that is executed. PE (i, j) works on a fold from `stream + i + j` on, one cycle for
/// each word of the stream; what comes before has a cause.
class SystolicLedger {
 public:
  SystolicLedger(const SystolicPlan& plan, int levels);

  void add(const FoldJob& job);
  /// Enters folds that every PE has left behind.
  void settle(Cycle now);
  /// Enters the rest, of a run of so many cycles.
  [[nodiscard]] PeLedger close(Cycle cycles);

 private:
  void enter(const FoldJob& job);
  void enter_start(const Fold& fold);
  /// What PEs of a row that have had work do between two slots, the first `columns` of them.
  void enter_gap(const FoldJob& job, std::uint64_t row, std::uint64_t columns);
  /// Cycles of [from, to) that are part of the run.
  [[nodiscard]] Cycle within(Cycle from, Cycle to) const;
  /// The same summed over the columns [first, stop), each of which has the cycles of column 0 later by its
  /// number.
  [[nodiscard]] Cycle within(Cycle from, Cycle to, std::uint64_t first, std::uint64_t stop) const;

  const SystolicPlan& plan_;
  std::deque<FoldJob> jobs_;
  Cycle limit_ = kNever;
  bool begun_ = false;
  Cycle free_ = 0;  ///< the cycle after the last slot of PE (0, 0); that of PE (i, j) ends i + j later
  std::vector<std::uint64_t> used_;  ///< by row: columns that have had work
  PeLedger ledger_;
};

}  // namespace nestwave
