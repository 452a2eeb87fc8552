// SPDX-License-Identifier: Apache-2.0
// Collects the requests of a cycle and grants them in a fixed order.
#pragma once

#include <cstdint>
#include <systemc>
#include <vector>

#include "memory/clock.h"
#include "models/time.h"

namespace nestwave {

class Requester;

/// A transfer that could begin now but for its ports. Served in ascending order of the fields:
/// the compute step that needs it; drains before fills before the MACs' own accesses; data space
/// in problem order; outer level first; instance.
struct Request {
  std::uint64_t step = 0;
  int kind = 0;  ///< 0 drain or update, 1 fill or operand, 2 access of a MAC
  int data_space = 0;
  int level = 0;
  std::uint64_t instance = 0;
  Requester* requester = nullptr;

  friend bool operator<(const Request& a, const Request& b) {
    if (a.step != b.step) return a.step < b.step;
    if (a.kind != b.kind) return a.kind < b.kind;
    if (a.data_space != b.data_space) return a.data_space < b.data_space;
    if (a.level != b.level) return a.level < b.level;
    return a.instance < b.instance;
  }
};

/// A source of transfers: a link, or the PE array.
class Requester {
 public:
  virtual ~Requester() = default;
  /// Something that the transfers of `instance` depend on has changed.
  virtual void mark(std::uint64_t instance) = 0;
  /// Appends what could begin among the marked instances, and unmarks them.
  virtual void collect(std::vector<Request>& requests) = 0;
  /// The earliest epoch that a transfer of any instance may still have to look at.
  [[nodiscard]] virtual std::uint64_t oldest_epoch() const { return ~std::uint64_t{0}; }
  /// Begins the transfer if its ports allow it in this cycle.
  virtual void grant(const Request& request, Cycle now) = 0;
};

/// A round of a cycle has three phases, each in a delta cycle of its own: modules record what has
/// been completed; storage levels give out room; the arbiter grants. Grants that take no time lead
/// to another round in the same cycle.
class Arbiter : public sc_core::sc_module {
 public:
  Arbiter(sc_core::sc_module_name name, Clock& clock);

  void add(Requester* requester) { requesters_.push_back(requester); }
  /// Asks for a round; called in the recording phase only, or the phases of two rounds would mix.
  void request() { prepare_.notify(sc_core::SC_ZERO_TIME); }

 private:
  void grant_all();

  Clock& clock_;
  sc_core::sc_event prepare_;
  sc_core::sc_event grant_;
  std::vector<Requester*> requesters_;
  std::vector<Request> requests_;
};

}  // namespace nestwave
