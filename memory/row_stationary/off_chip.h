// SPDX-License-Identifier: Apache-2.0
// The way between the memory and the buffers of a row-stationary array.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <systemc>
#include <vector>

#include "dataflows/row_stationary_passes.h"
#include "memory/port.h"
#include "memory/recorder.h"
#include "memory/row_stationary/tile_streams.h"
#include "memory/row_stationary/works.h"
#include "models/architecture.h"

namespace nestwave {

/// Brings filters and ifmaps in the order of their use, as far ahead as the buffers have room and the
/// levels' prefetch depths allow, filters first. Takes the sums of a block out when all of them are done;
/// the next block waits for that. Ticked by the array; between ticks it says when the next one is due.
class OffChip : public sc_core::sc_module {
 public:
  /// `works`: null if nobody follows causes.
  OffChip(sc_core::sc_module_name name, const RowStationaryPasses& passes, const Architecture& architecture,
          Recorder& recorder, RowStationaryWorks* works);

  /// Applies what has arrived and begins what can begin.
  void tick(Cycle now);
  /// The first cycle after `now` in which there is something to do unless the array changes something.
  [[nodiscard]] Cycle next(Cycle now) const;

  /// Units that have arrived, all passes and tiles together.
  [[nodiscard]] std::uint64_t filter_units() const { return filters_.arrived; }
  [[nodiscard]] std::uint64_t ifmap_units() const { return ifmaps_.arrived; }
  /// Words that have left the buffers for the array and are not needed again; which pass and tile is being
  /// sent.
  void filters_left(std::uint64_t words, std::uint64_t pass);
  void ifmaps_left(std::uint64_t words, std::uint64_t tile);
  /// All sums of the open block are in the buffer.
  void dump(const Pass& pass);
  /// The block whose sums have room in the buffer.
  [[nodiscard]] std::uint64_t open_block() const { return open_block_; }
  [[nodiscard]] bool over() const { return open_block_ == passes_.blocks(); }
  /// When the last sum is in the memory.
  [[nodiscard]] Cycle last_arrival() const { return last_arrival_; }

  /// Where the networks stand: units that have been sent on.
  struct Sent {
    std::uint64_t filters = 0, ifmaps = 0;
  };
  /// Settled. The iteration of the frame is a pass.
  void visit_state(StateVisitor& state, const Sent& sent);
  [[nodiscard]] Tick per_cycle() const { return per_cycle_; }
  [[nodiscard]] std::uint64_t requested_pass() const { return filter_request_.pass().index; }
  [[nodiscard]] std::uint64_t requested_tile() const { return ifmap_request_.tile(); }

  void settle(Cycle now);
  void close(Cycle cycles);
  [[nodiscard]] std::vector<PortLedger> ledgers() const;
  /// As they stood at the beginning of `now`, up to which they are settled.
  [[nodiscard]] std::vector<PortLedger> ledgers_at(Cycle now) const;

  /// From now on observers are told of every entry in the ledger, ports numbered from 0, and of the room in
  /// use. Returns the number of ports.
  std::size_t report_to(std::vector<std::string>& ports, std::vector<int>& rooms);
  /// Tells of room that is taken or free from `now` on. A block has the room of its sums until they leave.
  void report_room(Cycle now);

 private:
  /// Words on their way into one buffer.
  struct Inflow {
    std::uint64_t arrived = 0;  ///< units
    std::uint64_t held = 0;     ///< words in the buffer or on the way
    std::uint64_t room = 0;     ///< words
    std::uint64_t current = 0;  ///< pass or tile that is being sent
    std::uint64_t ahead = 1;    ///< of which so many may be here already
  };
  static constexpr std::uint64_t kNoBlock = ~std::uint64_t{0};
  struct Arrival {
    Cycle cycle;
    bool filters;
  };

  /// Room in use at a level, as observers know it.
  struct Room {
    int level = 0;
    std::uint64_t words = 0;
  };
  void report_room(Room& room, std::uint64_t words, Cycle now) const;

  [[nodiscard]] bool filters_wanted() const;
  [[nodiscard]] bool ifmaps_wanted() const;
  bool bring(bool filters, std::uint64_t words, Cycle now);
  bool begin_one(Cycle now);
  bool dump_row(Cycle now);
  /// When the port and the one that both directions share are free.
  [[nodiscard]] Tick free(const PortBank& port) const {
    return shared_ ? std::max(port.free(0), shared_->free(0)) : port.free(0);
  }
  /// Moves the words if the ports are free in this cycle; returns the cycle in which the last has passed.
  std::optional<Cycle> move(PortBank& port, std::uint64_t words, Cycle now);
  [[nodiscard]] Cycle ceil(Tick tick) const {
    return static_cast<Cycle>((tick + per_cycle_ - 1) / per_cycle_);
  }

  const RowStationaryPasses& passes_;
  Recorder& recorder_;
  RowStationaryWorks* works_;  ///< null: nobody follows causes
  Tick per_cycle_;
  PortBank read_;
  PortBank write_;
  std::optional<PortBank> shared_;
  Cycle latency_;
  bool filter_buffer_;
  FilterUnits filter_request_;
  IfmapUnits ifmap_request_;
  Inflow filters_;
  Inflow ifmaps_;
  std::deque<Arrival> arrivals_;
  std::uint64_t dump_left_ = 0;  ///< words
  Cycle dumped_at_ = kNever;     ///< the last of them leaves the buffer
  std::uint64_t open_block_ = 0;
  Cycle last_arrival_ = 0;
  Cycle due_ = 0;  ///< the first cycle in which there is something to do if the array changes nothing
  std::optional<Room> filter_room_;  ///< only if somebody wants to know
  std::optional<Room> buffer_room_;
  std::uint64_t sums_of_block_ = 0;       ///< words of the block whose sums have room in the buffer
  std::uint64_t block_known_ = kNoBlock;  ///< which block that is
  bool changed_ = true;                   ///< the array has made room or finished a block since the last tick
};

}  // namespace nestwave
