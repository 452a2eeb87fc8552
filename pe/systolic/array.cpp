// SPDX-License-Identifier: Apache-2.0
#include "pe/systolic/array.h"

#include <algorithm>

#include "models/error.h"

namespace nestwave {

SystolicArray::SystolicArray(sc_core::sc_module_name name, const Config& config)
    : sc_module(name),
      plan_(config.plan),
      clock_(config.clock),
      recorder_(config.recorder),
      buffers_(config.buffers),
      ports_(config.ports),
      with_values_(config.with_values),
      fast_forward_(config.fast_forward),
      across_(plan_.machine.rows),
      down_(plan_.machine.columns),
      shift_(plan_.machine.columns),
      collectors_(plan_.machine.columns),
      traffic_(3),
      ledger_(plan_, config.levels) {
  if (plan_.sums_move())
    operands_.emplace(plan_.machine.rows, plan_.machine.columns, with_values_);
  else
    sums_.emplace(plan_.machine.rows, plan_.machine.columns, with_values_);
  // Padding makes cycles different that look alike.
  repeats_ = !with_values_ && std::none_of(buffers_.begin(), buffers_.end(),
                                           [](const TensorBuffer* buffer) { return buffer->padded(); });
  for (int space = 0; space < 3; ++space) {
    const bool registers = space == plan_.stationary && plan_.machine.registers >= 0;
    traffic_[space].data_space = space;
    traffic_[space].from = plan_.machine.buffers[space];
    traffic_[space].to = registers ? plan_.machine.registers : config.levels;
  }
  if (recorder_.wants(kLedger)) told_.emplace(plan_, config.levels);
  if (recorder_.wants(kWork)) works_.emplace(plan_, config.levels, recorder_);
  spawn_method(clock_, "cycle", wake_, [this] { run(); });
}

void SystolicArray::post(const FoldJob& job) {
  jobs_.push_back({job, {}, 0, 0});
  end_ = std::max(end_, job.times.end);
  account_fold(job);
  if (!idle()) return;
  const Cycle now = clock_.now();
  next_cycle_ = std::max(next_start(), ran_ ? last_cycle_ + 1 : 0);
  if (next_cycle_ <= now)
    wake_.notify(sc_core::SC_ZERO_TIME);
  else
    wake_.notify(clock_.delay(next_cycle_ - now));
}

void SystolicArray::run() {
  const Cycle now = clock_.enter();
  if (now >= stop_) return;
  if (now >= next_cycle_) {
    look_at_phase(now);
    const bool skipped = fast_forward_ && skip_fold(now);
    if (!skipped) cycle(now);
    if (told_) settle_ports(now + 1);
    // The cycle that finds nothing left to do is not part of the run.
    if (now < end_) recorder_.tell(kCycles, &Observer::end_of_cycle, skipped ? last_cycle_ : now);
    if (idle()) next_cycle_ = next_start();
  }
  // Also after a post that came in the cycle that was run already: it took the place of the wake-up.
  if (next_cycle_ != kNever) wake_.notify(clock_.delay(next_cycle_ - now));
}

bool SystolicArray::idle() const {
  if (across_.starting() || down_.starting() || shift_.starting() || across_.running() || down_.running() ||
      shift_.running())
    return false;
  return operands_ ? operands_->empty() : sums_->empty();
}

Cycle SystolicArray::next_start() const {
  Cycle start = kNever;
  if (has_job(next_stream_)) start = std::min(start, job(next_stream_).job.times.stream);
  if (has_job(next_shift_)) {
    const FoldTimes& times = job(next_shift_).job.times;
    start = std::min(start, plan_.sums_move() ? times.load : times.drain);
  }
  return start;
}

void SystolicArray::cycle(Cycle now) {
  start_folds(now);
  GridCounts counts;
  if (operands_) {
    feed_operands();
    counts = operands_->step();
  } else {
    feed_sums();
    counts = sums_->step();
  }
  const BitPlane& exits = operands_ ? operands_->exits() : sums_->exits();
  const std::uint64_t more = alike(counts, exits, now);
  account_reads(more, now);
  account(counts, 1 + more, now);
  for (std::size_t column = 0; column < collectors_.size(); ++column)
    if (exits.test(0, column)) collect(column, more, now);
  across_.end_cycle(more);
  down_.end_cycle(more);
  shift_.end_cycle(more);
  ran_ = true;
  last_cycle_ = now + more;
  next_cycle_ = last_cycle_ + 1;
  retire(now);
}

void SystolicArray::start_folds(Cycle now) {
  const bool shift = has_job(next_shift_) && (plan_.sums_move() ? job(next_shift_).job.times.load
                                                                : job(next_shift_).job.times.drain) == now;
  const bool stream = has_job(next_stream_) && job(next_stream_).job.times.stream == now;
  if (shift && plan_.sums_move()) {
    Job& fold = job(next_shift_);
    fold.tiles[plan_.stationary] = buffer(plan_.stationary).take_tile(fold.job.fold, now);
    if (works_) works_->load(fold.job);
  }
  if (stream) {
    Job& fold = job(next_stream_);
    fold.tiles[plan_.across] = buffer(plan_.across).take_tile(fold.job.fold, now);
    if (!plan_.sums_move()) fold.tiles[plan_.down] = buffer(plan_.down).take_tile(fold.job.fold, now);
    if (recorder_.wants(kSteps))
      recorder_.tell(kSteps, &Observer::step, fold.job.fold.index * plan_.streamed.size);
    if (works_) works_->stream(fold.job);
  }
  next_shift_ += shift ? 1 : 0;
  next_stream_ += stream ? 1 : 0;
  const auto fold_of = [this](std::uint64_t index) -> const Fold& { return job(index).job.fold; };
  across_.begin_cycle(stream, [&](std::size_t row, std::uint64_t index) {
    return row < fold_of(index).rows ? plan_.streamed.size : 0;
  });
  if (!plan_.sums_move())
    down_.begin_cycle(stream, [&](std::size_t column, std::uint64_t index) {
      return column < fold_of(index).columns ? plan_.streamed.size : 0;
    });
  shift_.begin_cycle(shift, [&](std::size_t column, std::uint64_t index) {
    return column < fold_of(index).columns ? fold_of(index).height : 0;
  });
}

void SystolicArray::feed_operands() {
  OperandGrid::Edge& edge = operands_->edge;
  for (std::size_t row = 0; row < across_.size(); ++row) {
    const Lanes::Lane& lane = across_[row];
    if (lane.left == 0) continue;
    edge.left[row] = true;
    edge.head[row] = lane.position == 0;
    if (!with_values_) continue;
    const Job& in = job(lane.begun - 1);
    edge.left_value[row] =
        buffer(plan_.across)
            .value(in.job.fold, {in.job.fold.first_row + row, lane.position}, in.tiles[plan_.across]);
  }
  for (std::size_t column = 0; column < shift_.size(); ++column) {
    const Lanes::Lane& lane = shift_[column];
    if (lane.left == 0) continue;
    const Job& in = job(lane.begun - 1);
    const Fold& fold = in.job.fold;
    edge.shift.set(0, column);
    if (lane.position == 0) edge.begin.set(0, column);
    const std::uint64_t row = fold.height - 1 - lane.position;  // the bottom row's word first
    if (row >= fold.rows) continue;
    edge.top.set(0, column);
    if (row + 1 == fold.rows && fold.height == fold.rows) edge.exit.set(0, column);
    if (with_values_)
      edge.top_value[column] =
          buffer(plan_.stationary)
              .value(fold, {fold.first_row + row, fold.first_column + column}, in.tiles[plan_.stationary]);
  }
}

void SystolicArray::feed_sums() {
  SumGrid::Edge& edge = sums_->edge;
  for (std::size_t row = 0; row < across_.size(); ++row) {
    const Lanes::Lane& lane = across_[row];
    if (lane.left == 0) continue;
    edge.left[row] = true;
    if (!with_values_) continue;
    const Job& in = job(lane.begun - 1);
    edge.left_value[row] =
        buffer(plan_.across)
            .value(in.job.fold, {in.job.fold.first_row + row, lane.position}, in.tiles[plan_.across]);
  }
  for (std::size_t column = 0; column < down_.size(); ++column) {
    const Lanes::Lane& lane = down_[column];
    if (lane.left > 0) {
      const Job& in = job(lane.begun - 1);
      edge.top.set(0, column);
      if (lane.left == 1) edge.tail.set(0, column);
      if (with_values_)
        edge.top_value[column] =
            buffer(plan_.down)
                .value(in.job.fold, {in.job.fold.first_column + column, lane.position}, in.tiles[plan_.down]);
    }
    if (shift_[column].left == 0) continue;
    edge.shift.set(0, column);
    edge.first_row[column] = shift_[column].position;
    edge.last_row[column] = job(shift_[column].begun - 1).job.fold.height - 1;
  }
}

/// Cycles after this one that do the same.
std::uint64_t SystolicArray::alike(const GridCounts& counts, const BitPlane& exits, Cycle now) const {
  if (!repeats_ || counts.changed || across_.starting() || down_.starting() || shift_.starting() ||
      shift_.running())
    return 0;
  std::uint64_t more = std::min(across_.alike(), down_.alike());
  for (std::size_t column = 0; column < collectors_.size(); ++column)
    if (exits.test(0, column)) {
      const Collector& collector = collectors_[column];
      const std::uint64_t left = plan_.streamed.size - collector.position;
      more = std::min(more, collector.position == 0 || left < 3 ? 0 : left - 2);
    }
  const Cycle bound = std::min(next_start(), stop_);
  if (bound != kNever) more = std::min(more, bound - now - 1);
  return more == kNever ? 0 : more;
}

void SystolicArray::account_reads(std::uint64_t more, Cycle now) {
  const auto feed = [&](const Lanes& lanes, int space, bool rows) {
    std::uint64_t words = 0;
    std::uint64_t running = 0;
    for (std::size_t i = 0; i < lanes.size(); ++i) {
      const Lanes::Lane& lane = lanes[i];
      if (lane.left == 0) continue;
      const Fold& fold = job(lane.begun - 1).job.fold;
      words +=
          buffer(space).stored(fold, {(rows ? fold.first_row : fold.first_column) + i, lane.position}, more);
      ++running;
    }
    buffer(space).read(words, now, 1 + more);
    traffic_[space].injected += running * (1 + more);
  };
  feed(across_, plan_.across, true);
  if (plan_.sums_move())
    account_loads(now);
  else
    feed(down_, plan_.down, false);
}

void SystolicArray::account_loads(Cycle now) {
  std::uint64_t words = 0;
  std::uint64_t loaded = 0;
  for (std::size_t column = 0; column < shift_.size(); ++column) {
    const Lanes::Lane& lane = shift_[column];
    if (lane.left == 0) continue;
    const Fold& fold = job(lane.begun - 1).job.fold;
    const std::uint64_t row = fold.height - 1 - lane.position;
    if (row >= fold.rows) continue;
    words += buffer(plan_.stationary).stored(fold, {fold.first_row + row, fold.first_column + column}, 0);
    ++loaded;
  }
  buffer(plan_.stationary).read(words, now, 1);
  traffic_[plan_.stationary].injected += loaded;
  traffic_[plan_.stationary].delivered += loaded;
  if (plan_.machine.registers >= 0 && loaded > 0)
    recorder_.add(plan_.machine.registers, plan_.stationary, Category::writes_fill, loaded, 0, now);
}

void SystolicArray::account(const GridCounts& counts, std::uint64_t cycles, Cycle now) {
  const std::uint64_t macs = counts.macs * cycles;
  if (macs > 0) {
    if (macs_ == 0) first_mac_ = now;
    last_mac_ = now + cycles - 1;
    macs_ += macs;
    recorder_.count_event();
  }
  EdgeCounts& across = traffic_[plan_.across];
  across.delivered += macs;
  across.hops += macs;
  EdgeCounts& down = traffic_[plan_.down];
  EdgeCounts& stationary = traffic_[plan_.stationary];
  if (plan_.sums_move()) {
    down.injected += macs;
    down.reduced += counts.reduced * cycles;
    down.hops += counts.sum_hops * cycles;
    stationary.hops += counts.load_hops * cycles;
  } else {
    down.delivered += macs;
    down.hops += macs;
    stationary.hops += counts.sum_hops * cycles;
  }
  if (plan_.machine.registers >= 0 && macs > 0) count_registers(counts, cycles, now);
}

/// The level in the PEs: what stays is read by every MAC, or added to.
void SystolicArray::count_registers(const GridCounts& counts, std::uint64_t cycles, Cycle now) {
  const auto count = [&](Category category, std::uint64_t words) {
    if (words > 0) recorder_.add(plan_.machine.registers, plan_.stationary, category, words, 0, now);
  };
  if (plan_.sums_move()) {
    count(Category::reads_operand, counts.macs * cycles);
    return;
  }
  count(Category::writes_update, counts.macs * cycles);
  count(Category::zero_starts, counts.started * cycles);
  count(Category::reads_accumulate, (counts.macs - counts.started) * cycles);
  count(Category::reads_drain, counts.finished * cycles);
}

void SystolicArray::collect(std::size_t column, std::uint64_t more, Cycle now) {
  Collector& collector = collectors_[column];
  while (job(collector.fold).job.fold.columns <= column) ++collector.fold;
  Job& from = job(collector.fold);
  const Fold& fold = from.job.fold;
  const OperandGrid::Value value = !with_values_ ? 0
                                   : operands_   ? operands_->exit_value(column)
                                                 : sums_->exit_value(column);
  TensorBuffer& outputs = buffer(plan_.gemm.outputs);
  const TensorBuffer::Place place =
      plan_.sums_move() ? TensorBuffer::Place{fold.first_column + column, collector.position}
                        // The bottom row comes first.
                        : TensorBuffer::Place{fold.first_row + fold.rows - 1 - collector.position,
                                              fold.first_column + column};
  outputs.add(fold, place, more, value, now);
  traffic_[plan_.gemm.outputs].delivered += 1 + more;
  if (!plan_.sums_move()) traffic_[plan_.gemm.outputs].injected += 1 + more;
  collector.position += 1 + more;
  from.collected += 1 + more;
  const Cycle next = now + more + 1;
  if (works_ && next > works_->macs_end(from.job))
    from.late += std::min(next - works_->macs_end(from.job), 1 + more);
  if (complete(from)) {
    ++collected_;
    if (works_) works_->leave(from.job, from.late, next);
  }
  if (collector.position < sums_of_column(fold)) return;
  collector.position = 0;
  ++collector.fold;
}

/// Drops folds that no lane will ask for again.
void SystolicArray::retire(Cycle now) {
  ledger_.settle(now);
  const Cycle skew = plan_.machine.rows + plan_.machine.columns;
  while (!jobs_.empty() && complete(jobs_.front()) && jobs_.front().job.times.end + skew < now &&
         first_job_ < next_shift_ && first_job_ < next_stream_) {
    for (Collector& collector : collectors_) collector.fold = std::max(collector.fold, first_job_ + 1);
    jobs_.pop_front();
    ++first_job_;
  }
}

}  // namespace nestwave
