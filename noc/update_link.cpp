// SPDX-License-Identifier: Apache-2.0
#include "noc/update_link.h"

#include <algorithm>
#include <utility>

namespace nestwave {

UpdateLink::UpdateLink(sc_core::sc_module_name name, Machine machine, Stream& steps, Way way, Store& keeper,
                       ResultSource& source, SumState& sums, bool adds_here)
    : Link(name, machine, steps, keeper.config().instances, std::move(way)),
      keeper_(keeper),
      source_(source),
      sums_(sums),
      adds_here_(adds_here),
      waiting_for_(keeper.config().instances, 0),
      latest_arrival_(keeper.config().instances, 0),
      arrivals_(steps, keeper, machine.recorder) {}

Link::Verdict UpdateLink::inspect(std::uint64_t parent, std::uint64_t& next, IdleCause& cause) {
  if (!stream_.has(next)) return Verdict::finished;
  std::uint64_t& child = waiting_for_[parent];
  while (child < children() && source_.results(parent * children() + child) > next) ++child;
  cause = IdleCause::compute;
  if (child < children()) return Verdict::blocked;
  cause = IdleCause::room;
  return keeper_.ready(stream_.data_space(), parent, stream_.at(next).outer_epoch) ? Verdict::ready
                                                                                   : Verdict::blocked;
}

Request UpdateLink::rank(const Epoch& epoch) const {
  return {epoch.end_step, 0, stream_.data_space(), stream_.outer(), 0, nullptr};
}

void UpdateLink::pass_by(std::uint64_t parent, std::uint64_t index, Cycle now) {
  latest_arrival_[parent] = std::max(latest_arrival_[parent], now);
  schedule(latest_arrival_[parent], kPassedBy, parent, index, outer_through(index));
}

void UpdateLink::book(std::uint64_t parent, std::uint64_t index, Booking& booking) {
  words_ = stream_.sums(index, parent);
  products_ = stream_.drained(index, parent);
  old_sums_ = adds_here_ ? words_ - sums_.at_zero(parent, index) : 0;
  way_.book(stream_, index, parent, products_, words_, booking);
  booking.add(keeper_.read_port.get(), parent, old_sums_);
  booking.add(keeper_.write_port.get(), parent, words_);
  booking.add(keeper_.shared_port.get(), parent, words_ + old_sums_);
  book_banks(booking, keeper_, parent, index, words_ + old_sums_);
}

void UpdateLink::count(std::uint64_t parent, std::uint64_t /*index*/, const Epoch& epoch, Cycle now) {
  const int space = stream_.data_space();
  const std::uint64_t step = epoch.first_step;
  Recorder& recorder = machine_.recorder;
  const std::uint64_t weight = keeper_.weight(parent);
  recorder.add(stream_.outer(), space, Category::writes_update, words_ * weight, step, now);
  if (adds_here_) {
    recorder.add(stream_.outer(), space, Category::reads_accumulate, old_sums_ * weight, step, now);
    const std::uint64_t zeros = sums_.add(parent, step, 1);
    if (keeper_.space(space).outermost)
      recorder.add(stream_.outer(), space, Category::zero_starts, zeros * weight, 0, now);
  }
  traffic_.injected += products_ * weight;
  traffic_.delivered += words_ * weight;
  traffic_.reduced += (products_ - words_) * weight;
  traffic_.hops += way_.hops() * weight;
}

void UpdateLink::finish(std::uint64_t parent, std::uint64_t index, const Epoch& epoch, Cycle first,
                        const Ends& ends) {
  const Cycle arrival = std::max(ends.arrived, latest_arrival_[parent]);  // sums do not overtake
  latest_arrival_[parent] = arrival;
  schedule(ends.passed, kPassed, parent, index);
  schedule(arrival, kArrived, parent, index, outer_through(index));
  const Recorder& recorder = machine_.recorder;
  if (recorder.wants(kTransfers))
    recorder.tell(kTransfers, &Observer::transfer,
                  Transfer{TransferKind::update, stream_.data_space(), stream_.outer(), parent,
                           stream_.inner(), index, epoch.first_step, stream_.sums(index, parent), 1,
                           stream_.drained(index, parent), true, first, arrival, ends.served});
}

void UpdateLink::complete(const Event& event, Cycle now) {
  mark(event.instance);
  if (event.kind == kPassed) {
    const std::uint64_t first = event.instance * children();
    for (std::uint64_t pe = first; pe < first + children(); ++pe)
      if (!stream_.uneven() || stream_.words(event.epoch, pe) > 0) source_.passed(pe);
    trim();
  } else if (event.kind == kArrived) {
    arrivals_.arrived(event, now);
  } else if (event.kind == kPassedBy) {
    arrivals_.passed_by(event);
    trim();
  }
}

void UpdateLink::trim() {
  if (stream_.held() < 4096) return;
  stream_.release_before(oldest());
}

/// Step of which something may still be asked: of the latest transfer of every parent, products may
/// still be on their way out of the PEs.
std::uint64_t UpdateLink::oldest() const {
  std::uint64_t oldest = oldest_under_way(0);
  for (std::uint64_t parent = 1; parent < keeper_.config().instances; ++parent)
    oldest = std::min(oldest, oldest_under_way(parent));
  return oldest > 0 ? oldest - 1 : 0;
}

std::uint64_t UpdateLink::iterations_left(const Nest& nest, std::size_t loop, std::uint64_t step) const {
  std::uint64_t left = stream_.iterations_left(loop, step);
  for (std::uint64_t parent = 0; parent < keeper_.config().instances; ++parent) {
    if (next(parent) >= nest.steps()) return 0;
    left = std::min(left, nest.iterations_left(loop, next(parent), step));
  }
  return left;
}

void UpdateLink::visit_state(StateVisitor& state) {
  stream_.visit_state(state, oldest());
  Link::visit_state(state);
  for (const std::uint64_t child : waiting_for_) state.plain(child);
  for (Cycle& cycle : latest_arrival_) state.due(cycle);
  arrivals_.visit_state(state);
}

}  // namespace nestwave
