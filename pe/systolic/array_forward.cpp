// SPDX-License-Identifier: Apache-2.0
// The systolic array's way past folds that are known.
#include <algorithm>
#include <utility>

#include "pe/systolic/array.h"

namespace nestwave {

/// At the beginning of a fold: moves everything to that of the next one, if what happens until then is known:
/// a fold that left the array in the state in which it found it does so again, and counts the same, when the
/// state and all that is given to the array until the next one begins are the same.
bool SystolicArray::skip_fold(Cycle now) {
  const std::uint64_t fold = plan_.sums_move() ? next_shift_ : next_stream_;
  if (!has_job(fold + 1) || job(fold).job.times.load != now) return false;
  const Cycle length = job(fold + 1).job.times.load - now;
  const bool streams = has_job(next_stream_) && job(next_stream_).job.times.stream - now < length;
  const StateVisitor::Frame frame{0, fold, 1, now, 1};
  StateVisitor writer(frame, state_);
  visit_state(writer);
  write_given(fold, streams, length, now);
  const Passage* passage = known_fold();
  if (passage == nullptr || stop_ - now < length) return false;
  StateVisitor mover(frame, {1, length, 1, passage});
  visit_state(mover);
  ran_ = true;
  last_cycle_ = now + length - 1;
  next_cycle_ = now + length;
  skipped_ += length;
  retire(now);
  return true;
}

/// What comes of a fold that begins in state_ and is given given_; null: it is not known, and is watched.
const Passage* SystolicArray::known_fold() {
  if (folds_.forget_if_full()) watched_.reset();
  const StateMemory::Id state = folds_.number(state_.words);
  // The array can be moved, not put into another state.
  if (watched_ && watched_->state == state)
    folds_.remember(state, {std::move(watched_->given), {watched_->tally, state_.tally}, state});
  watched_.reset();
  const StateMemory::Outcome* known =
      folds_.recall(state, [this](const StateMemory::Words& given) { return given == given_; });
  if (known != nullptr) return &known->passage;
  watched_ = Watched{state, given_, state_.tally};
  return nullptr;
}

/// Everything that does not come from the array itself: how the folds in it, up to `fold`, lie in the layer,
/// and what they find in the buffers.
void SystolicArray::write_given(std::uint64_t fold, bool streams, Cycle length, Cycle now) {
  given_ = {length, streams ? 1U : 0U};
  const auto announce = [this](int space, std::uint64_t index) {
    given_.push_back(buffer(space).announce(job(index).job.fold));
  };
  if (plan_.sums_move()) announce(plan_.stationary, fold);
  if (streams) announce(plan_.across, next_stream_);
  if (streams && !plan_.sums_move()) announce(plan_.down, next_stream_);
  const std::uint64_t oldest = oldest_open(fold);
  std::uint64_t sums = 0;
  for (std::uint64_t index = oldest; index <= fold; ++index)
    sums += sums_of(job(index).job.fold) - job(index).collected;
  for (std::uint64_t index = oldest; index <= fold; ++index) {
    const auto& [of, times] = job(index).job;
    given_.insert(given_.end(), {of.rows, of.columns, of.height, of.width, of.starts_sums ? 1U : 0U,
                                 of.finishes_sums ? 1U : 0U, times.load - now, times.stream - now,
                                 plan_.sums_move() ? 0 : times.drain - now});
    for (int space = 0; space < 3; ++space)
      if (space != plan_.gemm.outputs) buffer(space).write_pattern(of, given_);
    if (!complete(job(index))) buffer(plan_.gemm.outputs).write_sums(of, job(fold).job.fold, sums, given_);
  }
}

/// The first fold that is not over, or for which a lane has still to start.
std::uint64_t SystolicArray::oldest_open(std::uint64_t fold) const {
  std::uint64_t oldest = std::min({fold, across_.oldest_fold(), shift_.oldest_fold()});
  if (!plan_.sums_move()) oldest = std::min(oldest, down_.oldest_fold());
  std::uint64_t open = first_job_;
  while (open < oldest && complete(job(open))) ++open;
  return open;
}

/// Shows the array and all that counts for it to the visitor, whose iterations are folds. Between two cycles
/// only, at the beginning of a fold.
void SystolicArray::visit_state(StateVisitor& state) {
  visit_jobs(state);
  across_.visit_state(state);
  if (!plan_.sums_move()) down_.visit_state(state);
  shift_.visit_state(state);
  state.index(next_shift_, 1);
  state.index(next_stream_, 1);
  for (std::size_t column = 0; column < collectors_.size(); ++column) {
    Collector& collector = collectors_[column];
    // Folds that do not reach the column are passed over when its next sum comes; that may be now.
    while (collector.fold < state.frame().iteration && job(collector.fold).job.fold.columns <= column)
      ++collector.fold;
    state.index(collector.fold, 1);
    state.plain(collector.position);
  }
  if (operands_) {
    BitPlane half_loaded(1, shift_.size());
    for (std::size_t column = 0; column < shift_.size(); ++column)
      if (shift_[column].left > 0) half_loaded.set(0, column);
    operands_->visit_state(state, half_loaded);
  } else {
    sums_->visit_state(state);
  }
  state.plain(macs_ == 0 ? 1 : 0);
  state.counter(macs_);
  state.counter(collected_);
  state.latest(last_mac_);
  for (EdgeCounts& edge : traffic_) state.counters(edge);
  for (TensorBuffer* buffer : buffers_) buffer->visit_state(state);
  for (LevelPorts* level : ports_)
    for (PortMeter* meter : {&level->read, &level->write}) meter->visit_state(state);
  recorder_.visit_state(state);
}

/// The sums of the folds that are open. Moved ahead, each fold is where the one before it was.
void SystolicArray::visit_jobs(StateVisitor& state) {
  const std::uint64_t last = state.frame().iteration;
  const std::uint64_t oldest = oldest_open(last);
  if (state.writing()) {
    state.plain(last - oldest);
    for (std::uint64_t index = oldest; index <= last; ++index) state.plain(job(index).collected);
    return;
  }
  for (std::uint64_t index = last + 1; index-- > oldest;) {
    Job& open = job(index);
    const std::uint64_t collected = index > oldest ? job(index - 1).collected : sums_of(open.job.fold);
    buffer(plan_.gemm.outputs).pass_sums(open.job.fold, collected - open.collected);
    open.collected = collected;
  }
}

}  // namespace nestwave
