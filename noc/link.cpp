// SPDX-License-Identifier: Apache-2.0
#include "noc/link.h"

namespace nestwave {

Link::Link(sc_core::sc_module_name name, Machine machine, Stream& stream, std::uint64_t parents,
           NetworkPath path)
    : TimedModule(name, machine.clock, machine.arbiter),
      machine_(machine),
      stream_(stream),
      path_(path),
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
      continue;
    }
    Request request = rank(stream_.at(lane.next));
    lane.pending = {verdict == Verdict::ready ? IdleCause::other_port : cause, request.step,
                    (request.kind * kMaxRank + request.data_space) * kMaxRank + request.level};
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
  for (std::uint64_t* words : {&traffic_.injected, &traffic_.delivered, &traffic_.hops, &traffic_.reduced})
    state.counter(*words);
}

void Link::grant(const Request& request, Cycle now) {
  const std::uint64_t parent = request.instance;
  Lane& lane = lanes_[parent];
  const std::uint64_t index = lane.next;
  if (stream_.uneven() && stream_.sent(index, parent) == 0) {
    ++lane.next;
    pass_by(parent, index, now);
    schedule(now, kRetry, parent, index);
    return;
  }
  const Epoch epoch = stream_.at(index);
  booking_.clear();
  book(parent, index, booking_);
  const Tick start = booking_.begin(now);
  if (!booking_.within(now, start)) {
    const Cycle retry = booking_.floor(start);
    if (lane.retry != retry) schedule(retry, kRetry, parent, index);
    lane.retry = retry;
    return;
  }
  const Tick latest = booking_.commit(start);
  ++lane.next;
  machine_.recorder.count_event();
  begin(parent, index, epoch, start, latest, now);
  schedule(now, kRetry, parent, index);
}

}  // namespace nestwave
