// SPDX-License-Identifier: Apache-2.0
// THE storage level: room and residency, for buffers, scratchpads and registers alike.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <systemc>
#include <vector>

#include "dataflows/stream.h"
#include "memory/arbiter.h"
#include "memory/buffer_banks.h"
#include "memory/clock.h"
#include "memory/port.h"
#include "memory/recorder.h"
#include "models/architecture.h"

namespace nestwave {

/// What one level does for one data space.
struct StoredSpace {
  Stream* stream = nullptr;  ///< tiles it goes through; null: bypassed
  bool outermost = false;    ///< holds its one tile from the start, for good
  bool read_write = false;
  std::uint64_t parent_children = 1;  ///< instances of this level under one parent
  int pool = 0;                       ///< whose room it takes
  Requester* inward = nullptr;        ///< link that brings the tiles; indexed by the parent's instance
  Requester* outward = nullptr;       ///< link that drains them; indexed by the parent's instance
  std::vector<Requester*> users;      ///< links or PEs that are served from it; indexed by its instance

  /// Its tiles come and go; those of an outermost keeper do not.
  [[nodiscard]] bool moves() const { return stream != nullptr && !outermost; }
};

/// Static description of a storage level of the simulated machine.
struct StoreConfig {
  int level = 0;                       ///< index in the architecture; level count: registers of the MACs
  std::uint64_t instances = 1;         ///< that are simulated
  std::vector<std::uint64_t> weights;  ///< how many each of them stands for; empty: none but itself
  std::vector<StoredSpace> spaces;
  std::vector<std::uint64_t> pools;  ///< words of room per instance, beside outermost tiles
  Cycle latency = 0;
  std::uint64_t prefetch_depth = 1;
  bool counted = true;  ///< registers of the MACs are not
};

/// All instances of one storage level. Residency is a count of tiles per instance and data space:
/// tiles are granted room, arrive, become ready and end in the order of the stream.
class Store : public sc_core::sc_module {
 public:
  Store(sc_core::sc_module_name name, StoreConfig config, Clock& clock, Recorder& recorder);

  /// Ports; null where the level has none of the kind.
  std::unique_ptr<PortBank> read_port;
  std::unique_ptr<PortBank> write_port;
  std::unique_ptr<PortBank> shared_port;
  std::unique_ptr<BufferBanks> banks;

  [[nodiscard]] const StoreConfig& config() const { return config_; }
  [[nodiscard]] std::uint64_t weight(std::uint64_t instance) const {
    return config_.weights.empty() ? 1 : config_.weights[instance];
  }
  [[nodiscard]] StoredSpace& space(int data_space) { return config_.spaces[data_space]; }

  /// The tile is complete in this instance: it may be served from and computed on.
  [[nodiscard]] bool ready(int data_space, std::uint64_t instance, std::uint64_t epoch) const {
    return config_.spaces[data_space].outermost || tile(data_space, instance).ready > epoch;
  }
  /// The tile has all its room in this instance.
  [[nodiscard]] bool granted(int data_space, std::uint64_t instance, std::uint64_t epoch) const {
    return config_.spaces[data_space].outermost || tile(data_space, instance).granted > epoch;
  }
  /// Index of the tile in use: all before it have ended.
  [[nodiscard]] std::uint64_t ended(int data_space, std::uint64_t instance) const {
    return tile(data_space, instance).ended;
  }
  /// All sums of the tile have arrived from inside.
  [[nodiscard]] bool completed(int data_space, std::uint64_t instance, std::uint64_t epoch) const {
    return tile(data_space, instance).completed > epoch;
  }
  /// Words of the tiles up to and including `epoch` that are sent to this instance and lack room;
  /// not counted further once they are more than `enough`.
  [[nodiscard]] std::uint64_t lacking(int data_space, std::uint64_t instance, std::uint64_t epoch,
                                      std::uint64_t enough) const;

  // Recording phase.
  /// The tile's last word has reached the instance (it may still lack room).
  void arrive(int data_space, std::uint64_t instance, std::uint64_t epoch);
  /// Tiles below `through` are over: read out to the last word, or drained.
  void end(int data_space, std::uint64_t instance, std::uint64_t through);
  /// Tiles below `through` have received their last sum.
  void complete(int data_space, std::uint64_t instance, std::uint64_t through);
  /// Starts the first round: everything may change.
  void touch_all();

  /// Iterations of the loop that all its streams may be moved ahead by; see Stream.
  [[nodiscard]] std::uint64_t iterations_left(std::size_t loop, std::uint64_t step) const;
  /// Shows tiles, room, ports and streams to the visitor; between two cycles only.
  void visit_state(StateVisitor& state);

 private:
  struct Tile {
    std::uint64_t granted = 0;          ///< tiles with all their room
    std::uint64_t held = 0;             ///< words of room taken
    std::uint64_t partial = 0;          ///< words of the next tile that have room
    std::uint64_t arrived_through = 0;  ///< one past the last tile whose words have arrived
    std::uint64_t ready = 0;
    std::uint64_t end_wanted = 0;  ///< tiles below are over as soon as they are ready
    std::uint64_t ended = 0;
    std::uint64_t completed = 0;
  };

  [[nodiscard]] Tile& tile(int data_space, std::uint64_t instance) {
    return tiles_[instance * config_.spaces.size() + data_space];
  }
  [[nodiscard]] const Tile& tile(int data_space, std::uint64_t instance) const {
    return tiles_[instance * config_.spaces.size() + data_space];
  }
  void touch(std::uint64_t instance);
  void allocate();
  void settle_instance(std::uint64_t instance, Cycle now);
  void report_room(std::uint64_t instance, std::uint64_t before, Cycle now) const;
  void release(int data_space, std::uint64_t instance, Cycle now);
  [[nodiscard]] std::uint64_t reserved(int data_space, std::uint64_t instance) const;
  void give_room(std::uint64_t instance, int pool);
  bool make_ready(int data_space, std::uint64_t instance, Cycle now);
  [[nodiscard]] bool receives(int data_space, std::uint64_t instance, std::uint64_t epoch) const;
  void trim();
  [[nodiscard]] std::uint64_t oldest(int data_space) const;

  StoreConfig config_;
  Clock& clock_;
  Recorder& recorder_;
  sc_core::sc_event changed_;
  std::vector<Tile> tiles_;                ///< instance-major
  std::vector<std::uint64_t> free_words_;  ///< instance-major, per pool
  std::vector<std::uint64_t> used_words_;  ///< per instance, for observers
  std::vector<std::uint64_t> touched_;
  std::vector<std::uint8_t> is_touched_;
  std::vector<std::size_t> trim_at_;  ///< per data space: epochs held that are worth a look
};

}  // namespace nestwave
