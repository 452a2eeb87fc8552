// SPDX-License-Identifier: Apache-2.0
#include "noc/link.h"

#include <algorithm>
#include <utility>

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

Cycle Link::farthest(std::uint64_t parent, std::uint64_t index) {
  if (way_.alike() || !stream_.uneven()) return way_.longest();
  Cycle delay = 0;
  for (std::uint64_t i = 0; i < children(); ++i)
    if (stream_.words(index, parent * children() + i) > 0) delay = std::max(delay, way_.delay(i));
  return delay;
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
