// SPDX-License-Identifier: Apache-2.0
// Ports: bandwidth servers in exact time, with their share of the stall ledger.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "dataflows/state.h"
#include "memory/recorder.h"
#include "models/ledger.h"
#include "models/time.h"

namespace nestwave {

/// Exact time: a cycle is a whole number of ticks, chosen so that one word on any port takes a
/// whole number of ticks too. Arithmetic on ticks is then exact.
using Tick = std::int64_t;

/// Ticks per cycle for a set of bandwidths: the least common multiple of their numerators. Throws
/// InputError when it would exceed 2^20, which leaves 2^43 cycles of simulated time.
[[nodiscard]] Tick ticks_per_cycle(const std::vector<Rational>& bandwidths);

/// The ports of one kind of all instances of a level (or of all parents of a network).
class PortBank {
 public:
  /// `weights`: for each simulated instance, how many it stands for in the ledger.
  PortBank(std::string name, int level, std::vector<std::uint64_t> weights, std::optional<Rational> bandwidth,
           Tick per_cycle);
  /// The same where every instance stands for itself.
  PortBank(std::string name, int level, std::uint64_t instances, std::optional<Rational> bandwidth,
           Tick per_cycle)
      : PortBank(std::move(name), level, std::vector<std::uint64_t>(instances, 1), bandwidth, per_cycle) {}

  /// From now on observers are told of every entry in the ledger, as port number `index`.
  void report_to(const Recorder& recorder, std::size_t index) {
    recorder_ = &recorder;
    index_ = index;
  }

  [[nodiscard]] std::uint64_t simulated() const { return servers_.size(); }
  [[nodiscard]] bool limited() const { return word_ticks_ > 0; }
  [[nodiscard]] Tick free(std::uint64_t instance) const { return servers_[instance].free; }
  /// Ticks that `words` take; throws InputError beyond 2^61.
  [[nodiscard]] Tick duration(std::uint64_t words) const {
    if (limited() && words > kLongest / static_cast<std::uint64_t>(word_ticks_)) refuse(words);
    return static_cast<Tick>(words) * word_ticks_;
  }
  /// Moves `words` from tick `begin` on; returns the tick at which the last one has passed.
  Tick serve(std::uint64_t instance, Tick begin, std::uint64_t words);
  /// The same from a tick on that may lie in a later cycle than the present one.
  Tick serve_later(std::uint64_t instance, Tick begin, std::uint64_t words);
  /// Enters the cycles up to `until` that are not accounted for yet as idle.
  void settle(std::uint64_t instance, Cycle until, IdleCause cause) {
    Server& server = servers_[instance];
    if (until <= server.settled) return;
    if (!planned_.empty()) settle_planned(instance, until, cause);
    if (until <= server.settled) return;
    enter_idle(server, until, cause);
  }
  [[nodiscard]] bool settled(std::uint64_t instance, Cycle until) const {
    return servers_[instance].settled >= until;
  }
  /// An unlimited port used in each of the cycles [first, first + count); earlier ones are settled.
  void occupy(std::uint64_t instance, Cycle first, Cycle count);
  /// Counts `words` that pass in the cycles [first, first + count).
  void count_words(std::uint64_t instance, Cycle first, Cycle count, std::uint64_t words) {
    const std::uint64_t all = words * servers_[instance].weight;
    ledger_.words += all;
    if (recorder_ != nullptr && words > 0)
      recorder_->tell(kLedger, &Observer::port_words, index_, first, first + count, all);
  }
  /// Counts `words` of a port that keeps no time of its own: they will have passed at the end of `cycle`,
  /// which is not settled yet.
  void pass(std::uint64_t instance, Cycle cycle, std::uint64_t words);
  /// As occupy(), for cycles yet to come; settled when they are reached. Calls come in order of time.
  void plan(std::uint64_t instance, Cycle first, Cycle count);
  /// Shows its servers and what is entered in the ledger to the visitor.
  void visit_state(StateVisitor& state);
  /// The run is `cycles` long: what was entered beyond (transfers that take no time at its very
  /// end, what pass() has told of later cycles) is taken out again.
  void close(Cycle cycles);
  [[nodiscard]] const PortLedger& ledger() const { return ledger_; }
  /// The ledger as it stood at the beginning of `cycle`, up to which everything is settled and beyond which
  /// there are only transfers under way; of their words those that have passed.
  [[nodiscard]] PortLedger ledger_at(Cycle cycle) const;

 private:
  struct Server {
    Tick begun = 0;  ///< when the latest words began to pass
    Tick free = 0;
    Cycle settled = 0;  ///< cycles before this one are in the ledger
    std::uint64_t weight = 1;
  };
  Tick per_cycle_;
  Tick word_ticks_ = 0;  ///< 0: unlimited
  static constexpr std::uint64_t kLongest = std::uint64_t{1} << 61;
  [[noreturn]] void refuse(std::uint64_t words) const;
  void forget_settled(std::uint64_t instance);
  void book(std::uint64_t instance, Tick begin, Tick end);
  void forget(std::uint64_t instance, Tick before);
  [[nodiscard]] std::uint64_t words_after(std::uint64_t instance, Tick tick) const;
  [[nodiscard]] std::uint64_t words_passing(Cycle from) const;
  void settle_planned(std::uint64_t instance, Cycle until, IdleCause cause);
  void enter_idle(Server& server, Cycle until, IdleCause cause) {
    ledger_.idle[static_cast<std::size_t>(cause)] += (until - server.settled) * server.weight;
    if (recorder_ != nullptr) report_cycles(cause, server.settled, until, server.weight);
    server.settled = until;
  }
  void report_cycles(std::optional<IdleCause> idle, Cycle first, Cycle stop, std::uint64_t weight) const {
    recorder_->tell(kLedger, &Observer::port_cycles, index_, idle, first, stop, weight);
  }

  struct Interval {
    Cycle first;
    Cycle stop;
  };
  std::vector<Server> servers_;
  std::vector<std::deque<Interval>> planned_;  ///< per instance; empty: never used
  /// Of a limited port that was ever to serve later, per instance: uses that may not be over.
  struct Span {
    Tick begin;
    Tick end;
  };
  std::vector<std::deque<Span>> spans_;
  /// What pass() was told of cycles that are not settled yet, about in their order.
  struct Passing {
    Cycle cycle;
    std::uint64_t words;
  };
  std::deque<Passing> passing_;
  PortLedger ledger_;
  const Recorder* recorder_ = nullptr;  ///< null: nobody wants to know
  std::size_t index_ = 0;
};

/// All ports that one transfer needs at the same time; reused from transfer to transfer.
class Booking {
 public:
  explicit Booking(Tick per_cycle) : per_cycle_(per_cycle) {}

  void clear() { uses_.clear(); }
  /// `words` through the port of that instance; null banks and zero words are ignored. A link inside a
  /// network is reached `late` cycles after the beginning.
  void add(PortBank* bank, std::uint64_t instance, std::uint64_t words, Cycle late = 0) {
    if (bank != nullptr && words > 0)
      uses_.push_back({bank, instance, words, static_cast<Tick>(late) * per_cycle_, 0});
  }
  /// Of a transfer cut into `parts`, what parts [from, to) take of each port; the shares add up.
  void add_share(const Booking& whole, std::uint64_t from, std::uint64_t to, std::uint64_t parts);
  [[nodiscard]] std::size_t size() const { return uses_.size(); }
  /// The first tick in or after cycle `now` at which every port is free.
  [[nodiscard]] Tick begin(Cycle now) const;
  [[nodiscard]] bool within(Cycle now, Tick tick) const {
    return tick < static_cast<Tick>(now + 1) * per_cycle_;
  }
  /// When the transfer would end if it began at `begin`.
  [[nodiscard]] Tick end_if(Tick begin) const;
  /// Serves every port from `begin` on; returns the latest end.
  Tick commit(Tick begin);
  /// After commit(): the latest end among uses [from, to).
  [[nodiscard]] Tick end(std::size_t from, std::size_t to, Tick begin) const;
  /// After commit(): the cycle from which uses [from, to) are behind the words. Unlimited ports are
  /// passed in the cycle in which the transfer begins.
  [[nodiscard]] Cycle passed(std::size_t from, std::size_t to, Tick begin) const {
    const Tick latest = end(from, to, begin);
    return latest == begin ? floor(begin) : ceil(latest);
  }
  /// The cycle that contains `tick`, and the first cycle not before it.
  [[nodiscard]] Cycle floor(Tick tick) const { return static_cast<Cycle>(tick / per_cycle_); }
  [[nodiscard]] Cycle ceil(Tick tick) const {
    return static_cast<Cycle>((tick + per_cycle_ - 1) / per_cycle_);
  }

 private:
  struct Use {
    PortBank* bank;
    std::uint64_t instance;
    std::uint64_t words;
    Tick late;
    Tick end;  ///< without `late`
  };
  Tick per_cycle_;
  std::vector<Use> uses_;
};

}  // namespace nestwave
