// SPDX-License-Identifier: Apache-2.0
#include "memory/port.h"

#include <algorithm>
#include <numeric>

#include "models/error.h"

namespace nestwave {

Tick ticks_per_cycle(const std::vector<Rational>& bandwidths) {
  constexpr Tick kLimit = Tick{1} << 20;
  Tick ticks = 1;
  for (const Rational& bandwidth : bandwidths) {
    const Tick numerator = bandwidth.numerator();
    if (numerator < 1) throw InputError({}, "a bandwidth must be greater than zero");
    const Tick factor = numerator / std::gcd(ticks, numerator);
    if (factor > kLimit / ticks)
      throw InputError(
          {}, "the bandwidths of this architecture have no common time step above 2^-20 cycles; round them");
    ticks *= factor;
  }
  return ticks;
}

PortBank::PortBank(std::string name, int level, std::vector<std::uint64_t> weights,
                   std::optional<Rational> bandwidth, Tick per_cycle)
    : per_cycle_(per_cycle), servers_(weights.size()) {
  if (bandwidth) word_ticks_ = bandwidth->denominator() * (per_cycle / bandwidth->numerator());
  ledger_.name = std::move(name);
  ledger_.level = level;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    servers_[i].weight = weights[i];
    ledger_.instances += weights[i];
  }
}

void PortBank::refuse(std::uint64_t words) const {
  throw InputError({}, "a transfer of " + std::to_string(words) + " words through " + ledger_.name +
                           " takes longer than can be simulated; raise its bandwidth");
}

Tick PortBank::serve(std::uint64_t instance, Tick begin, std::uint64_t words) {
  const Tick end = begin + duration(words);
  if (!spans_.empty()) forget(instance, begin / per_cycle_ * per_cycle_);
  if (limited()) book(instance, begin, end);
  const auto first = static_cast<Cycle>(begin / per_cycle_);
  const Cycle stop = std::max(static_cast<Cycle>((end + per_cycle_ - 1) / per_cycle_), first + 1);
  occupy(instance, first, stop - first);
  count_words(instance, first, stop - first, words);
  return end;
}

Tick PortBank::serve_later(std::uint64_t instance, Tick begin, std::uint64_t words) {
  const Tick end = begin + duration(words);
  if (spans_.empty()) {
    spans_.resize(servers_.size());
    for (std::uint64_t i = 0; i < servers_.size(); ++i)
      spans_[i].push_back({servers_[i].begun, servers_[i].free});
  }
  book(instance, begin, end);
  const auto first = static_cast<Cycle>(begin / per_cycle_);
  const Cycle count = static_cast<Cycle>((end + per_cycle_ - 1) / per_cycle_) - first;
  plan(instance, first, count);
  count_words(instance, first, count, words);
  return end;
}

void PortBank::book(std::uint64_t instance, Tick begin, Tick end) {
  servers_[instance].begun = begin;
  servers_[instance].free = end;
  if (!spans_.empty()) spans_[instance].push_back({begin, end});
}

/// Uses that were over at that tick are not asked for any more.
void PortBank::forget(std::uint64_t instance, Tick before) {
  std::deque<Span>& spans = spans_[instance];
  while (!spans.empty() && spans.front().end <= before) spans.pop_front();
}

void PortBank::occupy(std::uint64_t instance, Cycle first, Cycle count) {
  Server& server = servers_[instance];
  const Cycle stop = first + count;
  if (stop <= server.settled) return;
  const Cycle begin = std::max(server.settled, first);
  ledger_.busy += (stop - begin) * server.weight;
  if (recorder_ != nullptr) report_cycles(std::nullopt, begin, stop, server.weight);
  server.settled = stop;
}

void PortBank::pass(std::uint64_t instance, Cycle cycle, std::uint64_t words) {
  const Server& server = servers_[instance];
  while (!passing_.empty() && passing_.front().cycle < server.settled) passing_.pop_front();
  passing_.push_back({cycle, words * server.weight});
  count_words(instance, cycle, 1, words);
}

std::uint64_t PortBank::words_passing(Cycle from) const {
  std::uint64_t words = 0;
  for (const Passing& one : passing_)
    if (one.cycle >= from) words += one.words;
  return words;
}

void PortBank::plan(std::uint64_t instance, Cycle first, Cycle count) {
  if (planned_.empty()) planned_.resize(servers_.size());
  std::deque<Interval>& intervals = planned_[instance];
  forget_settled(instance);
  if (!intervals.empty() && intervals.back().stop == first)
    intervals.back().stop += count;
  else
    intervals.push_back({first, first + count});
}

/// Plans for cycles that other uses have entered already say nothing new.
void PortBank::forget_settled(std::uint64_t instance) {
  std::deque<Interval>& intervals = planned_[instance];
  const Cycle settled = servers_[instance].settled;
  while (!intervals.empty() && intervals.front().stop <= settled) intervals.pop_front();
  if (!intervals.empty()) intervals.front().first = std::max(intervals.front().first, settled);
}

void PortBank::settle_planned(std::uint64_t instance, Cycle until, IdleCause cause) {
  Server& server = servers_[instance];
  if (!spans_.empty()) forget(instance, static_cast<Tick>(until) * per_cycle_);
  std::deque<Interval>& intervals = planned_[instance];
  while (!intervals.empty() && intervals.front().first < until) {
    const Interval next = intervals.front();
    intervals.pop_front();
    if (next.first > server.settled) enter_idle(server, next.first, cause);
    occupy(instance, next.first, next.stop - next.first);
  }
}

void PortBank::visit_state(StateVisitor& state) {
  for (Server& server : servers_) {
    state.due_tick(server.begun);
    state.due_tick(server.free);
    state.due(server.settled);
  }
  for (std::uint64_t i = 0; i < spans_.size(); ++i) {
    if (state.writing()) forget(i, static_cast<Tick>(state.frame().now) * per_cycle_);
    state.plain(spans_[i].size());
    for (Span& span : spans_[i]) {
      state.due_tick(span.begin);
      state.due_tick(span.end);
    }
  }
  for (std::uint64_t i = 0; i < planned_.size(); ++i) {
    if (state.writing()) forget_settled(i);
    state.plain(planned_[i].size());
    for (Interval& interval : planned_[i]) {
      state.cycle(interval.first);
      state.cycle(interval.stop);
    }
  }
  state.counter(ledger_.busy);
  state.counter(ledger_.words);
  for (std::uint64_t& cycles : ledger_.idle) state.counter(cycles);
}

void PortBank::close(Cycle cycles) {
  for (Server& server : servers_) {
    if (server.settled > cycles) ledger_.busy -= (server.settled - cycles) * server.weight;
    server.settled = std::min(server.settled, cycles);
  }
  ledger_.words -= words_passing(cycles);
  passing_.clear();
}

void Booking::add_share(const Booking& whole, std::uint64_t from, std::uint64_t to, std::uint64_t parts) {
  for (const Use& use : whole.uses_) {
    const auto before = [&](std::uint64_t part) {
      return use.words / parts * part + use.words % parts * part / parts;
    };
    add(use.bank, use.instance, before(to) - before(from));
  }
}

PortLedger PortBank::ledger_at(Cycle cycle) const {
  PortLedger then = ledger_;
  then.words -= words_passing(cycle);
  const Tick tick = static_cast<Tick>(cycle) * per_cycle_;
  for (std::uint64_t i = 0; i < servers_.size(); ++i) {
    const Server& server = servers_[i];
    if (server.settled > cycle) then.busy -= (server.settled - cycle) * server.weight;
    if (limited()) then.words -= words_after(i, tick) * server.weight;
  }
  return then;
}

/// Words booked so far that have not passed by then.
std::uint64_t PortBank::words_after(std::uint64_t instance, Tick tick) const {
  const auto after = [&](const Span& span) {
    if (span.end <= tick) return std::uint64_t{0};
    return static_cast<std::uint64_t>((span.end - std::max(span.begin, tick) + word_ticks_ - 1) /
                                      word_ticks_);
  };
  if (spans_.empty()) return after({servers_[instance].begun, servers_[instance].free});
  std::uint64_t words = 0;
  for (const Span& span : spans_[instance]) words += after(span);
  return words;
}

Tick Booking::begin(Cycle now) const {
  Tick tick = static_cast<Tick>(now) * per_cycle_;
  for (const Use& use : uses_) tick = std::max(tick, use.bank->free(use.instance) - use.late);
  return tick;
}

Tick Booking::end_if(Tick begin) const {
  Tick latest = begin;
  for (const Use& use : uses_) latest = std::max(latest, begin + use.bank->duration(use.words));
  return latest;
}

Tick Booking::commit(Tick begin) {
  Tick latest = begin;
  for (Use& use : uses_) {
    use.end = use.late > 0 ? use.bank->serve_later(use.instance, begin + use.late, use.words) - use.late
                           : use.bank->serve(use.instance, begin, use.words);
    latest = std::max(latest, use.end);
  }
  return latest;
}

Tick Booking::end(std::size_t from, std::size_t to, Tick begin) const {
  Tick latest = begin;
  for (std::size_t i = from; i < to; ++i) latest = std::max(latest, uses_[i].end);
  return latest;
}

}  // namespace nestwave
