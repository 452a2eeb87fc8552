// SPDX-License-Identifier: Apache-2.0
// The network that brings ifmaps: tagged multicast of a word to the diagonal of PEs that use it.
#pragma once

#include <cstddef>
#include <systemc>
#include <vector>

#include "noc/row_stationary/bus_account.h"
#include "noc/row_stationary/filter_bus.h"
#include "noc/row_stationary/wiring.h"

namespace nestwave {

/// A word of ifmap row y goes to the PEs whose filter row i and output row j meet there, in every stack at
/// once, when all of them have room. Order: image, column, channel of a set, set, row. A network of
/// several words per cycle takes the next ones of the same column and channel. The words of a pass start
/// when all its filters have been sent, those of a block when the sums of the block before are out, the
/// first of all when their tile is complete.
class IfmapBus : public sc_core::sc_module {
 public:
  IfmapBus(sc_core::sc_module_name name, const Wiring& wiring, const FilterBus& filter_bus,
           BusAccount account, EdgeCounts& edge);

  void decide(Cycle now);
  void commit(Cycle now);
  [[nodiscard]] bool moves() const { return flit_ > 0; }
  [[nodiscard]] std::uint64_t pass() const { return pass_.index; }
  /// Units of the tiles before the present one.
  [[nodiscard]] std::uint64_t units_before() const { return first_unit_; }
  void visit_state(StateVisitor& state);
  [[nodiscard]] BusAccount& account() { return account_; }
  [[nodiscard]] const BusAccount& account() const { return account_; }

  /// Why it is idle while a block's sums leave.
  static constexpr IdleCause kHeld = IdleCause::other_port;

 private:
  /// A position among the words of one column and channel.
  struct Spot {
    std::uint64_t set = 0;
    std::uint64_t row = 0;
  };
  [[nodiscard]] bool next(Spot& spot) const;
  [[nodiscard]] bool over() const { return pass_.index >= wiring_.passes.count(); }
  /// The columns whose PEs take a row of the tile.
  struct Columns {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
  };
  void enter_pass();
  [[nodiscard]] bool find_receivers(const Spot& spot, Cycle now);
  [[nodiscard]] bool in_buffer() const;
  void deliver(const Spot& spot, std::size_t first, std::size_t last);
  void end_channel();
  void follow(Cycle now) const;

  const Wiring& wiring_;
  const FilterBus& filter_bus_;
  BusAccount account_;
  EdgeCounts& edge_;
  IfmapUnits units_;
  Pass pass_;
  std::uint64_t first_unit_ = 0;  ///< of the tile
  std::uint64_t image_ = 0;
  std::uint64_t column_ = 0;
  std::uint64_t channel_ = 0;
  Spot spot_;
  std::uint64_t rows_ = 0;     ///< of the tile
  std::uint64_t blocker_ = 0;  ///< the PE that had no room when last looked at
  bool blocked_ = false;
  std::vector<Columns> columns_of_row_;   ///< of the tile
  std::uint64_t flit_ = 0;                ///< words that move in this cycle
  std::vector<std::uint64_t> receivers_;  ///< of the first of these words, of the second, ...
  std::vector<std::size_t> ends_;         ///< per word: one past its last receiver
};

}  // namespace nestwave
