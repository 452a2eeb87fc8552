// SPDX-License-Identifier: Apache-2.0
// Simulated time in cycles.
#pragma once

#include <exception>
#include <systemc>
#include <vector>

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
  static constexpr std::uint64_t kPicosecondsPerCycle = 1000;

  void add(Settler* settler) { settlers_.push_back(settler); }
  /// Cycles beyond this one cannot be told apart by the kernel or in ticks.
  void set_limit(Cycle limit) { limit_ = limit; }
  [[nodiscard]] Cycle limit() const { return limit_; }
  /// Called at the start of every process; returns the present cycle.
  Cycle enter() {
    const Cycle cycle = kernel_cycle() + skipped_;
    if (cycle != now_) {
      for (Settler* settler : settlers_) settler->settle(cycle);
      now_ = kernel_cycle() + skipped_;
    }
    return now_;
  }
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
  [[nodiscard]] static sc_core::sc_time delay(Cycle cycles) {
    return sc_core::sc_time::from_value(cycles * kPicosecondsPerCycle);
  }

 private:
  [[nodiscard]] static Cycle kernel_cycle() {
    return sc_core::sc_time_stamp().value() / kPicosecondsPerCycle;
  }

  Cycle now_ = 0;
  Cycle skipped_ = 0;  ///< cycles that the kernel has not seen
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
