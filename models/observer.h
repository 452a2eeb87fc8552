// SPDX-License-Identifier: Apache-2.0
// What a model tells the outside while it runs. Observers never influence a run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/chain.h"
#include "models/counts.h"
#include "models/ledger.h"
#include "models/time.h"
#include "models/transfer.h"

namespace nestwave {

/// Kinds of events, for Observer::interests().
enum Interest : unsigned {
  kTransfers = 1,  ///< transfer(), memory_transfer_begins(), sums_arrived()
  kCounts = 2,     ///< count()
  kTiles = 4,      ///< tile_ready(), tile_ended(), occupancy()
  kMacs = 8,       ///< mac()
  kCycles = 16,    ///< end_of_cycle()
  kLedger = 32,    ///< ledger_opens(), pe_cycles(), port_cycles(), port_words(), room_used()
  kSteps = 64,     ///< step()
  kEverything = 127,
  /// With kTransfers or kTiles: of instances that do the same at the same time, those that the simulation
  /// lets stand for all are enough; simulated() says how many there are. Without it every instance is
  /// simulated by itself.
  kRepresentatives = 128,
  kWork = 256,  ///< work(); not among everything: it is for those who follow causes
};

/// What a part of an array with a controller of its own did, and what it could not do it before.
struct Work {
  std::size_t by = 0;     ///< the part; its works are told in the order in which they begin
  std::size_t after = 0;  ///< the part whose latest work it waited for; `by`: its own one before
  ChainLink link;         ///< what it did, and when
};

/// Attached to a run; every member has an empty default. Events come in order of simulated time
/// except that a transfer is reported when it is granted (its `first`/`last` are then known), or, to and
/// from a memory with a clock of its own, when it is over.
class Observer {
 public:
  virtual ~Observer() = default;

  /// What the observer wants to be told, asked once; what nobody wants costs nothing. finished()
  /// is always called.
  [[nodiscard]] virtual unsigned interests() const { return kEverything; }

  /// How many instances of each level, and last of the PEs, are simulated, and so reported: under each
  /// instance of a level equally many of the next. Told before anything else to those who have
  /// kRepresentatives.
  virtual void simulated(const std::vector<std::uint64_t>& /*instances*/) {}
  /// The first PE has come to this compute step; steps that nothing is simulated of are not told.
  virtual void step(std::uint64_t /*step*/) {}
  /// A transfer was granted.
  virtual void transfer(const Transfer& /*transfer*/) {}
  /// A transfer inward or outward begins whose outer end, of one instance, is a memory with a clock of its
  /// own; transfer() follows when it is over.
  virtual void memory_transfer_begins(bool /*inward*/, int /*data_space*/, int /*outer*/, int /*inner*/,
                                      std::uint64_t /*epoch*/, Cycle /*cycle*/) {}
  /// Words counted, with the compute step they are attributed to: accesses for a tile belong to
  /// the tile's first step (step 0 for the outermost keeper's single tile), drains and updates to
  /// the last step that contributed.
  virtual void count(int /*level*/, int /*data_space*/, Category /*category*/, std::uint64_t /*words*/,
                     std::uint64_t /*step*/, Cycle /*cycle*/) {}
  /// The tile `epoch` of an instance is complete: its words may be used from now on.
  virtual void tile_ready(int /*level*/, int /*data_space*/, std::uint64_t /*instance*/,
                          std::uint64_t /*epoch*/, Cycle /*cycle*/) {}
  /// The tile's life ended: words that the next does not keep are gone.
  virtual void tile_ended(int /*level*/, int /*data_space*/, std::uint64_t /*instance*/,
                          std::uint64_t /*epoch*/, Cycle /*cycle*/) {}
  /// Sums of a drain (or of a step's update, inner = level count) have arrived in the outer instance.
  virtual void sums_arrived(int /*outer*/, std::uint64_t /*outer_instance*/, int /*inner*/,
                            std::uint64_t /*epoch*/, Cycle /*cycle*/) {}
  /// PE `pe` multiplied at `step`; its operands were read at or before `cycle`.
  virtual void mac(std::uint64_t /*pe*/, std::uint64_t /*step*/, Cycle /*cycle*/) {}
  /// Room in use in one instance, in words, after a change.
  virtual void occupancy(int /*level*/, std::uint64_t /*instance*/, std::uint64_t /*words*/,
                         Cycle /*cycle*/) {}
  // The ledger as it is written: every entry of SimulationResult::pes and ::ports, with the time it is
  // of. Entries come no later than the last of their cycles is over; some reach into the future, and
  // what lies beyond the end of the run is not part of it.

  /// The names of the ports, in the order of SimulationResult::ports, and the levels of which room_used()
  /// will tell; told before anything else.
  virtual void ledger_opens(const std::vector<std::string>& /*ports*/, const std::vector<int>& /*rooms*/) {}
  /// `pes` PEs spend the cycles [first, stop) in this state. Waiting: for a data space, at a level.
  virtual void pe_cycles(PeState /*state*/, int /*data_space*/, int /*level*/, Cycle /*first*/,
                         Cycle /*stop*/, std::uint64_t /*pes*/) {}
  /// `instances` of a port are busy (no cause) or idle in [first, stop).
  virtual void port_cycles(std::size_t /*port*/, std::optional<IdleCause> /*idle*/, Cycle /*first*/,
                           Cycle /*stop*/, std::uint64_t /*instances*/) {}
  /// `words` pass the port in [first, stop), in all instances it stands for.
  virtual void port_words(std::size_t /*port*/, Cycle /*first*/, Cycle /*stop*/, std::uint64_t /*words*/) {}
  /// The room in use at a level, all instances together, changes by `words`.
  virtual void room_used(int /*level*/, std::int64_t /*words*/, Cycle /*cycle*/) {}
  /// A part of an array does something. The works of `after` are told before it, as far as they count.
  virtual void work(const Work& /*work*/) {}
  /// All events of `cycle` have been reported.
  virtual void end_of_cycle(Cycle /*cycle*/) {}
  /// The run is over; its length in cycles.
  virtual void finished(Cycle /*cycles*/) {}
};

}  // namespace nestwave
