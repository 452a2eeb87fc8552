// SPDX-License-Identifier: Apache-2.0
#include "pe/array.h"

#include <algorithm>

namespace nestwave {

namespace {
bool is_limited(const Store& store) {
  for (const PortBank* bank : {store.read_port.get(), store.write_port.get(), store.shared_port.get()})
    if (bank != nullptr && bank->limited()) return true;
  return false;
}
}  // namespace

PeArray::PeArray(sc_core::sc_module_name name, Machine machine, int levels, std::vector<std::uint64_t> pes,
                 std::uint64_t steps, Cycle depth, std::vector<Feed> feeds, SumState& sums, Activity activity)
    : TimedModule(name, machine.clock, machine.arbiter),
      machine_(machine),
      levels_(levels),
      steps_(steps),
      depth_(depth),
      feeds_(std::move(feeds)),
      sums_(sums),
      activity_(std::move(activity)),
      lanes_(pes.size()),
      uses_(pes.size() * feeds_.size()),
      booking_(machine.ticks_per_cycle) {
  for (std::size_t f = 0; f < feeds_.size(); ++f) {
    const Feed& feed = feeds_[f];
    if (feed.read_write) output_feed_ = static_cast<int>(f);
    EdgeCounts edge;
    edge.data_space = feed.data_space;
    edge.from = feed.keepers[feed.direct ? 0 : 1].store->config().level;
    edge.to = levels_;
    traffic_.push_back(edge);
    bulk_ = bulk_ && feed.direct;
    if (!feed.direct) continue;
    if (first_direct_ < 0) first_direct_ = static_cast<int>(f);
    read_latency_ = std::max(read_latency_, feed.store->config().latency);
    limited_ = limited_ || is_limited(*feed.store);
  }
  bulk_ = bulk_ && !limited_;
  ledger_.waiting.assign(feeds_.size(), std::vector<std::uint64_t>(static_cast<std::size_t>(levels), 0));
  for (std::uint64_t pe = 0; pe < pes.size(); ++pe) {
    lanes_[pe].weight = pes[pe];
    for (std::size_t f = 0; f < feeds_.size(); ++f)
      if (feeds_[f].direct) use(pe, f).end_step = feeds_[f].tiles->at(0).end_step;
    mark(pe);
  }
}

void PeArray::start() {
  for (std::uint64_t pe = 0; pe < lanes_.size(); ++pe)
    if (activity_.next(pe, 0) > 0) {
      go_on(pe, 0, 0, 0);
      lanes_[pe].results = lanes_[pe].step;
    }
}

void PeArray::mark(std::uint64_t pe) {
  if (lanes_[pe].marked) return;
  lanes_[pe].marked = true;
  marked_.push_back(pe);
}

int PeArray::missing(std::uint64_t pe) const {
  const Lane& lane = lanes_[pe];
  for (std::size_t f = 0; f < feeds_.size(); ++f) {
    const Feed& feed = feeds_[f];
    if (feed.store == nullptr) continue;
    const std::uint64_t epoch = feed.direct ? use(pe, f).epoch : lane.step;
    if (feed.store->ready(feed.data_space, pe, epoch)) continue;
    if (feed.read_write && !feed.store->granted(feed.data_space, pe, epoch)) return kOutputRoom;
    return static_cast<int>(f);
  }
  // Products that the MAC has made and that are still on their way; the latest may be yet to come.
  const std::uint64_t coming = lane.next_fire > clock().now() ? 1 : 0;
  if (updates_ != nullptr && lane.on_way > read_latency_ + depth_ + coming) return kOutputRoom;
  return kNothing;
}

void PeArray::collect(std::vector<Request>& requests) {
  const Cycle now = clock().now();
  for (const std::uint64_t pe : marked_) {
    Lane& lane = lanes_[pe];
    lane.marked = false;
    if (lane.step == steps_) continue;
    // An access that takes no time cannot begin before its MAC is due; one through a limited port may.
    if (!limited_ && now < lane.next_fire)
      retry_at(pe, lane.next_fire);
    else if (missing(pe) == kNothing)
      requests.push_back({lane.step, 2, 0, 0, pe, this});
  }
  marked_.clear();
}

void PeArray::grant(const Request& request, Cycle now) {
  if (bulk_)
    run(request.instance, now);
  else
    step(request.instance, now);
}

void PeArray::retry_at(std::uint64_t pe, Cycle cycle) {
  if (lanes_[pe].retry == cycle) return;
  lanes_[pe].retry = cycle;
  schedule(cycle, kRetry, pe, 0);
}

void PeArray::run(std::uint64_t pe, Cycle now) {
  Lane& lane = lanes_[pe];
  if (now < lane.next_fire) return retry_at(pe, lane.next_fire);
  std::uint64_t end_step = steps_;
  for (std::size_t f = 0; f < feeds_.size(); ++f) end_step = std::min(end_step, use(pe, f).end_step);
  const std::uint64_t first = lane.step;
  // Bounded, so that whoever watches step by step does not have to remember an endless run.
  constexpr std::uint64_t kLongestRun = 65536;
  end_step = first + std::min({end_step - first, kLongestRun, horizon_ - now});
  end_step = activity_.works_until(pe, first, end_step);
  for (const Feed& feed : feeds_)
    if (feed.presence) end_step = feed.presence->same_until(pe, first, end_step);
  const std::uint64_t count = end_step - first;
  account_fires(pe, now, now, count);
  occupy_ports(pe, now, count);
  count_reads(pe, first, count, now);
  const Feed& outputs = feeds_[output_feed_];
  this->count(outputs, Category::writes_update, first, count, now, lane.weight);
  EdgeCounts& written = traffic_[output_feed_];
  written.injected += count * lane.weight;
  written.delivered += count * lane.weight;
  written.hops += count * lane.weight;

  lane.next_fire = now + count;
  const Cycle last = now + count - 1;
  go_on(pe, end_step, last, last + 1 + read_latency_ + depth_);
  if (lane.step < steps_) retry_at(pe, lane.next_fire);
}

void PeArray::occupy_ports(std::uint64_t pe, Cycle now, Cycle count) {
  for (const Feed& feed : feeds_) {
    if (feed.read_write) {
      feed.store->write_port->plan(pe, now + 1 + read_latency_ + depth_, count);
      feed.store->write_port->count_words(pe, now + 1 + read_latency_ + depth_, count, count);
    } else if (feed.reads(pe, lanes_[pe].step)) {
      feed.store->read_port->occupy(pe, now, count);
      feed.store->read_port->count_words(pe, now, count, count);
    }
  }
}

void PeArray::step(std::uint64_t pe, Cycle now) {
  Lane& lane = lanes_[pe];
  book(pe);
  const Tick begin = booking_.begin(now);
  if (!booking_.within(now, begin)) return retry_at(pe, booking_.floor(begin));
  const Cycle over = booking_.ceil(booking_.end_if(begin));
  const Cycle fire = std::max(now, over == 0 ? 0 : over - 1);
  // Never ahead of the MAC: the access must still be going on in the cycle in which it fires.
  if (fire < lane.next_fire) return retry_at(pe, lane.next_fire);
  if (fire >= horizon_) return;  // the run is over before
  booking_.commit(begin);
  account_fires(pe, now, fire, 1);
  count_reads(pe, lane.step, 1, fire);

  lane.next_fire = fire + 1;
  ++lane.on_way;
  go_on(pe, lane.step + 1, over, fire + 1 + read_latency_ + depth_);
  if (updates_ != nullptr) schedule(fire + 1 + read_latency_ + depth_, kResult, pe, lane.step);
  if (lane.step < steps_) retry_at(pe, limited_ ? fire : fire + 1);
}

/// Work before step `done` is behind: on to the next step with work, out of the tiles that it is not
/// in. Operands are read out at `read_out`, a PE running freely has its sums written at `written`.
void PeArray::go_on(std::uint64_t pe, std::uint64_t done, Cycle read_out, Cycle written) {
  Lane& lane = lanes_[pe];
  lane.step = activity_.next(pe, done);
  if (lane.step == steps_) {
    ++lanes_through_;
    report_finished(pe);
  }
  for (std::size_t f = 0; f < feeds_.size(); ++f) {
    const Feed& feed = feeds_[f];
    if (feed.direct) {
      if (lane.step >= use(pe, f).end_step) leave_tile(pe, f, read_out, written);
    } else if (!feed.read_write) {
      schedule(read_out, kTileOver, pe * feeds_.size() + f, lane.step);
    }
  }
}

void PeArray::leave_tile(std::uint64_t pe, std::size_t feed, Cycle read_out, Cycle written) {
  const Lane& lane = lanes_[pe];
  const Feed& source = feeds_[feed];
  Use& tile = use(pe, feed);
  std::uint64_t through = kAllTiles;
  if (lane.step < steps_) {
    while (lane.step >= tile.end_step) tile.end_step = source.tiles->at(++tile.epoch).end_step;
    through = tile.epoch;
  }
  if (!source.read_write) {
    if (!source.store->space(source.data_space).outermost)
      schedule(read_out, kTileOver, pe * feeds_.size() + feed, through);
  } else if (bulk_) {
    schedule(written, kSumsWritten, pe, through);
  }
}

void PeArray::book(std::uint64_t pe) {
  booking_.clear();
  for (std::size_t f = 0; f < feeds_.size(); ++f) {
    const Feed& feed = feeds_[f];
    if (!feed.direct) continue;
    bool seen = false;
    for (std::size_t g = 0; g < f; ++g) seen = seen || (feeds_[g].direct && feeds_[g].store == feed.store);
    if (seen) continue;
    // One joint access per keeper: the words of all data spaces that it holds.
    std::uint64_t words = 0;
    for (std::size_t g = f; g < feeds_.size(); ++g) {
      if (!feeds_[g].direct || feeds_[g].store != feed.store) continue;
      if (feeds_[g].read_write)
        words += 1 - sums_.at_zero(pe, lanes_[pe].step);
      else
        words += feeds_[g].reads(pe, lanes_[pe].step) ? 1 : 0;
    }
    booking_.add(feed.store->read_port.get(), pe, words);
    booking_.add(feed.store->shared_port.get(), pe, words);
  }
}

void PeArray::count(const Feed& feed, Category category, std::uint64_t first, std::uint64_t count, Cycle fire,
                    std::uint64_t weight) {
  const int level = feed.store->config().level;
  if (!machine_.recorder.wants(kCounts)) {
    machine_.recorder.add(level, feed.data_space, category, count * weight, first, fire);
    return;
  }
  for (std::uint64_t i = 0; i < count; ++i)
    machine_.recorder.add(level, feed.data_space, category, weight, first + i, fire + i);
}

/// Whether no operand keeps the port of the outputs' keeper busy at this step.
bool PeArray::sums_alone(std::uint64_t pe, std::uint64_t step) const {
  return std::none_of(feeds_.begin(), feeds_.end(), [&](const Feed& feed) {
    return !feed.read_write && feed.store == feeds_[output_feed_].store && feed.reads(pe, step);
  });
}

void PeArray::count_reads(std::uint64_t pe, std::uint64_t first, std::uint64_t count, Cycle fire) {
  const std::uint64_t weight = lanes_[pe].weight;
  std::uint64_t words = 0;
  for (std::size_t f = 0; f < feeds_.size(); ++f) {
    const Feed& feed = feeds_[f];
    if (!feed.direct) continue;
    if (feed.read_write) {
      // Step by step when somebody watches, so that every access is reported at its own step, and where
      // only some of the updates read an old sum through a port of their own.
      const bool own_port = bulk_ && sums_alone(pe, first);
      const bool by_step = machine_.recorder.wants(kCounts) || (own_port && sums_.has_zeros(pe, first));
      const std::uint64_t stride = by_step ? 1 : count;
      const int level = feed.store->config().level;
      for (std::uint64_t at = 0; at < count; at += stride) {
        const std::uint64_t zeros = sums_.add(pe, first + at, stride);
        machine_.recorder.add(level, feed.data_space, Category::reads_accumulate, (stride - zeros) * weight,
                              first + at, fire + at);
        if (feed.store->space(feed.data_space).outermost)
          machine_.recorder.add(level, feed.data_space, Category::zero_starts, zeros * weight, 0, fire + at);
        if (own_port && zeros < stride) feed.store->read_port->plan(pe, fire + at, stride);
        if (bulk_) feed.store->read_port->count_words(pe, fire + at, stride, stride - zeros);
        words += stride - zeros;
      }
    } else if (feed.reads(pe, first)) {  // the same at all of these steps
      this->count(feed, Category::reads_operand, first, count, fire, weight);
      traffic_[f].injected += count * weight;
      traffic_[f].delivered += count * weight;
      traffic_[f].hops += count * weight;
      words += count;
    }
  }
  machine_.recorder.count_event();
  if (machine_.recorder.wants(kTransfers))
    machine_.recorder.tell(kTransfers, &Observer::transfer,
                           Transfer{TransferKind::mac, -1, levels_ - 1, pe, levels_, first, first, words,
                                    words, 1, true, clock().now(), fire + count - 1, fire + count - 1});
  if (pe == 0 && machine_.recorder.wants(kSteps))
    machine_.recorder.tell(kSteps, &Observer::step, first + count - 1);
  if (!machine_.recorder.wants(kMacs)) return;
  for (std::uint64_t i = 0; i < count; ++i)
    machine_.recorder.tell(kMacs, &Observer::mac, pe, first + i, fire + i + read_latency_);
}

void PeArray::passed(std::uint64_t pe) {
  --lanes_[pe].on_way;
  mark(pe);
}

void PeArray::complete(const Event& event, Cycle now) {
  switch (event.kind) {
    case kRetry:
      lanes_[event.instance].retry = kNever;
      mark(event.instance);
      break;
    case kTileOver: {
      const Feed& feed = feeds_[event.instance % feeds_.size()];
      feed.store->end(feed.data_space, event.instance / feeds_.size(), event.epoch);
      break;
    }
    case kResult:
      lanes_[event.instance].results = event.epoch;
      updates_->mark(event.instance / pes_per_keeper_);
      break;
    case kSumsWritten: {
      const Feed& feed = feeds_[output_feed_];
      if (feed.store->space(feed.data_space).outermost) {
        last_arrival_ = std::max(last_arrival_, now);
        ++finished_;
      } else {
        feed.store->complete(feed.data_space, event.instance, event.epoch);
      }
      break;
    }
    default: break;
  }
}

}  // namespace nestwave
