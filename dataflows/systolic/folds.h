// SPDX-License-Identifier: Apache-2.0
// The folds of a layer on a systolic array, one after the other, and when each may begin.
#pragma once

#include <cstdint>
#include <optional>

#include "models/systolic.h"
#include "models/time.h"

namespace nestwave {

/// One filling of the array.
struct Fold {
  std::uint64_t index = 0;  ///< among all folds
  std::uint64_t group = 0;
  std::uint64_t column_fold = 0;
  std::uint64_t row_fold = 0;
  std::uint64_t first_row = 0;  ///< flattened index that lies along row 0 of the array
  std::uint64_t rows = 0;       ///< rows in use
  std::uint64_t first_column = 0;
  std::uint64_t columns = 0;
  std::uint64_t height = 0;  ///< rows that it takes the time of: all, or those in use
  std::uint64_t width = 0;
  bool starts_sums = false;    ///< no earlier fold has contributed to its sums
  bool finishes_sums = false;  ///< no later one will
};

/// All in cycles of the whole run; the row i and column j act i + j cycles later.
struct FoldTimes {
  Cycle load = 0;    ///< the first word of what stays enters column 0
  Cycle stream = 0;  ///< the first word of a stream enters row 0
  Cycle drain = 0;   ///< sums that stay begin to move down column 0
  Cycle end = 0;     ///< the last sum has left the array
};

struct FoldJob {
  Fold fold;
  FoldTimes times;
};

/// Goes through the folds: group by group, column fold by column fold, row fold by row fold.
class FoldWalk {
 public:
  explicit FoldWalk(const SystolicPlan& plan) : plan_(plan) {}
  /// The next fold; none when all are done.
  [[nodiscard]] std::optional<Fold> next();

 private:
  const SystolicPlan& plan_;
  std::uint64_t index_ = 0;
  std::uint64_t group_ = 0;
  std::uint64_t first_row_ = 0;
  std::uint64_t first_column_ = 0;
  std::uint64_t row_fold_ = 0;
  std::uint64_t column_fold_ = 0;
};

/// When the fold that follows `before` (null: none does) may begin: as soon as the fold overlap of the
/// machine and the registers of a PE allow. docs/systolic.md derives the distances.
[[nodiscard]] FoldTimes fold_times(const SystolicPlan& plan, const Fold& fold, const FoldJob* before);

}  // namespace nestwave
