// SPDX-License-Identifier: Apache-2.0
// Machines small enough to be timed by hand, and a log of what happened on them.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "models/design.h"
#include "models/observer.h"
#include "models/result.h"

namespace nestwave::test {

/// Data spaces of the tiny convolution, in problem order.
enum : int { kWeights, kInputs, kOutputs };

/// Loops like {"P", 4}, outermost first.
using Loops = std::vector<std::pair<std::string, std::uint64_t>>;

/// Weights[M][C][R] * Inputs[C][stride P + R] = Outputs[M][P]; the sizes are the products of the
/// loops' bounds unless given, and there are as many instances as the mapping uses.
struct TinyMachine {
  struct Level {
    StorageLevel hardware;
    std::string keep;  ///< of "WIO"
    Loops temporal;
    Loops spatial;  ///< along x
    Loops down;     ///< along y
  };
  std::vector<Level> levels;
  Loops sizes;  ///< of dimensions that are cut unevenly
  Policy policy;
  std::int64_t stride = 1;
  Cycle depth = 0;  ///< of the MACs
  double cycle_seconds = 1e-9;
  std::uint64_t rows = 1;  ///< of MACs; the mapping uses the first one

  /// Adds a level inside the others.
  TinyMachine& level(const std::string& name, const std::string& keep, const Loops& temporal = {},
                     const Loops& spatial = {}, const Loops& down = {});
  StorageLevel& operator[](std::size_t index) { return levels[index].hardware; }

  [[nodiscard]] Design design() const;
};

/// Everything a run told its observer.
class Log : public Observer {
 public:
  struct Tile {
    int level;
    int data_space;
    std::uint64_t instance;
    std::uint64_t epoch;
    Cycle cycle;
  };

  void transfer(const Transfer& transfer) override { transfers_.push_back(transfer); }
  void tile_ready(int level, int data_space, std::uint64_t instance, std::uint64_t epoch,
                  Cycle cycle) override {
    ready_.push_back({level, data_space, instance, epoch, cycle});
  }
  void tile_ended(int level, int data_space, std::uint64_t instance, std::uint64_t epoch,
                  Cycle cycle) override {
    ended_.push_back({level, data_space, instance, epoch, cycle});
  }
  void mac(std::uint64_t pe, std::uint64_t step, Cycle cycle) override {
    macs_.push_back({0, 0, pe, step, cycle});
  }
  void occupancy(int level, std::uint64_t instance, std::uint64_t words, Cycle cycle) override;
  void finished(Cycle cycles) override { cycles_ = cycles; }

  /// Cycles in which the tiles of instance 0 became ready (ended), tile by tile.
  [[nodiscard]] std::vector<Cycle> ready(int level, int data_space) const;
  [[nodiscard]] std::vector<Cycle> ended(int level, int data_space) const;
  /// Cycles in which one tile became ready, instance by instance.
  [[nodiscard]] std::vector<Cycle> ready_everywhere(int level, int data_space, std::uint64_t epoch) const;
  /// Cycles in which a PE multiplied, step by step.
  [[nodiscard]] std::vector<Cycle> macs(std::uint64_t pe = 0) const;
  [[nodiscard]] std::vector<Transfer> transfers(TransferKind kind, int data_space) const;
  /// Cycles in which those transfers began (had arrived).
  [[nodiscard]] std::vector<Cycle> begins(TransferKind kind, int data_space) const;
  [[nodiscard]] std::vector<Cycle> arrivals(TransferKind kind, int data_space) const;
  /// Most words that one instance of the level held at a time, its outermost tiles left out.
  [[nodiscard]] std::uint64_t peak(int level) const;
  [[nodiscard]] Cycle cycles() const { return cycles_; }

 private:
  std::vector<Transfer> transfers_;
  std::vector<Tile> ready_;
  std::vector<Tile> ended_;
  std::vector<Tile> macs_;
  std::vector<std::pair<int, std::uint64_t>> occupancy_;
  Cycle cycles_ = 0;
};

/// The result of a run, and its log.
struct Outcome {
  SimulationResult result;
  Log log;

  [[nodiscard]] std::uint64_t count(int level, int data_space, Category category) const {
    return result.counts.at(level, data_space)[category];
  }
  /// The ledger of the port of that name, like "Memory.read"; throws InternalError if there is none.
  [[nodiscard]] const PortLedger& port(const std::string& name) const;
  [[nodiscard]] std::uint64_t idle(const std::string& name, IdleCause cause) const {
    return port(name).idle[static_cast<std::size_t>(cause)];
  }
};

[[nodiscard]] Outcome run(const Design& design);
[[nodiscard]] inline Outcome run(const TinyMachine& machine) {
  return run(machine.design());
}

/// first, first + 1, … (count of them).
[[nodiscard]] std::vector<Cycle> from(Cycle first, std::size_t count);

// Machines that several tests start from.

/// A new weight for every step: Memory [M = words] keeps weights, Register everything.
[[nodiscard]] TinyMachine weight_stream(std::uint64_t words);
/// Two sums visited twice: Memory [C = 2, M = 2] keeps outputs, Register everything; each of the four
/// steps has a tile of its own.
[[nodiscard]] TinyMachine revisited_sums();

}  // namespace nestwave::test
