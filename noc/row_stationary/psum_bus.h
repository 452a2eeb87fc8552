// SPDX-License-Identifier: Apache-2.0
// The network that brings old sums from the buffer to the feet of the columns.
#pragma once

#include <systemc>
#include <vector>

#include "noc/row_stationary/bus_account.h"
#include "noc/row_stationary/wiring.h"

namespace nestwave {

/// One flit of one column per cycle. Order: image, position, stack, column, filter. In the first round of
/// channels zeros are sent, which take their time like sums but are read nowhere. It waits for room at the
/// foot of the column (one window) and, where it reads a sum again, for that to have been written.
class PsumBus : public sc_core::sc_module {
 public:
  PsumBus(sc_core::sc_module_name name, const Wiring& wiring, BusAccount account, EdgeCounts& edge);

  void decide(Cycle now);
  void commit(Cycle now);
  [[nodiscard]] bool moves() const { return flit_ > 0; }
  [[nodiscard]] std::uint64_t pass() const { return pass_.index; }
  void visit_state(StateVisitor& state);
  [[nodiscard]] BusAccount& account() { return account_; }
  [[nodiscard]] const BusAccount& account() const { return account_; }

 private:
  [[nodiscard]] bool over() const { return pass_.index >= wiring_.passes.count(); }
  [[nodiscard]] std::uint64_t foot() const { return wiring_.grid.pe(stack_, 0, column_); }
  [[nodiscard]] std::uint64_t exit() const { return stack_ * wiring_.grid.width + column_; }
  [[nodiscard]] bool columns_empty() const;
  void enter_pass(std::uint64_t index);
  void measure();
  void advance();
  void follow(Cycle now) const;

  const Wiring& wiring_;
  BusAccount account_;
  EdgeCounts& edge_;
  Pass pass_;
  /// By stack: words that a column takes between one visit of a sum and the next.
  std::vector<std::uint64_t> lead_;
  bool height_changes_ = false;  ///< the columns of this pass end elsewhere than those of the last
  std::uint64_t image_ = 0;
  std::uint64_t position_ = 0;
  std::uint64_t stack_ = 0;
  std::uint64_t column_ = 0;
  std::uint64_t lane_ = 0;
  std::uint64_t lanes_ = 0;
  std::uint64_t flit_ = 0;
};

}  // namespace nestwave
