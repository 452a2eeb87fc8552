// SPDX-License-Identifier: Apache-2.0
#include "memory/row_stationary/off_chip.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace nestwave {

namespace {

std::vector<Rational> bandwidths(const StorageLevel& memory) {
  std::vector<Rational> all;
  for (const auto& bandwidth : {memory.read_bandwidth, memory.write_bandwidth, memory.shared_bandwidth})
    if (bandwidth) all.push_back(*bandwidth);
  return all;
}

/// Words that a level may hold.
std::uint64_t room(const StorageLevel& level) {
  if (!level.capacity_words) return std::numeric_limits<std::uint64_t>::max() / 2;
  const Rational words =
      Rational(static_cast<std::int64_t>(*level.capacity_words)) / level.multiple_buffering;
  return static_cast<std::uint64_t>(words.numerator() / words.denominator());
}

}  // namespace

OffChip::OffChip(sc_core::sc_module_name name, const RowStationaryPasses& passes,
                 const Architecture& architecture, Recorder& recorder, RowStationaryWorks* works)
    : sc_module(name),
      passes_(passes),
      recorder_(recorder),
      works_(works),
      per_cycle_(ticks_per_cycle(bandwidths(architecture.levels[passes.plan().machine.memory]))),
      read_(architecture.levels[passes.plan().machine.memory].name + ".read", passes.plan().machine.memory, 1,
            architecture.levels[passes.plan().machine.memory].read_bandwidth, per_cycle_),
      write_(architecture.levels[passes.plan().machine.memory].name + ".write", passes.plan().machine.memory,
             1, architecture.levels[passes.plan().machine.memory].write_bandwidth, per_cycle_),
      latency_(architecture.levels[passes.plan().machine.memory].latency),
      filter_buffer_(passes.plan().machine.filter_buffer >= 0),
      filter_request_(passes),
      ifmap_request_(passes) {
  const RowStationaryMachine& machine = passes.plan().machine;
  const RowStationaryParameters& cut = passes.cut();
  const StorageLevel& memory = architecture.levels[machine.memory];
  if (memory.shared_bandwidth)
    shared_.emplace(memory.name + ".shared", machine.memory, 1, memory.shared_bandwidth, per_cycle_);
  const StorageLevel& buffer = architecture.levels[machine.buffer];
  ifmaps_.room = room(buffer) - cut.n * cut.m * cut.e * passes.shape().out_columns;
  ifmaps_.ahead = buffer.prefetch_depth;
  if (filter_buffer_) {
    filters_.room = room(architecture.levels[machine.filter_buffer]);
    filters_.ahead = architecture.levels[machine.filter_buffer].prefetch_depth;
  } else {
    // One step's filters on the bus, the next on their way from the memory.
    filters_.room = 2 * passes.shape().filter_rows * cut.r * cut.p * cut.t;
  }
}

bool OffChip::filters_wanted() const {
  return !filter_request_.over() && filter_request_.pass().index <= filters_.current + filters_.ahead &&
         filters_.held + filter_request_.words() <= filters_.room;
}

bool OffChip::ifmaps_wanted() const {
  return !ifmap_request_.over() && ifmap_request_.tile() <= ifmaps_.current + ifmaps_.ahead &&
         ifmaps_.held + ifmap_request_.stored() <= ifmaps_.room;
}

std::optional<Cycle> OffChip::move(PortBank& port, std::uint64_t words, Cycle now) {
  const Tick begin = std::max(free(port), static_cast<Tick>(now) * per_cycle_);
  if (begin >= static_cast<Tick>(now + 1) * per_cycle_) return std::nullopt;
  Tick end = port.serve(0, begin, words);
  if (shared_) end = std::max(end, shared_->serve(0, begin, words));
  recorder_.count_event();
  return end == begin ? now : ceil(end);
}

bool OffChip::bring(bool filters, std::uint64_t words, Cycle now) {
  Cycle arrival = now;
  if (words > 0) {
    const std::optional<Cycle> passed = move(read_, words, now);
    if (!passed) return false;
    arrival = *passed + latency_;
    if (works_ != nullptr) works_->brings(filters, shared_.has_value(), now, *passed, words);
    recorder_.add(passes_.plan().machine.memory,
                  filters ? passes_.shape().places.weights : passes_.shape().places.inputs,
                  Category::reads_fill, words, 0, now);
  }
  // A column of padding waits its turn.
  if (!arrivals_.empty()) arrival = std::max(arrival, arrivals_.back().cycle);
  arrivals_.push_back({arrival, filters});
  return true;
}

bool OffChip::begin_one(Cycle now) {
  const RowStationaryMachine& machine = passes_.plan().machine;
  if (filters_wanted() && bring(true, filter_request_.words(), now)) {
    filters_.held += filter_request_.words();
    if (filter_buffer_)
      recorder_.add(machine.filter_buffer, passes_.shape().places.weights, Category::writes_fill,
                    filter_request_.words(), 0, now);
    filter_request_.advance();
    return true;
  }
  if (ifmaps_wanted() && bring(false, ifmap_request_.words(), now)) {
    ifmaps_.held += ifmap_request_.stored();
    recorder_.add(machine.buffer, passes_.shape().places.inputs, Category::writes_fill,
                  ifmap_request_.stored(), 0, now);
    ifmap_request_.advance();
    return true;
  }
  return dump_left_ > 0 && dump_row(now);
}

/// Sums leave in pieces, so that what is read for the next block can pass in between.
bool OffChip::dump_row(Cycle now) {
  const std::uint64_t words = std::min(dump_left_, passes_.shape().out_columns);
  const std::optional<Cycle> passed = move(write_, words, now);
  if (!passed) return false;
  if (works_ != nullptr) works_->takes(shared_.has_value(), now, *passed, words);
  const RowStationaryMachine& machine = passes_.plan().machine;
  const int outputs = passes_.shape().places.outputs;
  recorder_.add(machine.buffer, outputs, Category::reads_drain, words, 0, now);
  recorder_.add(machine.memory, outputs, Category::writes_update, words, 0, now);
  recorder_.add(machine.memory, outputs, Category::zero_starts, words, 0, now);
  dump_left_ -= words;
  if (dump_left_ == 0) {
    dumped_at_ = *passed;
    last_arrival_ = dumped_at_ + latency_;
  }
  return true;
}

void OffChip::tick(Cycle now) {
  // Until then its ports stay idle for the same reason.
  if (!changed_ && due_ > now) return;
  settle(now);
  while (changed_ || next(now - 1) <= now) {
    changed_ = false;
    while (!arrivals_.empty() && arrivals_.front().cycle <= now) {
      ++(arrivals_.front().filters ? filters_ : ifmaps_).arrived;
      arrivals_.pop_front();
    }
    if (dumped_at_ <= now) {
      dumped_at_ = kNever;
      ++open_block_;
    }
    while (begin_one(now)) {
    }
    if (next(now - 1) > now) break;
  }
  due_ = next(now);
}

Cycle OffChip::next(Cycle now) const {
  Cycle first = dumped_at_;
  if (!arrivals_.empty()) first = std::min(first, arrivals_.front().cycle);
  const auto when_free = [&](const PortBank& port) {
    return std::max(now + 1, static_cast<Cycle>(free(port) / per_cycle_));
  };
  if (filters_wanted() || ifmaps_wanted()) first = std::min(first, when_free(read_));
  if (dump_left_ > 0) first = std::min(first, when_free(write_));
  return first;
}

void OffChip::filters_left(std::uint64_t words, std::uint64_t pass) {
  filters_.held -= words;
  filters_.current = pass;
  changed_ = true;
}

void OffChip::ifmaps_left(std::uint64_t words, std::uint64_t tile) {
  ifmaps_.held -= words;
  ifmaps_.current = tile;
  changed_ = true;
}

void OffChip::dump(const Pass& pass) {
  dump_left_ = pass.images * pass.block_filters * pass.rows * passes_.shape().out_columns;
  changed_ = true;
}

void OffChip::settle(Cycle now) {
  const IdleCause reading = filter_request_.over() && ifmap_request_.over() ? IdleCause::done
                            : arrivals_.empty()                             ? IdleCause::room
                                                                            : IdleCause::source;
  const IdleCause writing = over() ? IdleCause::done : IdleCause::compute;
  read_.settle(0, now, reading);
  write_.settle(0, now, writing);
  if (shared_) shared_->settle(0, now, reading == IdleCause::done ? writing : reading);
}

/// last_arrival_ decides nothing before the last block has left.
void OffChip::visit_state(StateVisitor& state, const Sent& sent) {
  const Pass place = passes_.at(state.frame().iteration);
  for (PortBank* port : {&read_, &write_}) port->visit_state(state);
  if (shared_) shared_->visit_state(state);
  filter_request_.visit_state(state);
  ifmap_request_.visit_state(state);
  state.relative(filters_.arrived, sent.filters);
  state.kept(filters_.held);
  state.relative(filters_.current, place.index);
  state.relative(ifmaps_.arrived, sent.ifmaps);
  state.kept(ifmaps_.held);
  state.relative(ifmaps_.current, place.tile);
  std::size_t arrivals = arrivals_.size();
  state.kept(arrivals);
  arrivals_.resize(arrivals);
  for (Arrival& arrival : arrivals_) {
    state.due(arrival.cycle);
    state.kept(arrival.filters);
  }
  state.kept(dump_left_);
  state.due(dumped_at_);
  state.relative(open_block_, place.block);
  state.kept(changed_);
  if (state.restoring()) due_ = 0;
}

void OffChip::close(Cycle cycles) {
  settle(cycles);
  read_.close(cycles);
  write_.close(cycles);
  if (shared_) shared_->close(cycles);
}

std::vector<PortLedger> OffChip::ledgers() const {
  std::vector<PortLedger> all = {read_.ledger(), write_.ledger()};
  if (shared_) all.push_back(shared_->ledger());
  return all;
}

std::vector<PortLedger> OffChip::ledgers_at(Cycle now) const {
  std::vector<PortLedger> all = {read_.ledger_at(now), write_.ledger_at(now)};
  if (shared_) all.push_back(shared_->ledger_at(now));
  return all;
}

std::size_t OffChip::report_to(std::vector<std::string>& ports, std::vector<int>& rooms) {
  const RowStationaryMachine& machine = passes_.plan().machine;
  for (PortBank* port : {&read_, &write_, shared_ ? &*shared_ : nullptr}) {
    if (port == nullptr) continue;
    port->report_to(recorder_, ports.size());
    ports.push_back(port->ledger().name);
  }
  buffer_room_ = {machine.buffer};
  rooms.push_back(machine.buffer);
  if (filter_buffer_) {
    filter_room_ = {machine.filter_buffer};
    rooms.push_back(machine.filter_buffer);
  }
  return ports.size();
}

void OffChip::report_room(Cycle now) {
  if (filter_room_) report_room(*filter_room_, filters_.held, now);
  if (!buffer_room_) return;
  if (block_known_ != open_block_) {
    block_known_ = open_block_;
    const Pass block = over() ? Pass{} : passes_.of_block(open_block_);
    sums_of_block_ = block.images * block.block_filters * block.rows * passes_.shape().out_columns;
  }
  // Of the rows that have been given to the memory the last ones are still on their way.
  const bool leaving = dump_left_ > 0 || dumped_at_ != kNever;
  report_room(*buffer_room_, ifmaps_.held + (leaving ? dump_left_ : sums_of_block_), now);
}

void OffChip::report_room(Room& room, std::uint64_t words, Cycle now) const {
  const auto change = static_cast<std::int64_t>(words) - static_cast<std::int64_t>(room.words);
  if (change != 0) recorder_.tell(kLedger, &Observer::room_used, room.level, change, now);
  room.words = words;
}

}  // namespace nestwave
