// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/systolic/cycles.h"

#include <algorithm>

#include "models/analytical/checked.h"

namespace nestwave::analytical {

namespace {

struct Kind {
  std::uint64_t height;
  std::uint64_t width;
};

class Duration {
 public:
  explicit Duration(const SystolicPlan& plan) : plan_(plan), streamed_(plan.streamed.size) {
    const bool used = plan.machine.spec.pace == Pace::used;
    const auto last = [](std::uint64_t size, std::uint64_t side) { return (size - 1) % side + 1; };
    const std::uint64_t rows = plan.machine.rows;
    const std::uint64_t columns = plan.machine.columns;
    last_height_ = used ? last(plan.rows.size, rows) : rows;
    last_width_ = used ? last(plan.columns.size, columns) : columns;
    height_ = used ? std::min(rows, plan.rows.size) : rows;
    width_ = used ? std::min(columns, plan.columns.size) : columns;
  }

  [[nodiscard]] Cycle cycles() const {
    // The way of the first fold up to its stream, and from stream to stream.
    const Cycle last = plus(plan_.sums_move() ? height_ : 0, distances());
    Cycle end = plus(last, rest(last_width_));
    if (plan_.column_folds() > 1) {
      // Where folds overlap, the last one of full width may leave after a narrow one that follows.
      const Cycle since = plus(distance({last_height_, width_}, height_), column_fold(last_width_));
      end = std::max(end, minus(plus(last, rest(width_)), since));
    }
    return end;
  }

 private:
  /// From the beginning of a stream to that of the next, over all pairs of successive folds.
  [[nodiscard]] Cycle distances() const {
    const std::uint64_t columns = plan_.column_folds();
    const std::uint64_t groups = plan_.gemm.group.size;
    Cycle total = 0;
    const auto add = [&](Kind from, std::uint64_t to_height, std::uint64_t count) {
      if (count > 0) total = plus(total, times(count, distance(from, to_height)));
    };
    total =
        plus(times(times(groups, columns - 1), column_fold(width_)), times(groups, column_fold(last_width_)));
    add({last_height_, width_}, height_, times(groups, columns - 1));
    add({last_height_, last_width_}, height_, groups - 1);
    return total;
  }

  /// From the first to the last stream of a column fold.
  [[nodiscard]] Cycle column_fold(std::uint64_t width) const {
    const std::uint64_t rows = plan_.row_folds();
    if (rows == 1) return 0;
    return plus(times(rows - 2, distance({height_, width}, height_)),
                distance({height_, width}, last_height_));
  }

  /// From the stream of a fold of the last height to its end.
  [[nodiscard]] Cycle rest(std::uint64_t width) const {
    return streamed_ + last_height_ + width - 2 + (plan_.sums_move() ? 0 : last_height_);
  }

  [[nodiscard]] Cycle distance(Kind from, std::uint64_t height) const {
    const Cycle leaving = streamed_ + from.height + from.width - 2;
    const std::uint64_t taller = from.height > height ? from.height - height : 0;
    const FoldOverlap overlap = plan_.machine.spec.fold_overlap;
    if (!plan_.sums_move())
      return overlap == FoldOverlap::full ? std::max(streamed_, from.height + taller) : leaving + from.height;
    switch (overlap) {
      case FoldOverlap::none: return leaving + height;
      case FoldOverlap::preload: return std::max(leaving, height);
      case FoldOverlap::full: return std::max(streamed_ + taller, height);
    }
    return 0;
  }

  const SystolicPlan& plan_;
  std::uint64_t streamed_;
  std::uint64_t height_ = 0;
  std::uint64_t width_ = 0;
  std::uint64_t last_height_ = 0;
  std::uint64_t last_width_ = 0;
};

}  // namespace

Cycle systolic_cycles(const SystolicPlan& plan) {
  return Duration(plan).cycles();
}

}  // namespace nestwave::analytical
