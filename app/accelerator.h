// SPDX-License-Identifier: Apache-2.0
// The simulated machine of one design: the only place that wires the rooms together.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/fast_forward.h"
#include "app/memories.h"
#include "app/networks.h"
#include "app/phase_accounts.h"
#include "app/port_accounts.h"
#include "app/simulate.h"
#include "dataflows/nest.h"
#include "dataflows/stream.h"
#include "memory/arbiter.h"
#include "memory/clock.h"
#include "memory/recorder.h"
#include "memory/store.h"
#include "models/design.h"
#include "noc/inward_link.h"
#include "noc/outward_link.h"
#include "noc/update_link.h"
#include "pe/accumulator.h"
#include "pe/array.h"

namespace nestwave {

/// Tells observers that a cycle is over.
class CycleReporter : public Settler {
 public:
  CycleReporter(const Clock& clock, const Recorder& recorder) : clock_(clock), recorder_(recorder) {}
  void settle(Cycle /*until*/) override { recorder_.tell(kCycles, &Observer::end_of_cycle, clock_.now()); }

 private:
  const Clock& clock_;
  const Recorder& recorder_;
};

/// Elaborates the modules of a design in the present kernel context and runs them once.
class Accelerator {
 public:
  Accelerator(const Design& design, const SimulationOptions& options);

  /// Runs to the end (or to options.max_cycles) and returns what was measured.
  [[nodiscard]] SimulationResult run();

 private:
  /// One way of a data space from keeper to keeper; inner = level count means the MACs.
  struct Edge {
    int data_space;
    int outer;
    int inner;
  };

  void build_memories();
  void build_streams();
  void build_stores();
  void build_registers();
  void build_array();
  void build_links();
  void build_link(const Edge& edge);
  void open_ledger();
  [[nodiscard]] bool repeats() const;
  void build_fast_forward();
  void start();
  void run_to(Cycle stop);
  void visit_state(StateVisitor& state);

  [[nodiscard]] StoreConfig store_config(int level) const;
  [[nodiscard]] std::vector<std::uint64_t> pools(int level, StoreConfig& config) const;
  [[nodiscard]] std::vector<std::uint64_t> bank_pools(int level, StoreConfig& config) const;
  [[nodiscard]] int innermost(int data_space) const { return design_.keepers(data_space).back(); }
  void run_to_the_end();
  /// Instances of the outermost keeper of the outputs that have all their sums.
  [[nodiscard]] std::uint64_t finished() const;
  [[nodiscard]] SimulationResult measure();
  [[nodiscard]] std::vector<EdgeCounts> traffic() const;
  [[nodiscard]] std::string stuck() const;
  template <typename Item>
  void shuffle(std::vector<Item>& items) const;

  const Design& design_;
  SimulationOptions options_;
  std::shared_ptr<const Nest> nest_;
  Tick ticks_;
  Clock clock_;
  Recorder recorder_;
  std::shared_ptr<const Symmetry> symmetry_;
  Arbiter arbiter_;
  std::unique_ptr<Memories> memories_;
  std::map<std::pair<int, int>, std::unique_ptr<Stream>> streams_;  ///< (data space, inner level)
  std::vector<std::unique_ptr<Store>> stores_;                      ///< by level; null: used by nobody
  std::unique_ptr<Store> registers_;                                ///< of the MACs; null: not needed
  Networks networks_;
  std::unique_ptr<Accumulator> accumulator_;
  std::unique_ptr<PeArray> array_;
  std::vector<std::unique_ptr<InwardLink>> inward_;
  std::vector<std::unique_ptr<OutwardLink>> outward_;
  std::unique_ptr<UpdateLink> updates_;
  PortAccounts accounts_;
  std::unique_ptr<PhaseAccounts> phases_;
  CycleReporter reporter_;
  std::optional<FastForward> fast_forward_;
};

}  // namespace nestwave
