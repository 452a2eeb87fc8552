// SPDX-License-Identifier: Apache-2.0
// The banks of one channel and the timing between their commands: no queue, no policy, no clock.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "memory/dram/command.h"
#include "memory/dram/config.h"

namespace nestwave::dram {

/// For every command the first clock at which the data sheet allows it. A bank is numbered
/// bankgroup * banks + bank.
class Banks {
 public:
  static constexpr std::int64_t kClosed = -1;

  explicit Banks(const Config& config);

  [[nodiscard]] std::size_t size() const { return banks_.size(); }
  /// The open row, or kClosed.
  [[nodiscard]] std::int64_t open_row(std::size_t bank) const { return banks_[bank].row; }
  [[nodiscard]] bool all_closed() const { return open_ == 0; }
  /// The first clock at which `command` may be issued. The state must fit: ACT needs a closed bank,
  /// PRE, RD, RDA, WR and WRA an open one, REF all banks closed. PREA and REF ignore `bank`.
  [[nodiscard]] Clocks earliest(Command command, std::size_t bank) const;
  /// Whether that clock has come.
  [[nodiscard]] bool ready(Command command, std::size_t bank, Clocks clock) const {
    return clock >= earliest(command, bank);
  }
  /// Takes effect; `clock` is at least earliest(). `row` matters to ACT alone.
  void issue(Command command, std::size_t bank, std::uint32_t row, Clocks clock);

 private:
  /// First clocks allowed, as far as this bank, this group or the channel has a say.
  struct Bank {
    std::int64_t row = kClosed;
    Clocks act = 0;
    Clocks pre = 0;
    Clocks column = 0;
  };
  struct Shared {
    Clocks act = 0;
    Clocks read = 0;
    Clocks write = 0;
  };

  void activate(Bank& bank, Shared& group, std::uint32_t row, Clocks clock);
  void read(Bank& bank, Shared& group, Clocks clock);
  void write(Bank& bank, Shared& group, Clocks clock);
  void close(Bank& bank, Clocks act);

  Config config_;
  std::vector<Bank> banks_;
  std::vector<std::size_t> group_of_;  ///< per bank
  std::vector<Shared> groups_;
  Shared channel_;
  std::array<Clocks, 4> fifth_{};  ///< for each of the last four activates: when the window lets go
  std::size_t oldest_ = 0;         ///< in fifth_
  std::size_t open_ = 0;
};

}  // namespace nestwave::dram
