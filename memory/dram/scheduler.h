// SPDX-License-Identifier: Apache-2.0
// Which command comes next: first-ready scheduling, and turning the bus between reads and writes.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "memory/dram/banks.h"
#include "memory/dram/command.h"
#include "memory/dram/config.h"

namespace nestwave::dram {

/// A request for one burst of one channel.
struct Burst {
  std::uint64_t id = 0;
  Clocks arrival = 0;
  std::uint32_t bank = 0;  ///< among all of the channel
  std::uint32_t row = 0;
  std::uint32_t column = 0;

  [[nodiscard]] bool same_place(const Burst& other) const {
    return bank == other.bank && row == other.row && column == other.column;
  }
};

/// The next command, if nothing else arrives before it.
struct Plan {
  Clocks clock = kNever;
  Command command = Command::REF;
  std::uint32_t bank = 0;
  bool write = false;     ///< the queue of the burst it is for
  std::size_t index = 0;  ///< of that burst in its queue
};

/// The waiting bursts of a channel, reads and writes apart.
///
/// The data bus has a direction. It is to turn when the watermarks say so (turn()); rows that were
/// opened for the old direction and not used yet are used first, while rows for the new one are
/// opened in other banks. What is decided depends on what waits and on the banks alone, so that
/// asking twice changes nothing.
class Scheduler {
 public:
  explicit Scheduler(const Config& config);

  [[nodiscard]] bool empty() const { return queues_[0].empty() && queues_[1].empty(); }
  [[nodiscard]] bool has_room(bool write) const { return queues_[write].size() < room_[write]; }
  [[nodiscard]] bool holds_write(const Burst& burst) const;
  void add(const Burst& burst, bool write);

  /// First ready, first come: the command that is allowed soonest, at `free` or later; of several at
  /// that clock a read or write before others, then the one for the oldest burst.
  [[nodiscard]] Plan choose(const Banks& banks, Clocks free) const;
  [[nodiscard]] const Burst& burst(const Plan& plan) const { return queues_[plan.write][plan.index]; }
  /// The command was issued: the burst of a read or write leaves its queue.
  void issued(const Plan& plan);
  /// A refresh has closed all rows.
  void closed_all();

  /// How often the direction of the bus has changed.
  [[nodiscard]] std::uint64_t turns() const { return turns_; }

 private:
  using Queue = std::vector<Burst>;  ///< oldest first
  using BankSet = std::uint64_t;     ///< a bit per bank

  /// Of one bank and queue: the oldest burst, the oldest one that the open row serves, and how many.
  struct Oldest {
    std::size_t any = 0;
    std::size_t hit = 0;
    std::size_t hits = 0;
  };
  struct Waiting {
    std::array<Oldest, 64> bank;  ///< valid for the banks in `used`
    BankSet used = 0;
  };

  void turn();
  [[nodiscard]] Waiting waiting(const Banks& banks, bool write) const;
  [[nodiscard]] Plan plan_column(const Banks& banks, const Oldest& oldest, std::uint32_t bank, bool write,
                                 Clocks free) const;
  [[nodiscard]] Plan plan_bank(const Banks& banks, const Oldest& oldest, std::uint32_t bank,
                               Clocks free) const;
  [[nodiscard]] bool last_of_row(const Banks& banks, std::uint32_t bank, std::size_t hits, bool write) const;

  Config config_;
  bool closed_pages_;
  std::array<std::size_t, 2> room_;
  std::array<Queue, 2> queues_;          ///< reads, writes
  std::array<BankSet, 2> unused_row_{};  ///< rows opened for that queue and not used yet
  bool writing_ = false;                 ///< the direction of the data bus
  bool wants_writing_ = false;           ///< the direction it is to have
  std::uint64_t turns_ = 0;
};

}  // namespace nestwave::dram
