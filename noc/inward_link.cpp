// SPDX-License-Identifier: Apache-2.0
#include "noc/inward_link.h"

#include <algorithm>

namespace nestwave {

InwardLink::InwardLink(sc_core::sc_module_name name, Machine machine, Stream& stream, NetworkPath path,
                       Store& outer, Store& inner, bool read_write)
    : Link(name, machine, stream, outer.config().instances, path),
      outer_(outer),
      inner_(inner),
      read_write_(read_write),
      to_macs_(!inner.config().counted),
      latency_(outer.config().latency + path.latency),
      drained_(outer.config().instances, 0),
      read_out_(outer.config().instances, 0) {}

void InwardLink::drained(std::uint64_t parent, std::uint64_t through) {
  drained_[parent] = std::max(drained_[parent], through);
  mark(parent);
}

Link::Verdict InwardLink::inspect(std::uint64_t parent, std::uint64_t& next, IdleCause& cause) {
  const int space = stream_.data_space();
  const std::uint64_t first = parent * children();
  if (read_write_) {
    if (!stream_.returns_sums()) return Verdict::finished;
    // Tiles that start at zero need no transfer; look no further ahead than room has been given.
    while (stream_.has(next) &&
           (!stream_.brings_old_sums(parent, stream_.at(next)) || stream_.sums(next, parent) == 0)) {
      if (!inner_.granted(space, first, next)) {
        cause = IdleCause::room;
        return Verdict::blocked;
      }
      ++next;
    }
  }
  if (!stream_.has(next)) return Verdict::finished;
  const Epoch& epoch = stream_.at(next);
  cause = IdleCause::source;
  if (!outer_.ready(space, parent, epoch.outer_epoch)) return Verdict::blocked;
  if (read_write_ && (epoch.first_visits >> (stream_.depth()) & 1U) == 0 &&
      drained_[parent] <= epoch.previous)
    return Verdict::blocked;
  cause = IdleCause::room;
  const std::uint64_t landing = 1 + latency_;
  for (std::uint64_t child = first; child < first + children(); ++child)
    if (receives(next, child) && inner_.lacking(space, child, next, landing) > landing)
      return Verdict::blocked;
  return Verdict::ready;
}

Request InwardLink::rank(const Epoch& epoch) const {
  return {epoch.first_step, 1, stream_.data_space(), stream_.outer(), 0, nullptr};
}

bool InwardLink::receives(std::uint64_t epoch, std::uint64_t child) {
  if (read_write_ && !stream_.takes_old_sums(child)) return false;
  return !stream_.uneven() || stream_.fresh(epoch, child) > 0;
}

void InwardLink::pass_by(std::uint64_t parent, std::uint64_t index, Cycle now) {
  schedule(std::max(now, read_out_[parent]), kReadOut, parent, index, outer_through(index));
}

void InwardLink::book(std::uint64_t parent, std::uint64_t index, Booking& booking) {
  const std::uint64_t sent = stream_.sent(index, parent);
  booking.add(outer_.read_port.get(), parent, sent);
  booking.add(outer_.shared_port.get(), parent, sent);
  outer_uses_ = booking.size();
  booking.add(path_.bandwidth, parent, sent);
  const std::uint64_t first = parent * children();
  for (std::uint64_t child = first; child < first + children(); ++child) {
    if (!receives(index, child)) continue;
    booking.add(inner_.write_port.get(), child, stream_.fresh(index, child));
    booking.add(inner_.shared_port.get(), child, stream_.fresh(index, child));
  }
}

void InwardLink::begin(std::uint64_t parent, std::uint64_t index, const Epoch& epoch, Tick begin, Tick latest,
                       Cycle now) {
  const int space = stream_.data_space();
  const std::uint64_t sent = stream_.sent(index, parent);
  const std::uint64_t delivered =
      read_write_ ? stream_.sums(index, parent) : stream_.delivered(index, parent);
  const std::uint64_t weight = outer_.weight(parent);
  Recorder& recorder = machine_.recorder;
  recorder.add(stream_.outer(), space, to_macs_ ? Category::reads_operand : Category::reads_fill,
               sent * weight, epoch.first_step, now);
  if (!to_macs_)
    recorder.add(stream_.inner(), space, Category::writes_fill, delivered * weight, epoch.first_step, now);
  traffic_.injected += sent * weight;
  traffic_.delivered += delivered * weight;
  traffic_.hops += delivered * path_.hops * weight;

  const Cycle arrival = booking_.ceil(latest) + latency_;
  read_out_[parent] = booking_.passed(0, outer_uses_, begin);
  schedule(read_out_[parent], kReadOut, parent, index, outer_through(index));
  schedule(arrival, kArrive, parent, index);
  if (recorder.wants(kTransfers)) {
    std::uint64_t receivers = 0;
    std::uint64_t most = 0;
    const std::uint64_t first = parent * children();
    for (std::uint64_t child = first; child < first + children(); ++child) {
      if (!receives(index, child)) continue;
      ++receivers;
      most = std::max(most, stream_.fresh(index, child));
    }
    recorder.tell(kTransfers, &Observer::transfer,
                  Transfer{to_macs_ ? TransferKind::operand : TransferKind::fill, space, stream_.outer(),
                           parent, stream_.inner(), index, epoch.first_step, sent, most, receivers,
                           epoch.whole, now, arrival, booking_.floor(latest)});
  }
}

void InwardLink::complete(const Event& event, Cycle /*now*/) {
  const int space = stream_.data_space();
  mark(event.instance);
  switch (event.kind) {
    case kReadOut:
      // The parent's tiles before the one that the next transfer reads from are over.
      if (!read_write_ && !outer_.space(space).outermost) outer_.end(space, event.instance, event.through);
      break;
    case kArrive: {
      const std::uint64_t first = event.instance * children();
      for (std::uint64_t child = first; child < first + children(); ++child)
        if (receives(event.epoch, child)) inner_.arrive(space, child, event.epoch);
      break;
    }
    default: break;
  }
}

}  // namespace nestwave
