// SPDX-License-Identifier: Apache-2.0
// The ledger over time: what PEs, ports and storage levels did in every interval of a run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "models/observer.h"
#include "models/report.h"
#include "traces/interval_sums.h"
#include "traces/output_file.h"

namespace nestwave {

/// One line of CSV per interval of `interval` cycles, the last one as long as the rest of the run:
///
///   first_cycle,cycles                  where the interval begins, and its length
///   pe.STATE, pe.waiting.SPACE@LEVEL    PE-cycles; they add up to PEs × cycles
///   PORT.words                          words that passed; of a transfer spread evenly over its cycles
///   PORT.busy, PORT.idle.CAUSE          port cycles; they add up to instances × cycles
///   LEVEL.occupancy.mean, .peak         words of room in use, all instances together; of levels that the
///                                       engine follows
///
/// A line is written when its interval is over: memory does not grow with simulated time.
class Profile : public Observer {
 public:
  static constexpr Cycle kDefaultInterval = 1000;

  Profile(const Design& design, const std::string& path, Cycle interval);

  [[nodiscard]] unsigned interests() const override { return kLedger | kCycles; }
  void ledger_opens(const std::vector<std::string>& ports, const std::vector<int>& rooms) override;
  void pe_cycles(PeState state, int data_space, int level, Cycle first, Cycle stop,
                 std::uint64_t pes) override;
  void port_cycles(std::size_t port, std::optional<IdleCause> idle, Cycle first, Cycle stop,
                   std::uint64_t instances) override;
  void port_words(std::size_t port, Cycle first, Cycle stop, std::uint64_t words) override;
  void room_used(int level, std::int64_t words, Cycle cycle) override;
  void end_of_cycle(Cycle cycle) override;
  void finished(Cycle cycles) override;

  /// Gives the file its name. Throws InternalError if the intervals do not add up to the ledger of the run.
  void commit(const SimulationResult& run);

 private:
  /// Room in use at one level.
  struct Room {
    std::size_t column;
    int level;
    std::uint64_t words = 0;
    Cycle since = 0;  ///< the words are in the sums up to this cycle
  };

  void name_columns(const std::vector<std::string>& ports, const std::vector<int>& rooms);
  [[nodiscard]] std::size_t add_column(const std::string& name);
  void settle(Room& room, Cycle until);
  void fold(Cycle until);
  void write_row(Cycle stop);

  const Design& design_;
  OutputFile file_;
  Cycle interval_;
  std::vector<std::string> columns_;
  std::vector<std::vector<std::size_t>> waiting_;  ///< column by data space and level
  std::size_t states_[kPeStates] = {};             ///< column by state; waiting: unused
  std::vector<std::size_t> ports_;                 ///< first column of each port: words, busy, idle …
  std::vector<Room> rooms_;
  IntervalSums sums_;
  std::vector<std::uint64_t> totals_;  ///< per column, over all rows
};

}  // namespace nestwave
