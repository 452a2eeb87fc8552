// SPDX-License-Identifier: Apache-2.0
// The systolic array as a module: feeders along its edges, the PEs, and the collectors of sums.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <systemc>
#include <vector>

#include "dataflows/state_memory.h"
#include "dataflows/systolic/folds.h"
#include "memory/clock.h"
#include "memory/recorder.h"
#include "memory/systolic/port_meter.h"
#include "memory/systolic/tensor_buffer.h"
#include "models/counts.h"
#include "models/result.h"
#include "models/systolic.h"
#include "pe/systolic/fold_works.h"
#include "pe/systolic/lanes.h"
#include "pe/systolic/ledger.h"
#include "pe/systolic/operand_grid.h"
#include "pe/systolic/sum_grid.h"

namespace nestwave {

/// Executes folds in the order in which they are posted. It runs cycle by cycle while anything moves;
/// where the next cycles only repeat the present one it executes them at once and sleeps until something
/// changes. A fold that is known (see StateMemory) is not executed: the array moves itself, and what is
/// counted, ahead to the beginning of the next one and sleeps until then.
class SystolicArray : public sc_core::sc_module {
 public:
  struct Config {
    const SystolicPlan& plan;
    Clock& clock;
    Recorder& recorder;
    std::vector<TensorBuffer*> buffers;  ///< by data space
    std::vector<LevelPorts*> ports;      ///< all that count
    int levels;
    bool with_values;
    bool fast_forward;  ///< known folds are not executed; nobody wants to be told of more than ends of cycles
  };

  SystolicArray(sc_core::sc_module_name name, const Config& config);

  /// A fold to be executed; its times lie in the future, or are now and the array has not run yet. To be
  /// skipped, it has to be posted before the one in front of it begins.
  void post(const FoldJob& job);
  /// Nothing happens from this cycle on.
  void stop_at(Cycle cycle) { stop_ = cycle; }

  [[nodiscard]] std::uint64_t macs() const { return macs_; }
  [[nodiscard]] std::uint64_t folds_collected() const { return collected_; }
  /// From the first MAC to the last, both included.
  [[nodiscard]] Cycle processing() const { return macs_ == 0 ? 0 : last_mac_ - first_mac_ + 1; }
  /// End of the last fold posted.
  [[nodiscard]] Cycle end() const { return end_; }
  /// Cycles of folds that were not executed.
  [[nodiscard]] Cycle skipped() const { return skipped_; }
  [[nodiscard]] PeLedger ledger(Cycle cycles) const { return ledger_.until(cycles); }
  /// Of a run whose ledgers are known.
  [[nodiscard]] std::vector<Phase> phases(const SimulationResult& run) const;
  /// Between the buffers and the PEs, by data space.
  [[nodiscard]] const std::vector<EdgeCounts>& traffic() const { return traffic_; }

 private:
  /// A fold in the array.
  struct Job {
    FoldJob job;
    std::uint32_t tiles[3] = {0, 0, 0};  ///< by data space
    std::uint64_t collected = 0;         ///< sums that have arrived
    std::uint64_t late = 0;              ///< of these, after the last MAC; only if somebody follows causes
  };
  struct Collector {
    std::uint64_t fold = 0;
    std::uint64_t position = 0;  ///< sums of it that have arrived
  };

  void run();
  void cycle(Cycle now);
  void start_folds(Cycle now);
  void feed_operands();
  void feed_sums();
  [[nodiscard]] std::uint64_t alike(const GridCounts& counts, const BitPlane& exits, Cycle now) const;
  void account(const GridCounts& counts, std::uint64_t cycles, Cycle now);
  void account_reads(std::uint64_t more, Cycle now);
  void account_loads(Cycle now);
  void collect(std::size_t column, std::uint64_t more, Cycle now);
  void count_registers(const GridCounts& counts, std::uint64_t cycles, Cycle now);
  void retire(Cycle now);
  bool skip_fold(Cycle now);
  [[nodiscard]] const Passage* known_fold();
  void write_given(std::uint64_t fold, bool streams, Cycle length, Cycle now);
  void visit_state(StateVisitor& state);
  void visit_jobs(StateVisitor& state);
  [[nodiscard]] std::uint64_t oldest_open(std::uint64_t fold) const;
  void account_fold(const FoldJob& job);
  void look_at_phase(Cycle now);
  void settle_ports(Cycle now);
  [[nodiscard]] std::vector<PortLedger> port_uses() const;
  [[nodiscard]] std::vector<PortLedger> ports_at(Cycle cycle, std::vector<PortLedger> uses) const;
  [[nodiscard]] Cycle next_start() const;
  [[nodiscard]] bool idle() const;
  [[nodiscard]] Job& job(std::uint64_t index) { return jobs_[index - first_job_]; }
  [[nodiscard]] const Job& job(std::uint64_t index) const { return jobs_[index - first_job_]; }
  [[nodiscard]] bool has_job(std::uint64_t index) const { return index - first_job_ < jobs_.size(); }
  [[nodiscard]] std::uint64_t sums_of_column(const Fold& fold) const {
    return plan_.sums_move() ? plan_.streamed.size : fold.rows;
  }
  [[nodiscard]] std::uint64_t sums_of(const Fold& fold) const { return fold.columns * sums_of_column(fold); }
  [[nodiscard]] bool complete(const Job& job) const { return job.collected == sums_of(job.job.fold); }
  [[nodiscard]] TensorBuffer& buffer(int space) { return *buffers_[space]; }

  const SystolicPlan& plan_;
  Clock& clock_;
  Recorder& recorder_;
  std::vector<TensorBuffer*> buffers_;
  std::vector<LevelPorts*> ports_;
  bool with_values_;
  bool fast_forward_;
  bool repeats_;  ///< cycles may be executed together
  std::optional<OperandGrid> operands_;
  std::optional<SumGrid> sums_;
  Lanes across_;  ///< by row
  Lanes down_;    ///< by column; sums that stay: the second operand
  Lanes shift_;   ///< by column: loads what stays, or drains sums
  std::vector<Collector> collectors_;
  std::deque<Job> jobs_;
  std::uint64_t first_job_ = 0;
  std::uint64_t next_shift_ = 0;   ///< fold that begins to load or to drain next
  std::uint64_t next_stream_ = 0;  ///< fold that begins to stream next
  bool ran_ = false;
  Cycle last_cycle_ = 0;  ///< executed so far
  Cycle next_cycle_ = 0;  ///< to be executed; never: nothing is to be done
  Cycle stop_ = kNever;
  Cycle end_ = 0;
  std::uint64_t macs_ = 0;
  Cycle first_mac_ = 0;
  Cycle last_mac_ = 0;
  std::uint64_t collected_ = 0;
  std::vector<EdgeCounts> traffic_;
  SystolicLedger ledger_;
  /// A fold that is executed while its outcome is awaited.
  struct Watched {
    StateMemory::Id state = 0;
    StateMemory::Words given;
    Tally tally;
  };
  StateMemory folds_{std::size_t{1} << 22U};  ///< 32 MB
  std::optional<Watched> watched_;
  std::optional<FoldWorks> works_;      ///< if somebody follows causes
  std::optional<SystolicLedger> told_;  ///< for those who follow the ledger
  std::uint64_t first_pes_ = 0;         ///< that have work in the first fold
  Cycle first_slot_ = kNever;           ///< of the first fold: its first MAC
  Cycle slots_end_ = 0;                 ///< of all folds posted: the cycle after the last MAC
  bool all_posted_ = false;
  std::optional<std::vector<PortLedger>> before_macs_;  ///< what ports were used until then
  std::optional<std::vector<PortLedger>> before_drain_;
  WrittenState state_;                ///< reused
  std::vector<std::uint64_t> given_;  ///< reused
  Cycle skipped_ = 0;
  sc_core::sc_event wake_;
};

}  // namespace nestwave
