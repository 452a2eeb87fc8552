// SPDX-License-Identifier: Apache-2.0
// The network that takes sums from the tops of the columns to the buffer.
#pragma once

#include <systemc>
#include <vector>

#include "noc/row_stationary/bus_account.h"
#include "noc/row_stationary/wiring.h"

namespace nestwave {

/// One flit of one column per cycle, the columns in turn: of the next column that has sums it takes as many
/// as are ready and fit, of one window. Tells the way off chip when all sums of a block are in the buffer.
class OutputBus : public sc_core::sc_module {
 public:
  OutputBus(sc_core::sc_module_name name, const Wiring& wiring, BusAccount account, EdgeCounts& edge);

  void decide(Cycle now);
  void commit(Cycle now);
  /// Sums are moving, or on their way through the last PEs.
  [[nodiscard]] bool moves() const { return flit_ > 0 || coming_; }
  /// The first of the passes whose sums are still to come.
  [[nodiscard]] std::uint64_t first_pass() const;
  /// Of passes behind `last` it counts only whether a column has a part in any.
  void visit_state(StateVisitor& state, std::uint64_t last);
  [[nodiscard]] BusAccount& account() { return account_; }
  [[nodiscard]] const BusAccount& account() const { return account_; }

 private:
  /// How far the sums of a column have come.
  struct Column {
    std::uint64_t pass = 0;
    std::uint64_t first_image = 0, images = 0, group = 0, first_filter = 0, row = 0;
    std::uint64_t image = 0;
    std::uint64_t position = 0;
    std::uint64_t lane = 0;
    std::uint64_t lanes = 0;
  };
  void enter_pass(std::uint64_t column, std::uint64_t index);
  void follow(Cycle now) const;
  void advance(std::uint64_t column);
  void enter_block(std::uint64_t first_pass);
  void wake_top(std::uint64_t column);

  const Wiring& wiring_;
  BusAccount account_;
  EdgeCounts& edge_;
  std::vector<Column> columns_;
  Pass block_;                    ///< some pass of the block whose sums come out
  std::uint64_t block_left_ = 0;  ///< words that it still has to give
  std::uint64_t turn_ = 0;        ///< the column to be asked first
  std::uint64_t chosen_ = 0;
  std::uint64_t flit_ = 0;
  bool coming_ = false;
};

}  // namespace nestwave
