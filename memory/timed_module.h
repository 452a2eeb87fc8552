// SPDX-License-Identifier: Apache-2.0
// A module that sleeps until the next thing on its agenda is due.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <systemc>
#include <tuple>
#include <vector>

#include "dataflows/state.h"
#include "memory/arbiter.h"
#include "memory/clock.h"
#include "models/error.h"
#include "models/time.h"

namespace nestwave {

/// Something that is due in one module: what, for which instance, which epoch.
struct Event {
  Cycle cycle = 0;
  std::uint32_t kind = 0;
  std::uint64_t instance = 0;
  std::uint64_t epoch = 0;
  std::uint64_t through = 0;  ///< epochs of the outer end below this one are over by it; see Link
  bool operator>(const Event& other) const { return cycle > other.cycle; }
};

/// A module with its own agenda. It sleeps until the next entry is due; complete() then applies
/// it. Applying must commute between entries and modules of one cycle: it only records what has
/// happened, decisions are left to the storage levels and the arbiter, who act in later phases.
class TimedModule : public sc_core::sc_module {
 public:
  TimedModule(sc_core::sc_module_name name, Clock& clock, Arbiter& arbiter)
      : sc_module(name), clock_(clock), arbiter_(arbiter) {
    spawn_method(clock, "agenda", wake_, [this] { run(); });
  }

 protected:
  virtual void complete(const Event& event, Cycle now) = 0;

  void schedule(Cycle cycle, std::uint32_t kind, std::uint64_t instance, std::uint64_t epoch,
                std::uint64_t through = 0) {
    clock_.require(cycle);
    agenda_.push_back({cycle, kind, instance, epoch, through});
    std::push_heap(agenda_.begin(), agenda_.end(), std::greater<>());
    const Cycle now = clock_.now();
    if (cycle <= now)
      wake_.notify(sc_core::SC_ZERO_TIME);
    else
      wake_.notify(clock_.delay(cycle - now));
  }
  [[nodiscard]] Clock& clock() const { return clock_; }

  /// Shows the agenda to the visitor; `indices` does that for the epochs of one event.
  template <typename Indices>
  void visit_agenda(StateVisitor& state, Indices indices) {
    if (state.writing()) {
      // The order of equal cycles in a heap is an accident of its past.
      sorted_.assign(agenda_.begin(), agenda_.end());
      std::sort(sorted_.begin(), sorted_.end(), [](const Event& a, const Event& b) {
        return std::tie(a.cycle, a.kind, a.instance, a.epoch) <
               std::tie(b.cycle, b.kind, b.instance, b.epoch);
      });
    }
    std::vector<Event>& events = state.writing() ? sorted_ : agenda_;
    state.plain(events.size());
    for (Event& event : events) {
      state.cycle(event.cycle);
      state.plain(event.kind);
      state.plain(event.instance);
      indices(event);
    }
  }

 private:
  void run() {
    const Cycle now = clock_.enter();
    while (!agenda_.empty() && agenda_.front().cycle <= now) {
      const Event event = agenda_.front();
      std::pop_heap(agenda_.begin(), agenda_.end(), std::greater<>());
      agenda_.pop_back();
      complete(event, now);
    }
    if (!agenda_.empty()) wake_.notify(clock_.delay(agenda_.front().cycle - now));
    arbiter_.request();
  }

  Clock& clock_;
  Arbiter& arbiter_;
  sc_core::sc_event wake_;
  std::vector<Event> sorted_;  ///< reused
  std::vector<Event> agenda_;  ///< a heap, the next one to come in front
};

}  // namespace nestwave
