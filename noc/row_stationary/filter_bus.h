// SPDX-License-Identifier: Apache-2.0
// The network that brings filters: tagged multicast of one flit per cycle to a row of PEs.
#pragma once

#include <systemc>

#include "noc/row_stationary/bus_account.h"
#include "noc/row_stationary/wiring.h"

namespace nestwave {

/// A flit goes to all PEs of one row of one stack at once. Order: step (filter column, channel), rows from
/// the bottom up, stacks, filters. It streams without regard to passes and waits only for room and for the
/// words themselves.
class FilterBus : public sc_core::sc_module {
 public:
  FilterBus(sc_core::sc_module_name name, const Wiring& wiring, BusAccount account, EdgeCounts& edge);

  void decide(Cycle now);
  void commit(Cycle now);
  [[nodiscard]] bool moves() const { return flit_ > 0; }
  /// Passes whose filters have all been sent.
  [[nodiscard]] std::uint64_t passes_sent() const { return sending_.pass().index; }
  /// Units that have been sent.
  [[nodiscard]] std::uint64_t units_sent() const { return unit_; }
  void visit_state(StateVisitor& state);
  [[nodiscard]] BusAccount& account() { return account_; }
  [[nodiscard]] const BusAccount& account() const { return account_; }

 private:
  void advance();
  void follow(Cycle now) const;
  void carry_values() const;

  const Wiring& wiring_;
  BusAccount account_;
  EdgeCounts& edge_;
  int source_;  ///< level
  FilterUnits sending_;
  std::uint64_t unit_ = 0;   ///< of all passes
  std::uint64_t level_ = 0;  ///< height in the stack
  std::uint64_t stack_ = 0;
  std::uint64_t lane_ = 0;     ///< next filter of the stack
  std::uint64_t lanes_ = 0;    ///< filters of the stack
  std::uint64_t levels_ = 0;   ///< rows that take this step
  std::uint64_t blocker_ = 0;  ///< column of the PE that had no room when last looked at
  std::uint64_t flit_ = 0;     ///< words that move in this cycle
};

}  // namespace nestwave
