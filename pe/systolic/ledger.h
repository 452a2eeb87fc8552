// SPDX-License-Identifier: Apache-2.0
// Where the cycles of the PEs of a systolic array went.
#pragma once

#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "dataflows/systolic/folds.h"
#include "memory/recorder.h"
#include "models/ledger.h"
#include "models/systolic.h"

namespace nestwave {

/// Told of every fold when its times are known. PE (i, j) works on a fold from `stream + i + j` on, one cycle
/// for each word of the stream; what comes before has a cause.
class SystolicLedger {
 public:
  SystolicLedger(const SystolicPlan& plan, int levels);

  void add(const FoldJob& job);
  /// Enters folds that every PE has left behind, as long as more are to come.
  void settle(Cycle now);
  /// The ledger of a run of so many cycles, or of the cycles before one that no settled fold reaches.
  [[nodiscard]] PeLedger until(Cycle cycle) const;

  /// Instead of add(): enters nothing, and tells observers at once of all that the fold brings until its
  /// last slot; with the last fold of the layer also of what follows.
  void tell(const FoldJob& job, const Recorder& recorder);

 private:
  /// Number of PEs in one state over time, as changes.
  struct Told {
    PeState state;
    int data_space;
    std::vector<std::pair<Cycle, std::int64_t>> changes;
  };

  void enter(const FoldJob& job);
  void enter_start(const Fold& fold);
  /// What PEs of a row that have had work do between two slots, the first `columns` of them.
  void enter_gap(const FoldJob& job, std::uint64_t row, std::uint64_t columns);
  /// After the last slots.
  void enter_rest(Cycle until);
  /// The cycles [from, to) of one PE.
  void spend(PeState state, int space, Cycle from, Cycle to);
  /// The same of the columns [first, stop), each of which has the cycles of column 0 later by its number.
  void spend(PeState state, int space, Cycle from, Cycle to, std::uint64_t first, std::uint64_t stop);
  void spend(PeState state, Cycle from, Cycle to, std::uint64_t first, std::uint64_t stop) {
    spend(state, 0, from, to, first, stop);
  }
  [[nodiscard]] std::uint64_t& entry(PeState state, int space);
  /// Cycles of [from, to) that are part of the run.
  [[nodiscard]] Cycle within(Cycle from, Cycle to) const;
  void note(PeState state, int space, Cycle from, Cycle to);
  void tell_noted(const Recorder& recorder);

  const SystolicPlan& plan_;
  std::deque<FoldJob> jobs_;
  Cycle limit_ = kNever;
  bool begun_ = false;
  Cycle free_ = 0;  ///< the cycle after the last slot of PE (0, 0); that of PE (i, j) ends i + j later
  std::vector<std::uint64_t> used_;  ///< by row: columns that have had work
  PeLedger ledger_;
  bool tells_ = false;
  std::vector<Told> told_;
};

}  // namespace nestwave
