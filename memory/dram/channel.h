// SPDX-License-Identifier: Apache-2.0
// One channel: its banks, its scheduler and its refreshes, in time.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "memory/dram/address.h"
#include "memory/dram/banks.h"
#include "memory/dram/command.h"
#include "memory/dram/config.h"
#include "memory/dram/scheduler.h"

namespace nestwave::dram {

/// What a channel has done so far.
struct ChannelCounts {
  std::array<std::uint64_t, kCommands> commands{};
  std::uint64_t forwarded_reads = 0;  ///< answered by a write that still waited
  std::uint64_t merged_writes = 0;    ///< absorbed by an older one to the same burst
  std::uint64_t turns = 0;            ///< of the bus, either way
  Clocks data_end = 0;                ///< when the last data has left the bus
};

/// A read burst whose data is complete at `clock`.
struct ReadDone {
  std::uint64_t id = 0;
  Clocks clock = 0;
};

/// Plain object without a process. Its caller brings bursts and time; it issues the commands that
/// have fallen due, one per clock at most, and says when it wants to be called again.
class Channel {
 public:
  explicit Channel(const Config& config, std::uint32_t index = 0, CommandObserver observer = {});

  [[nodiscard]] bool has_room(bool write) const { return scheduler_.has_room(write); }
  /// A burst enters its queue; it can be served at `now` already. There is room for it. Calls to
  /// accept() and run() come in the order of time.
  void accept(const Place& place, bool write, std::uint64_t id, Clocks now);
  /// Issues every command due at `now` or before.
  void run(Clocks now) { issue_until(now + 1); }
  /// When run() has something to do next; kNever if nothing waits. Refreshes of an idle channel do
  /// not wake it: the next call makes up for them, each at its own time.
  [[nodiscard]] Clocks next() const { return scheduler_.empty() ? kNever : plan_.clock; }
  /// Reads whose end has become known since the last call, moved out.
  [[nodiscard]] std::vector<ReadDone> take_done();
  [[nodiscard]] ChannelCounts counts() const;

 private:
  void issue_until(Clocks end);
  void choose();
  [[nodiscard]] Plan plan_refresh() const;
  void issue(const Plan& plan);
  void issue_access(const Plan& plan, Issued& issued);

  Config config_;
  std::uint32_t index_;
  CommandObserver observer_;
  Banks banks_;
  Scheduler scheduler_;
  Clocks free_ = 0;  ///< the command bus takes no command before
  Clocks refresh_due_;
  Plan plan_;
  std::vector<ReadDone> done_;
  ChannelCounts counts_;
};

}  // namespace nestwave::dram
