// SPDX-License-Identifier: Apache-2.0
#include "noc/link.h"

#include <algorithm>
#include <utility>

#include "memory/store.h"
#include "memory/tlm_port.h"

namespace nestwave {

Link::Link(sc_core::sc_module_name name, Machine machine, Stream& stream, std::uint64_t parents, Way way)
    : TimedModule(name, machine.clock, machine.arbiter),
      machine_(machine),
      stream_(stream),
      way_(std::move(way)),
      booking_(machine.ticks_per_cycle),
      lanes_(parents) {
  traffic_.data_space = stream.data_space();
  traffic_.from = stream.outer();
  traffic_.to = stream.inner();
}

void Link::mark(std::uint64_t parent) {
  if (lanes_[parent].marked) return;
  lanes_[parent].marked = true;
  marked_.push_back(parent);
}

void Link::collect(std::vector<Request>& requests) {
  for (const std::uint64_t parent : marked_) {
    Lane& lane = lanes_[parent];
    lane.marked = false;
    IdleCause cause = IdleCause::source;
    const Verdict verdict = inspect(parent, lane.next, cause);
    if (verdict == Verdict::finished) {
      lane.pending = {IdleCause::done, 0, 0};
      wait_for_memory(lane);
      continue;
    }
    Request request = rank(stream_.at(lane.next));
    lane.pending = {verdict == Verdict::ready ? IdleCause::other_port : cause, request.step,
                    (request.kind * kMaxRank + request.data_space) * kMaxRank + request.level};
    wait_for_memory(lane);
    if (verdict == Verdict::blocked) continue;
    request.requester = this;
    request.instance = parent;
    requests.push_back(request);
  }
  marked_.clear();
}

void Link::visit_state(StateVisitor& state) {
  const StateVisitor::Frame& frame = state.frame();
  const std::uint64_t each = stream_.epochs_in(frame.loop);
  for (Lane& lane : lanes_) {
    state.plain(static_cast<std::uint64_t>(lane.pending.cause));
    state.plain(static_cast<std::uint64_t>(lane.pending.order));
    // A lane that is through (sums never come back) stays where it is.
    if (lane.pending.cause != IdleCause::done) {
      state.index(lane.next, each);
      state.index(lane.pending.step, stream_.steps_in(frame));
    }
    // A retry that has been is as good as none.
    if (lane.retry < frame.now) lane.retry = kNever;
    state.cycle(lane.retry);
    state.plain(lane.marked ? 1 : 0);
  }
  visit_agenda(state, [&](Event& event) {
    state.index(event.epoch, each);
    // 0 where an event says nothing of the outer end.
    if (event.through > 0) state.index(event.through, stream_.outer_epochs_in(frame.loop));
  });
  if (words_) visit_banks(state);
  state.counters(traffic_);
}

/// Where words lie counts: iterations are alike only if each of their words lies in the same bank.
void Link::visit_banks(StateVisitor& state) {
  const StateVisitor::Frame& frame = state.frame();
  for (std::optional<std::uint64_t>& step : last_step_) {
    state.plain(step ? 1 : 0);
    if (step) state.index(*step, stream_.steps_in(frame));
  }
  for (const std::uint64_t round : rounds_)
    state.plain(frame.iteration % round * (words_->shift(frame.loop) % round) % round);
}

Cycle Link::farthest(std::uint64_t parent, std::uint64_t index) {
  if (way_.alike() || !stream_.uneven()) return way_.longest();
  Cycle delay = 0;
  for (std::uint64_t i = 0; i < children(); ++i)
    if (stream_.words(index, parent * children() + i) > 0) delay = std::max(delay, way_.delay(i));
  return delay;
}

std::uint64_t Link::oldest_epoch() const {
  std::uint64_t oldest = lanes_.front().next;
  for (const Lane& lane : lanes_) oldest = std::min(oldest, lane.next);
  return oldest;
}

void Link::grant(const Request& request, Cycle now) {
  const std::uint64_t parent = request.instance;
  Lane& lane = lanes_[parent];
  const std::uint64_t index = lane.next;
  if (stream_.idle(index, parent)) {
    look_at_next(parent);
    if (memory_ != nullptr) {
      MemoryTransfer nothing = remember(request, now);
      nothing.moves = false;
      memory_->pass_by(memory_lane_, nothing);
    } else {
      pass_by(parent, index, now);
    }
    ++lane.next;
    if (words_) last_step_[parent] = stream_.at(index).first_step;
    schedule(now, kRetry, parent, index);
    return;
  }
  const Epoch epoch = stream_.at(index);
  booking_.clear();
  book(parent, index, booking_);
  if (memory_ != nullptr) {
    // It says when to try again.
    if (!memory_->begin(memory_lane_, remember(request, now), access(), booking_)) return;
    if (machine_.recorder.wants(kTransfers))
      machine_.recorder.tell(kTransfers, &Observer::memory_transfer_begins, access() == MemoryAccess::read,
                             stream_.data_space(), stream_.outer(), stream_.inner(), index, now);
    start(parent, index, epoch, now);
    return;
  }
  const Tick tick = booking_.begin(now);
  if (!booking_.within(now, tick)) {
    const Cycle retry = booking_.floor(tick);
    if (lane.retry != retry) schedule(retry, kRetry, parent, index);
    lane.retry = retry;
    return;
  }
  const Tick latest = booking_.commit(tick);
  start(parent, index, epoch, now);
  finish(parent, index, epoch, now,
         {booking_.passed(0, sender_uses_, tick), booking_.ceil(latest) + latency(parent, index),
          booking_.floor(latest)});
}

void Link::start(std::uint64_t parent, std::uint64_t index, const Epoch& epoch, Cycle now) {
  ++lanes_[parent].next;
  look_at_next(parent);
  if (words_) last_step_[parent] = epoch.first_step;
  machine_.recorder.count_event();
  count(parent, index, epoch, now);
  schedule(now, kRetry, parent, index);
}

void Link::attach(EdgeWords words, std::vector<std::uint64_t> rounds) {
  words_ = std::make_unique<EdgeWords>(std::move(words));
  rounds_ = std::move(rounds);
  last_step_.resize(lanes_.size());
}

/// The epoch whose tiles are there, if the next brings only what they lack.
std::optional<std::uint64_t> Link::step_before(std::uint64_t parent, const Epoch& epoch) const {
  return epoch.whole || stream_.read_write() ? std::nullopt : last_step_[parent];
}

void Link::book_banks(Booking& booking, const Store& outer, std::uint64_t parent, std::uint64_t index,
                      std::uint64_t count) {
  if (!outer.banks || count == 0) return;
  const Epoch& epoch = stream_.at(index);
  outer.banks->add(booking, parent, stream_.data_space(),
                   words_->of_children(parent, epoch.first_step, step_before(parent, epoch)), count);
}

void Link::book_banks_of_child(Booking& booking, const Store& inner, std::uint64_t child, std::uint64_t index,
                               std::uint64_t count) {
  if (!inner.banks || count == 0) return;
  const Epoch& epoch = stream_.at(index);
  inner.banks->add(booking, child, stream_.data_space(),
                   words_->of_child(child, epoch.first_step, step_before(child / children(), epoch)), count);
}

void Link::attach(TlmPort& memory, EdgeWords words) {
  memory_ = &memory;
  memory_lane_ = memory.add(*this, stream_.data_space(), std::move(words));
}

MemoryTransfer Link::remember(const Request& request, Cycle now) {
  const std::uint64_t index = lanes_[request.instance].next;
  MemoryTransfer transfer;
  transfer.index = index;
  transfer.epoch = stream_.at(index);
  transfer.rank = request;
  transfer.begun = now;
  // Sums are always moved as whole tiles.
  transfer.whole = access() != MemoryAccess::read || stream_.read_write() || transfer.epoch.whole;
  transfer.latency = access() == MemoryAccess::read ? 0 : latency(0, index);
  return transfer;
}

void Link::memory_done(const MemoryTransfer& transfer, Cycle now) {
  const bool inward = access() == MemoryAccess::read;
  if (transfer.moves)
    finish(0, transfer.index, transfer.epoch, transfer.begun,
           {now, inward ? now + latency(0, transfer.index) : now, now});
  else
    pass_by(0, transfer.index, now);
}

std::uint64_t Link::oldest_under_way(std::uint64_t parent) const {
  const MemoryTransfer* oldest = memory_ == nullptr ? nullptr : memory_->oldest(memory_lane_);
  return oldest == nullptr ? next(parent) : oldest->index;
}

/// While a transfer is under way, what the ports wait for is the memory.
void Link::wait_for_memory(Lane& lane) const {
  if (memory_ == nullptr) return;
  const MemoryTransfer* oldest = memory_->oldest(memory_lane_);
  if (oldest == nullptr) return;
  const Request& rank = oldest->rank;
  lane.pending = {access() == MemoryAccess::read ? IdleCause::source : IdleCause::other_port, rank.step,
                  (rank.kind * kMaxRank + rank.data_space) * kMaxRank + rank.level};
}

}  // namespace nestwave
