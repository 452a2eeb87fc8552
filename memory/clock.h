// SPDX-License-Identifier: Apache-2.0
// Simulated time in cycles.
#pragma once

#include <exception>
#include <string>
#include <systemc>
#include <vector>

#include "models/error.h"
#include "models/time.h"

namespace nestwave {

/// Accounts for the time between two processed cycles.
class Settler {
 public:
  virtual ~Settler() = default;
  /// Nothing has changed since the last processed cycle; the cycles before `until` are over.
  virtual void settle(Cycle until) = 0;
};

/// Simulated time in cycles. The first process that runs in a new cycle settles the ledgers with
/// the state as the cycle before left it, so it does not matter which process that is.
class Clock {
 public:
  /// `period`: picoseconds of kernel time per cycle; matters where a part of the machine has a clock of
  /// its own.
  explicit Clock(std::uint64_t period = 1000) : period_(period) {}

  void add(Settler* settler) { settlers_.push_back(settler); }
  /// Cycles beyond this one cannot be told apart by the kernel or in ticks.
  void set_limit(Cycle limit) { limit_ = limit; }
  [[nodiscard]] Cycle limit() const { return limit_; }
  /// Throws InputError if the cycle is beyond the limit.
  void require(Cycle cycle) const {
    if (cycle > limit_)
      throw InputError(
          {}, "the run takes more than " + std::to_string(limit_) + " cycles, which cannot be simulated");
  }
  /// Called at the start of every process; returns the present cycle.
  Cycle enter() {
    const std::uint64_t time = sc_core::sc_time_stamp().value();
    if (time - began_ < period_) return now_;
    began_ = time / period_ * period_;
    begin_cycle();
    return now_;
  }
  /// The present process goes on with the next cycle without the kernel, whose time stays where it is
  /// (temporal decoupling). Good only while no other process is due: see alone().
  Cycle advance() {
    ++ahead_;
    begin_cycle();
    return now_;
  }
  /// The kernel has nothing to do but to run the present process.
  [[nodiscard]] static bool alone() { return !sc_core::sc_pending_activity(); }
  [[nodiscard]] Cycle now() const { return now_; }
  /// A settler has moved the machine ahead by so many cycles: the kernel's time and its pending events
  /// stay where they are.
  void skip(Cycle cycles) { skipped_ += cycles; }
  [[nodiscard]] Cycle skipped() const { return skipped_; }
  /// Runs the body of a process. An exception ends the simulation and is kept for rethrow(): the
  /// kernel would turn it into a report and lose its type.
  template <typename Body>
  void guard(Body&& body) {
    try {
      body();
    } catch (...) {
      if (!error_) error_ = std::current_exception();
      sc_core::sc_stop();
    }
  }
  void rethrow() const {
    if (error_) std::rethrow_exception(error_);
  }
  [[nodiscard]] std::uint64_t period() const { return period_; }
  [[nodiscard]] sc_core::sc_time delay(Cycle cycles) const {
    return sc_core::sc_time::from_value(cycles * period_);
  }

 private:
  /// Settlers may skip cycles: what comes after them is another cycle than was said to them.
  void begin_cycle() {
    for (Settler* settler : settlers_) settler->settle(began_ / period_ + ahead_ + skipped_);
    now_ = began_ / period_ + ahead_ + skipped_;
  }

  std::uint64_t period_;
  std::uint64_t began_ = 0;  ///< kernel time at which the latest cycle that it has seen began
  Cycle now_ = 0;
  Cycle skipped_ = 0;  ///< cycles that nobody has simulated
  Cycle ahead_ = 0;    ///< cycles that were simulated without the kernel
  Cycle limit_ = kNever;
  std::exception_ptr error_;
  std::vector<Settler*> settlers_;
};

/// Makes `body` a process of the module under construction, run whenever `event` is notified.
template <typename Body>
void spawn_method(Clock& clock, const char* name, sc_core::sc_event& event, Body body) {
  sc_core::sc_spawn_options options;
  options.spawn_method();
  options.dont_initialize();
  options.set_sensitivity(&event);
  sc_core::sc_spawn([&clock, body] { clock.guard(body); }, name, &options);
}

}  // namespace nestwave
