// SPDX-License-Identifier: Apache-2.0
// A row-stationary array as a machine: PEs, networks and the way off chip, word by word.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <systemc>
#include <vector>

#include "memory/clock.h"
#include "memory/row_stationary/off_chip.h"
#include "models/design.h"
#include "models/result.h"
#include "noc/row_stationary/filter_bus.h"
#include "noc/row_stationary/ifmap_bus.h"
#include "noc/row_stationary/output_bus.h"
#include "noc/row_stationary/psum_bus.h"
#include "noc/row_stationary/wiring.h"
#include "pe/row_stationary/pes.h"

namespace nestwave {

/// One process ticks all parts while anything moves, and sleeps while only the memory does. A cycle has
/// three phases: the way off chip applies what has arrived and the networks decide; the PEs issue; the
/// networks deliver. All of them see the state at the beginning of the cycle, so that the order in which
/// parts are visited does not show.
class RowStationaryArray : public sc_core::sc_module {
 public:
  struct Options {
    Cycle stop = kNever;           ///< nothing happens from then on
    WordSource* source = nullptr;  ///< where values come from and go to; null: none are carried
    /// PEs are visited from the last to the first, and each does one thing at a time: it makes no difference.
    bool otherwise = false;
  };
  /// `design` has been made for the plan of `passes`.
  RowStationaryArray(sc_core::sc_module_name name, const RowStationaryPasses& passes, const Design& design,
                     Clock& clock, Recorder& recorder, const Options& options);

  /// The first cycle is due.
  void start() { wake_.notify(sc_core::SC_ZERO_TIME); }
  /// All sums are in the memory.
  [[nodiscard]] bool over() const { return off_chip_.over() && pes_.over(); }
  /// What was measured; the run is over or has been stopped.
  [[nodiscard]] SimulationResult close();
  [[nodiscard]] std::string stuck() const;

  /// The pass of the PE that has a part in all of them.
  [[nodiscard]] std::uint64_t pass() const { return pes_.pass(); }
  /// Enters the cycles before `now`, at whose beginning the array is.
  void settle(Cycle now);
  /// The passes that the array has been brought anything for or still works on, and the last tile that it
  /// has asked for.
  struct Reach {
    std::uint64_t first_pass = 0;
    std::uint64_t last_pass = 0;
    std::uint64_t last_tile = 0;
  };
  [[nodiscard]] Reach reach() const;
  /// All of its state, settled, at the beginning of a cycle. The iteration of the frame is pass(); values
  /// are not carried.
  void visit_state(StateVisitor& state);
  [[nodiscard]] Tick ticks_per_cycle() const { return off_chip_.per_cycle(); }

 private:
  void tick();
  Cycle cycle(Cycle now);
  void open_ledger();
  void report(Cycle now);
  void look_at_phase(Cycle now);
  [[nodiscard]] LedgerMoment moment(Cycle now);
  [[nodiscard]] std::vector<PortLedger> ports(std::vector<PortLedger> off_chip, Cycle now) const;
  [[nodiscard]] std::vector<EdgeCounts> traffic(const SimulationResult& result) const;
  [[nodiscard]] bool anything_moves() const;
  [[nodiscard]] std::uint64_t last_pass(std::uint64_t pass) const;
  void report_progress(Cycle now);
  /// In the order of their ports.
  [[nodiscard]] std::array<BusAccount*, 4> accounts() {
    return {&ifmap_bus_.account(), &filter_bus_.account(), &psum_bus_.account(), &output_bus_.account()};
  }
  [[nodiscard]] std::string links_name() const;
  [[nodiscard]] BusAccount account(int level, int data_space, const char* suffix) const;
  [[nodiscard]] EdgeCounts edge(int data_space, int from, int to) const;

  const RowStationaryPasses& passes_;
  const Design& design_;
  Clock& clock_;
  Recorder& recorder_;
  Cycle stop_;
  Cycle next_report_ = 0;  ///< of progress
  sc_core::sc_event wake_;
  RowStationaryGrid grid_;
  Inlets ifmaps_;
  Inlets filters_;
  PsumFifos feet_;
  PsumFifos exits_;
  Waiting waiting_;
  std::unique_ptr<SpadValues> values_;
  std::optional<RowStationaryWorks> works_;  ///< if somebody follows causes
  OffChip off_chip_;
  Wiring wiring_;
  EdgeCounts filter_edge_;
  EdgeCounts ifmap_edge_;
  EdgeCounts psum_edge_;
  FilterBus filter_bus_;
  IfmapBus ifmap_bus_;
  PsumBus psum_bus_;
  OutputBus output_bus_;
  RowStationaryPes pes_;
  std::optional<LedgerMoment> first_mac_;  ///< the moments between the phases
  std::optional<LedgerMoment> after_last_mac_;
};

/// Words per cycle of the array's networks: the bandwidth of the network below the level that sends, or if
/// it has none, of that level's reads; without either a network carries in a cycle all that goes to one
/// place. Throws InputError where they are no whole numbers, and where latencies are asked for that such an
/// array does not have.
[[nodiscard]] BusWidths row_stationary_widths(const Design& design, const RowStationaryPlan& plan);

}  // namespace nestwave
