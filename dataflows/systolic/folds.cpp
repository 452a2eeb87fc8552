// SPDX-License-Identifier: Apache-2.0
#include "dataflows/systolic/folds.h"

#include <algorithm>

namespace nestwave {

namespace {

/// How far the end of a fold of height `before` must lie in front of one of height `after`, where both
/// leave the array through the same wires. A shorter column is left earlier.
Cycle taller_by(std::uint64_t before, std::uint64_t after) {
  return before > after ? before - after : 0;
}

/// The operand that stays is shifted in from the top, one row a cycle: it must be there when the stream
/// comes. `before` may still be streaming.
FoldTimes operand_times(const SystolicPlan& plan, const Fold& fold, const FoldJob* before) {
  const std::uint64_t streamed = plan.streamed.size;
  FoldTimes times;
  if (before != nullptr) {
    const FoldTimes& then = before->times;
    const FoldOverlap overlap = plan.machine.spec.fold_overlap;
    // The second register of a PE is free once its content has gone to work.
    times.load = overlap == FoldOverlap::none ? then.end : then.stream;
    times.stream = overlap == FoldOverlap::full
                       ? then.stream + streamed + taller_by(before->fold.height, fold.height)
                       : then.end;
  }
  times.stream = std::max(times.stream, times.load + fold.height);
  times.end = times.stream + streamed + fold.height + fold.width - 2;
  return times;
}

/// Sums stay. Each PE hands its finished sum to a second register, and a column moves down when its last
/// row has finished.
FoldTimes sum_times(const SystolicPlan& plan, const Fold& fold, const FoldJob* before) {
  const std::uint64_t streamed = plan.streamed.size;
  FoldTimes times;
  if (before != nullptr) {
    times.stream = before->times.end;
    if (plan.machine.spec.fold_overlap == FoldOverlap::full) {
      // A PE's second register is free when the sums from above have passed; the bottom link of a
      // column when all of them have left.
      const std::uint64_t moving = before->fold.height;
      times.stream = before->times.stream + std::max(streamed, moving + taller_by(moving, fold.height));
    }
  }
  times.load = times.stream;
  times.drain = times.stream + streamed + fold.height - 1;
  times.end = times.drain + fold.height + fold.width - 1;
  return times;
}

}  // namespace

std::optional<Fold> FoldWalk::next() {
  if (group_ == plan_.gemm.group.size) return std::nullopt;
  const bool used_only = plan_.machine.spec.pace == Pace::used;
  Fold fold;
  fold.index = index_++;
  fold.group = group_;
  fold.column_fold = column_fold_;
  fold.row_fold = row_fold_;
  fold.first_row = first_row_;
  fold.rows = std::min(plan_.machine.rows, plan_.rows.size - first_row_);
  fold.first_column = first_column_;
  fold.columns = std::min(plan_.machine.columns, plan_.columns.size - first_column_);
  fold.height = used_only ? fold.rows : plan_.machine.rows;
  fold.width = used_only ? fold.columns : plan_.machine.columns;
  first_row_ += fold.rows;
  ++row_fold_;
  const bool last_row_fold = first_row_ == plan_.rows.size;
  fold.starts_sums = !plan_.sums_move() || fold.row_fold == 0;
  fold.finishes_sums = !plan_.sums_move() || last_row_fold;
  if (last_row_fold) {
    first_row_ = row_fold_ = 0;
    first_column_ += fold.columns;
    ++column_fold_;
    if (first_column_ == plan_.columns.size) {
      first_column_ = column_fold_ = 0;
      ++group_;
    }
  }
  return fold;
}

FoldTimes fold_times(const SystolicPlan& plan, const Fold& fold, const FoldJob* before) {
  return plan.sums_move() ? operand_times(plan, fold, before) : sum_times(plan, fold, before);
}

}  // namespace nestwave
