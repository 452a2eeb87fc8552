// SPDX-License-Identifier: Apache-2.0
// The stall ledger of the PEs: why each of them does not compute, and what its ports wait for.
#include <algorithm>

#include "pe/array.h"

namespace nestwave {

int PeArray::holder(std::uint64_t pe, const Feed& feed, std::uint64_t epoch) const {
  std::uint64_t instance = pe;
  for (std::size_t k = 0; k + 1 < feed.keepers.size(); ++k) {
    epoch = feed.keepers[k].tiles->at(epoch).outer_epoch;
    instance /= feed.keepers[k].tiles->shape().simulated;
    const Store& above = *feed.keepers[k + 1].store;
    if (above.ready(feed.data_space, instance, epoch)) return above.config().level;
  }
  return feed.keepers.back().store->config().level;
}

Link::Pending PeArray::pending(std::uint64_t pe) const {
  const Lane& lane = lanes_[pe];
  if (lane.step == steps_) return {IdleCause::done, 0, 0};
  const int lack = missing(pe);
  constexpr int kOrder = 2 * Link::kMaxRank * Link::kMaxRank;  // after drains and fills of the same step
  if (lack == kNothing) return {IdleCause::other_port, lane.step, kOrder};
  return {lack == kOutputRoom ? IdleCause::room : IdleCause::source, lane.step, kOrder};
}

Link::Pending PeArray::pending_update(std::uint64_t pe) const {
  const Lane& lane = lanes_[pe];
  if (lane.step == steps_ && clock().now() >= lane.next_fire + read_latency_ + depth_)
    return {IdleCause::done, 0, 0};
  return {IdleCause::compute, lane.step + 1, feeds_[output_feed_].data_space * Link::kMaxRank};
}

void PeArray::account_fires(std::uint64_t pe, Cycle begin, Cycle fire, std::uint64_t count) {
  Lane& lane = lanes_[pe];
  if (macs_ == 0) {
    first_access_ = begin;
    before_first_ = ledger_;
  }
  // While the ports are at it the words are still in the keepers.
  if (fire > begin) wait(pe, fire, first_direct_);
  lane.accounted = fire;
  enter(pe, fire + count, PeState::computing, 0, 0);
  if (macs_ == 0) first_fire_ = fire;
  first_fire_ = std::min(first_fire_, fire);
  last_fire_ = std::max(last_fire_, fire + count - 1);
  macs_ += count * lane.weight;
}

void PeArray::wait(std::uint64_t pe, Cycle until, int feed) {
  if (until <= lanes_[pe].accounted) return;
  enter(pe, until, PeState::waiting, feed,
        feeds_[feed].keepers[feeds_[feed].direct ? 0 : 1].store->config().level);
}

void PeArray::enter(std::uint64_t pe, Cycle until, PeState state, int data_space, int level) {
  Lane& lane = lanes_[pe];
  const std::uint64_t cycles = (until - lane.accounted) * lane.weight;
  if (state == PeState::computing)
    ledger_.computing += cycles;
  else if (state == PeState::output_room)
    ledger_.output_room += cycles;
  else
    ledger_.waiting[data_space][level] += cycles;
  if (machine_.recorder.wants(kLedger))
    machine_.recorder.tell(kLedger, &Observer::pe_cycles, state, data_space, level, lane.accounted, until,
                           lane.weight);
  lane.accounted = until;
}

/// Nothing is entered for a PE that is through before ledger() closes the books; whoever follows the
/// ledger is told at once.
void PeArray::report_finished(std::uint64_t pe) const {
  if (!machine_.recorder.wants(kLedger)) return;
  const Lane& lane = lanes_[pe];
  const Cycle over = lane.accounted + read_latency_;
  if (read_latency_ > 0)
    machine_.recorder.tell(kLedger, &Observer::pe_cycles, PeState::waiting, first_direct_,
                           feeds_[first_direct_].store->config().level, lane.accounted, over, lane.weight);
  machine_.recorder.tell(kLedger, &Observer::pe_cycles, PeState::finished, 0, 0, over, kNever, lane.weight);
}

void PeArray::settle(Cycle until) {
  for (std::uint64_t pe = 0; pe < lanes_.size(); ++pe) {
    const Lane& lane = lanes_[pe];
    if (lane.accounted >= until || lane.step == steps_) continue;
    const int lack = missing(pe);
    if (lack == kOutputRoom) {
      enter(pe, until, PeState::output_room, 0, 0);
    } else if (lack == kNothing) {
      wait(pe, until, std::max(first_direct_, 0));
    } else {
      const Feed& feed = feeds_[lack];
      const std::uint64_t epoch = feed.direct ? use(pe, lack).epoch : lane.step;
      enter(pe, until, PeState::waiting, lack, holder(pe, feed, epoch));
    }
  }
}

PeLedger PeArray::ledger(Cycle cycles, std::uint64_t machine_pes) const {
  PeLedger closed = ledger_;
  add_finished(closed, 0, cycles);
  std::uint64_t mapped = 0;
  for (const Lane& lane : lanes_) mapped += lane.weight;
  closed.unmapped = (machine_pes - mapped) * cycles;
  return closed;
}

void PeArray::add_finished(PeLedger& ledger, Cycle first, Cycle stop) const {
  for (const Lane& lane : lanes_) {
    if (lane.step < steps_) continue;
    // What is recorded is when operands are read; the MACs fire a read latency later.
    const Cycle over = lane.accounted + read_latency_;
    const Cycle begin = std::max(first, lane.accounted);
    const Cycle late = std::max(begin, std::min(stop, over)) - begin;
    if (late > 0)
      ledger.waiting[first_direct_][feeds_[first_direct_].store->config().level] += late * lane.weight;
    ledger.finished += (std::max(stop, begin) - begin - late) * lane.weight;
  }
}

std::uint64_t PeArray::iterations_left(const Nest& nest, std::size_t loop, std::uint64_t step) const {
  std::uint64_t left = StateVisitor::kAll;
  for (const Lane& lane : lanes_) {
    if (lane.step == steps_) return 0;
    left = std::min(left, nest.iterations_left(loop, lane.step, step));
  }
  return left;
}

void PeArray::visit_state(StateVisitor& state) {
  const StateVisitor::Frame& frame = state.frame();
  for (Lane& lane : lanes_) {
    state.index(lane.step, frame.steps);
    if (updates_ != nullptr) state.index(lane.results, frame.steps);
    state.plain(lane.on_way);
    state.due(lane.next_fire);
    state.due(lane.accounted);
    // A retry that has been is as good as none.
    if (lane.retry < frame.now) lane.retry = kNever;
    state.cycle(lane.retry);
    state.plain(lane.marked ? 1 : 0);
  }
  for (std::size_t u = 0; u < uses_.size(); ++u) {
    const Feed& feed = feeds_[u % feeds_.size()];
    if (!feed.direct) continue;
    state.index(uses_[u].epoch, feed.tiles->epochs_in(frame.loop));
    state.index(uses_[u].end_step, feed.tiles->steps_in(frame));
  }
  visit_agenda(state, [&](Event& event) {
    if (event.kind == kResult) state.index(event.epoch, frame.steps);
    if (event.kind != kTileOver && event.kind != kSumsWritten) return;
    const Feed& feed = feeds_[event.kind == kTileOver ? event.instance % feeds_.size() : output_feed_];
    state.index(event.epoch, feed.tiles->epochs_in(frame.loop));
  });
  for (EdgeCounts& edge : traffic_) state.counters(edge);
  state.counter(macs_);
  state.cycle(last_fire_);
  state.plain(finished_);
  state.counter(ledger_.computing);
  state.counter(ledger_.output_room);
  for (std::vector<std::uint64_t>& levels : ledger_.waiting)
    for (std::uint64_t& cycles : levels) state.counter(cycles);
}

}  // namespace nestwave
