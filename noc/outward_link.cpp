// SPDX-License-Identifier: Apache-2.0
#include "noc/outward_link.h"

#include <algorithm>
#include <utility>

namespace nestwave {

void SumArrivals::arrived(const Event& event, Cycle now) {
  recorder_.tell(kTransfers, &Observer::sums_arrived, stream_.outer(), event.instance, stream_.inner(),
                 event.epoch, now);
  last_ = std::max(last_, now);
  passed_by(event);
}

void SumArrivals::passed_by(const Event& event) {
  const int space = stream_.data_space();
  if (!outer_.space(space).outermost) outer_.complete(space, event.instance, event.through);
  if (event.through == ~std::uint64_t{0}) ++finished_parents_;
}

OutwardLink::OutwardLink(sc_core::sc_module_name name, Machine machine, Stream& stream, Way way, Store& outer,
                         Store& inner)
    : Link(name, machine, stream, outer.config().instances, std::move(way)),
      outer_(outer),
      inner_(inner),
      waiting_for_(outer.config().instances, 0),
      latest_(outer.config().instances),
      arrivals_(stream, outer, machine.recorder) {}

void OutwardLink::visit_state(StateVisitor& state) {
  Link::visit_state(state);
  for (const std::uint64_t child : waiting_for_) state.plain(child);
  for (Ends& latest : latest_) {
    state.due(latest.passed);
    state.due(latest.arrived);
  }
  arrivals_.visit_state(state);
}

Link::Verdict OutwardLink::inspect(std::uint64_t parent, std::uint64_t& next, IdleCause& cause) {
  if (!stream_.has(next)) return Verdict::finished;
  const int space = stream_.data_space();
  const std::uint64_t first = parent * children();
  std::uint64_t& child = waiting_for_[parent];
  while (child < children() && inner_.completed(space, first + child, next)) ++child;
  cause = IdleCause::compute;
  if (child < children()) return Verdict::blocked;
  cause = IdleCause::room;
  return outer_.ready(space, parent, stream_.at(next).outer_epoch) ? Verdict::ready : Verdict::blocked;
}

Request OutwardLink::rank(const Epoch& epoch) const {
  return {epoch.end_step, 0, stream_.data_space(), stream_.outer(), 0, nullptr};
}

void OutwardLink::pass_by(std::uint64_t parent, std::uint64_t index, Cycle now) {
  latest_[parent].passed = std::max(latest_[parent].passed, now);
  latest_[parent].arrived = std::max(latest_[parent].arrived, now);
  schedule(latest_[parent].passed, kPassed, parent, index);
  schedule(latest_[parent].arrived, kPassedBy, parent, index, outer_through(index));
}

void OutwardLink::book(std::uint64_t parent, std::uint64_t index, Booking& booking) {
  const std::uint64_t first = parent * children();
  for (std::uint64_t child = first; child < first + children(); ++child) {
    booking.add(inner_.read_port.get(), child, stream_.words(index, child));
    booking.add(inner_.shared_port.get(), child, stream_.words(index, child));
    book_banks_of_child(booking, inner_, child, index, stream_.words(index, child));
  }
  sender_uses_ = booking.size();
  const std::uint64_t sums = stream_.sums(index, parent);
  way_.book(stream_, index, parent, stream_.drained(index, parent), sums, booking);
  booking.add(outer_.write_port.get(), parent, sums);
  booking.add(outer_.shared_port.get(), parent, sums);
  book_banks(booking, outer_, parent, index, sums);
}

void OutwardLink::count(std::uint64_t parent, std::uint64_t index, const Epoch& epoch, Cycle now) {
  const int space = stream_.data_space();
  const std::uint64_t drained = stream_.drained(index, parent);
  const std::uint64_t sums = stream_.sums(index, parent);
  const std::uint64_t last_step = epoch.end_step - 1;
  Recorder& recorder = machine_.recorder;
  const std::uint64_t weight = outer_.weight(parent);
  recorder.add(stream_.inner(), space, Category::reads_drain, drained * weight, last_step, now);
  recorder.add(stream_.outer(), space, Category::writes_update, sums * weight, last_step, now);
  // The outermost keeper's words are at zero until their first sum arrives; its one tile begins at
  // step 0.
  if (outer_.space(space).outermost && !stream_.brings_old_sums(parent, epoch))
    recorder.add(stream_.outer(), space, Category::zero_starts, sums * weight, 0, now);
  traffic_.injected += drained * weight;
  traffic_.delivered += sums * weight;
  traffic_.reduced += (drained - sums) * weight;
  traffic_.hops += way_.hops() * weight;
}

void OutwardLink::finish(std::uint64_t parent, std::uint64_t index, const Epoch& epoch, Cycle first,
                         const Ends& ends) {
  const Cycle arrival = std::max(ends.arrived, latest_[parent].arrived);  // sums do not overtake
  latest_[parent] = {ends.passed, arrival};
  schedule(ends.passed, kPassed, parent, index);
  schedule(arrival, kArrived, parent, index, outer_through(index));
  const Recorder& recorder = machine_.recorder;
  if (recorder.wants(kTransfers))
    recorder.tell(kTransfers, &Observer::transfer,
                  Transfer{TransferKind::drain, stream_.data_space(), stream_.outer(), parent,
                           stream_.inner(), index, epoch.end_step - 1, stream_.sums(index, parent),
                           epoch.words, contributors(parent, index), true, first, arrival, ends.served});
}

/// Children that have sums to drain.
std::uint64_t OutwardLink::contributors(std::uint64_t parent, std::uint64_t index) {
  if (!stream_.uneven()) return children();
  std::uint64_t count = 0;
  for (std::uint64_t child = parent * children(); child < (parent + 1) * children(); ++child)
    count += stream_.words(index, child) > 0 ? 1 : 0;
  return count;
}

void OutwardLink::complete(const Event& event, Cycle now) {
  const int space = stream_.data_space();
  mark(event.instance);
  if (event.kind == kPassed) {
    const std::uint64_t first = event.instance * children();
    for (std::uint64_t child = first; child < first + children(); ++child)
      inner_.end(space, child, event.epoch + 1);
    return;
  }
  if (event.kind != kArrived && event.kind != kPassedBy) return;
  if (event.kind == kArrived)
    arrivals_.arrived(event, now);
  else
    arrivals_.passed_by(event);
  if (returning_ != nullptr) returning_->drained(event.instance, event.epoch + 1);
}

}  // namespace nestwave
