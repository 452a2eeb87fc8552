// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/systolic/model.h"

#include <algorithm>

#include "models/analytical/checked.h"
#include "models/analytical/invariants.h"
#include "models/analytical/systolic/cycles.h"
#include "models/analytical/systolic/tiles.h"

namespace nestwave::analytical {

namespace {

/// A, B and T are the sizes of rows, columns and stream; all figures are of one group until the end.
class Model {
 public:
  Model(const Design& design, const SystolicPlan& plan)
      : design_(design),
        plan_(plan),
        groups_(plan.gemm.group.size),
        rows_(plan.rows.size),
        columns_(plan.columns.size),
        streamed_(plan.streamed.size),
        row_folds_(plan.row_folds()),
        column_folds_(plan.column_folds()),
        macs_(design.problem().macs()) {
    result_.counts = CountTable(design.level_count(), design.data_space_count());
  }

  AnalyticalResult analyze() {
    for (int space = 0; space < design_.data_space_count(); ++space)
      if (space == plan_.gemm.outputs)
        sums(space);
      else
        operand(space);
    check_balances(design_, result_.counts);
    result_.compute_steps = times(plan_.folds(), streamed_);
    // Nothing has a limited bandwidth.
    result_.bound = result_.timeloop = result_.compute_steps;
    result_.cycles = systolic_cycles(plan_);
    return result_;
  }

 private:
  Counts& at(int level, int space) { return result_.counts.at(level, space); }
  [[nodiscard]] std::uint64_t all(std::uint64_t words) const { return times(groups_, words); }

  void edge(int space, int from, int to, std::uint64_t injected, std::uint64_t delivered,
            std::uint64_t reduced, std::uint64_t hops) {
    EdgeCounts edge;
    edge.data_space = space;
    edge.from = from;
    edge.to = to;
    edge.injected = injected;
    edge.delivered = delivered;
    edge.reduced = reduced;
    edge.hops = hops;
    result_.edges.push_back(edge);
    result_.hops_known.push_back(true);
  }

  /// Sum over the row folds of a group, by rows in use and height.
  template <typename Of>
  [[nodiscard]] std::uint64_t over_row_folds(const Of& of) const {
    const std::uint64_t full = plan_.machine.rows;
    const std::uint64_t last = rows_ - (row_folds_ - 1) * full;
    const std::uint64_t last_height = plan_.machine.spec.pace == Pace::used ? last : full;
    return plus(times(row_folds_ - 1, of(full, full)), of(last, last_height));
  }
  /// Into row i lead i + 1 links.
  [[nodiscard]] std::uint64_t load_hops() const {
    return all(times(columns_, over_row_folds([](auto rows, auto) { return rows * (rows + 1) / 2; })));
  }

  /// How often the array takes every place of the operand's matrix.
  [[nodiscard]] std::uint64_t passes(int space) const {
    return space == plan_.across ? column_folds_ : space == plan_.down ? row_folds_ : 1;
  }

  void operand(int space) {
    const bool stays = space == plan_.stationary;
    const int buffer = plan_.machine.buffers[space];
    const int registers = stays ? plan_.machine.registers : -1;
    const MatrixWords matrix(design_.problem(), space, lanes(space), positions(space));
    const MatrixPart whole{0, lanes(space).size, 0, positions(space).size};
    const std::uint64_t read = all(times(matrix.stored_places(whole), passes(space)));
    const std::uint64_t placed = all(times(times(lanes(space).size, positions(space).size), passes(space)));
    const std::uint64_t fetched =
        plan_.residency[space] == Residency::stream ? read : all(fetched_by_group(matrix, whole, space));

    at(plan_.machine.memory, space)[Category::reads_fill] = fetched;
    at(buffer, space)[Category::writes_fill] = fetched;
    edge(space, plan_.machine.memory, buffer, fetched, fetched, 0, fetched);
    if (registers >= 0) {
      at(buffer, space)[Category::reads_fill] = read;
      at(registers, space)[Category::writes_fill] = placed;
      at(registers, space)[Category::reads_operand] = macs_;
      edge(space, buffer, registers, placed, placed, 0, load_hops());
      edge(space, registers, design_.level_count(), macs_, macs_, 0, 0);
    } else {
      at(buffer, space)[Category::reads_operand] = read;
      edge(space, buffer, design_.level_count(), placed, stays ? placed : macs_, 0,
           stays ? load_hops() : macs_);
    }
  }

  [[nodiscard]] const FlatIndex& lanes(int space) const {
    return space == plan_.down ? plan_.columns : plan_.rows;
  }
  [[nodiscard]] const FlatIndex& positions(int space) const {
    return space == plan_.stationary ? plan_.columns : plan_.streamed;
  }

  [[nodiscard]] std::uint64_t fetched_by_group(const MatrixWords& matrix, const MatrixPart& whole,
                                               int space) const {
    if (plan_.residency[space] == Residency::tensor) return matrix.distinct({whole});
    const auto row_fold = [&](std::uint64_t f, MatrixPart part) {
      part.first_lane = f * plan_.machine.rows;
      part.end_lane = std::min(rows_, part.first_lane + plan_.machine.rows);
      return part;
    };
    if (space == plan_.across) {
      const auto tile = [&](std::uint64_t f) { return row_fold(f, whole); };
      if (row_folds_ == 1) return first(matrix, tile(0));
      // The same sequence for every column fold; all but the first follow the end of another.
      std::uint64_t turn = 0;
      for (std::uint64_t f = 1; f < row_folds_; ++f) turn = plus(turn, more(matrix, tile(f - 1), tile(f)));
      const std::uint64_t again = more(matrix, tile(row_folds_ - 1), tile(0));
      return plus(plus(first(matrix, tile(0)), times(column_folds_ - 1, again)), times(column_folds_, turn));
    }
    if (!matrix.slides()) return matrix.stored_places(whole);  // each word belongs to one tile
    const bool stays = space == plan_.stationary;
    const auto tile = [&](std::uint64_t f) {
      MatrixPart part = whole;
      if (stays) part = row_fold(f % row_folds_, part);
      const std::uint64_t begin = (stays ? f / row_folds_ : f) * plan_.machine.columns;
      const std::uint64_t end = std::min(columns_, begin + plan_.machine.columns);
      (stays ? part.first_position : part.first_lane) = begin;
      (stays ? part.end_position : part.end_lane) = end;
      return part;
    };
    std::uint64_t words = first(matrix, tile(0));
    const std::uint64_t tiles = stays ? row_folds_ * column_folds_ : column_folds_;
    for (std::uint64_t f = 1; f < tiles; ++f) words = plus(words, more(matrix, tile(f - 1), tile(f)));
    return words;
  }

  [[nodiscard]] static std::uint64_t first(const MatrixWords& matrix, const MatrixPart& tile) {
    return matrix.slides() ? matrix.distinct({tile}) : matrix.stored_places(tile);
  }
  /// Words of the new tile that the old one lacks.
  [[nodiscard]] static std::uint64_t more(const MatrixWords& matrix, const MatrixPart& old,
                                          const MatrixPart& fresh) {
    if (!matrix.slides()) return matrix.stored_places(fresh);  // different tiles have no word in common
    return minus(matrix.distinct({old, fresh}), matrix.distinct({old}));
  }

  void sums(int space) {
    const int buffer = plan_.machine.buffers[space];
    const int macs = design_.level_count();
    const bool moving = plan_.sums_move();
    const std::uint64_t words = all(times(columns_, moving ? streamed_ : rows_));
    const std::uint64_t visits = moving ? times(words, row_folds_) : words;
    const std::uint64_t later = minus(visits, words);
    Counts& own = at(buffer, space);
    Counts& memory = at(plan_.machine.memory, space);
    own[Category::writes_update] = visits;
    own[Category::zero_starts] = memory[Category::zero_starts] = words;
    own[Category::reads_accumulate] = later;
    const bool streams = plan_.residency[space] == Residency::stream;
    const std::uint64_t back = streams ? later : 0;  // unfinished sums that come from the memory
    memory[Category::reads_fill] = own[Category::writes_fill] = back;
    memory[Category::writes_update] = own[Category::reads_drain] = streams ? visits : words;
    const std::uint64_t moved = plus(back, memory[Category::writes_update]);
    edge(space, plan_.machine.memory, buffer, moved, moved, 0, moved);
    if (moving) {
      edge(space, buffer, macs, macs_, visits, minus(macs_, visits),
           all(times(times(streamed_, columns_), over_row_folds([](auto, auto height) { return height; }))));
      return;
    }
    const int registers = plan_.machine.registers;
    edge(space, buffer, registers >= 0 ? registers : macs, words, words, 0,
         all(times(columns_, over_row_folds([](auto rows, auto height) {
                     return rows * height -
                            rows * (rows - 1) / 2;  // row i is height - i links from the way out
                   }))));
    if (registers < 0) return;
    Counts& in_pes = at(registers, space);
    in_pes[Category::writes_update] = macs_;
    in_pes[Category::zero_starts] = in_pes[Category::reads_drain] = words;
    in_pes[Category::reads_accumulate] = minus(macs_, words);
    edge(space, registers, macs, macs_, macs_, 0, 0);
  }

  const Design& design_;
  const SystolicPlan& plan_;
  std::uint64_t groups_, rows_, columns_, streamed_, row_folds_, column_folds_, macs_;
  AnalyticalResult result_;
};

}  // namespace

AnalyticalResult analyze_systolic(const Design& design, const SystolicPlan& plan) {
  return Model(design, plan).analyze();
}

SystolicResult describe_systolic(const SystolicPlan& plan) {
  SystolicResult result;
  result.rows = plan.machine.rows;
  result.columns = plan.machine.columns;
  result.m = plan.gemm.m.size;
  result.k = plan.gemm.k.size;
  result.n = plan.gemm.n.size;
  result.groups = plan.gemm.group.size;
  result.row_folds = plan.row_folds();
  result.column_folds = plan.column_folds();
  result.folds = plan.folds();
  result.streamed = plan.streamed.size;
  result.fold_cycles = 2 * result.rows + result.columns + result.streamed - 2;
  result.drain_cycles = plan.sums_move() ? 0 : result.rows;
  result.separate_cycles = times(result.folds, result.fold_cycles);
  result.published_cycles = times(result.folds, result.fold_cycles - result.drain_cycles);
  result.residency = plan.residency;
  return result;
}

}  // namespace nestwave::analytical
