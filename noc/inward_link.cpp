// SPDX-License-Identifier: Apache-2.0
#include "noc/inward_link.h"

#include <algorithm>
#include <utility>

namespace nestwave {

InwardLink::InwardLink(sc_core::sc_module_name name, Machine machine, Stream& stream, Way way, Store& outer,
                       Store& inner, bool read_write)
    : Link(name, machine, stream, outer.config().instances, std::move(way)),
      outer_(outer),
      inner_(inner),
      read_write_(read_write),
      to_macs_(!inner.config().counted),
      latency_(outer.config().latency),
      drained_(outer.config().instances, 0),
      read_out_(outer.config().instances, 0),
      arrived_((way_.alike() ? outer : inner).config().instances, 0) {}

void InwardLink::drained(std::uint64_t parent, std::uint64_t through) {
  drained_[parent] = std::max(drained_[parent], through);
  mark(parent);
}

void InwardLink::visit_state(StateVisitor& state) {
  Link::visit_state(state);
  for (Cycle& cycle : read_out_) state.due(cycle);
  for (Cycle& cycle : arrived_) state.due(cycle);
  if (!read_write_ || !stream_.returns_sums()) return;
  for (std::uint64_t& through : drained_) state.index(through, stream_.epochs_in(state.frame().loop));
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
  for (std::uint64_t child = first; child < first + children(); ++child) {
    const std::uint64_t landing = 1 + latency_ + way_.delay(child - first);
    if (receives(next, child) && inner_.lacking(space, child, next, landing) > landing)
      return Verdict::blocked;
  }
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
  book_banks(booking, outer_, parent, index, sent);
  sender_uses_ = booking.size();
  const std::uint64_t delivered =
      read_write_ ? stream_.sums(index, parent) : stream_.delivered(index, parent);
  way_.book(stream_, index, parent, sent, delivered, booking);
  const std::uint64_t first = parent * children();
  for (std::uint64_t child = first; child < first + children(); ++child) {
    if (!receives(index, child)) continue;
    booking.add(inner_.write_port.get(), child, stream_.fresh(index, child));
    booking.add(inner_.shared_port.get(), child, stream_.fresh(index, child));
    book_banks_of_child(booking, inner_, child, index, stream_.fresh(index, child));
  }
}

void InwardLink::count(std::uint64_t parent, std::uint64_t index, const Epoch& epoch, Cycle now) {
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
  traffic_.hops += way_.hops() * weight;
}

void InwardLink::finish(std::uint64_t parent, std::uint64_t index, const Epoch& epoch, Cycle first,
                        const Ends& ends) {
  read_out_[parent] = ends.passed;
  schedule(ends.passed, kReadOut, parent, index, outer_through(index));
  const Cycle arrival = schedule_arrivals(parent, index, ends.arrived);
  const Recorder& recorder = machine_.recorder;
  if (recorder.wants(kTransfers)) {
    std::uint64_t receivers = 0;
    std::uint64_t most = 0;
    for (std::uint64_t child = parent * children(); child < (parent + 1) * children(); ++child) {
      if (!receives(index, child)) continue;
      ++receivers;
      most = std::max(most, stream_.fresh(index, child));
    }
    recorder.tell(
        kTransfers, &Observer::transfer,
        Transfer{to_macs_ ? TransferKind::operand : TransferKind::fill, stream_.data_space(), stream_.outer(),
                 parent, stream_.inner(), index, epoch.first_step, stream_.sent(index, parent), most,
                 receivers, epoch.whole, first, arrival, ends.served});
  }
}

/// A transfer that is over at `end` but for the networks; returns when it has arrived everywhere.
Cycle InwardLink::schedule_arrivals(std::uint64_t parent, std::uint64_t index, Cycle end) {
  // In order: what is sent later never overtakes.
  if (way_.alike()) {
    arrived_[parent] = std::max(arrived_[parent], end + way_.longest());
    schedule(arrived_[parent], kArrive, parent, index);
    return arrived_[parent];
  }
  Cycle last = end;
  for (std::uint64_t i = 0; i < children(); ++i) {
    const std::uint64_t child = parent * children() + i;
    if (!receives(index, child)) continue;
    arrived_[child] = std::max(arrived_[child], end + way_.delay(i));
    schedule(arrived_[child], kArriveAtOne, child, index);
    last = std::max(last, arrived_[child]);
  }
  return last;
}

void InwardLink::complete(const Event& event, Cycle /*now*/) {
  const int space = stream_.data_space();
  if (event.kind == kArriveAtOne) {
    mark(event.instance / children());
    inner_.arrive(space, event.instance, event.epoch);
    return;
  }
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
