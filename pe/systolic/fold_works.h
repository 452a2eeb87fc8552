// SPDX-License-Identifier: Apache-2.0
// What folds follow upon, for those who follow causes.
#pragma once

#include <cstdint>

#include "dataflows/systolic/folds.h"
#include "memory/recorder.h"
#include "models/systolic.h"
#include "models/time.h"

namespace nestwave {

/// Tells observers of three works per fold: what stays is loaded (unless that are the sums), the array
/// multiplies, and sums leave that are still in it after the last MAC.
class FoldWorks {
 public:
  /// `levels` of the design: the end of an edge that is no level stands for the MACs.
  FoldWorks(const SystolicPlan& plan, int levels, const Recorder& recorder)
      : plan_(plan), levels_(levels), recorder_(recorder) {}

  /// The cycle after the fold's last MAC.
  [[nodiscard]] Cycle macs_end(const FoldJob& job) const {
    return job.times.stream + plan_.streamed.size + job.fold.rows + job.fold.columns - 2;
  }
  /// The fold begins to load.
  void load(const FoldJob& job) const;
  /// The fold begins to stream.
  void stream(const FoldJob& job) const;
  /// The last sum has left before cycle `stop`; `words` of them after the last MAC.
  void leave(const FoldJob& job, std::uint64_t words, Cycle stop);

 private:
  enum Part : std::uint8_t { kLoader, kMacs, kCollector };
  [[nodiscard]] int inner(int data_space) const {
    return data_space == plan_.stationary && plan_.machine.registers >= 0 ? plan_.machine.registers : levels_;
  }
  void tell(Part by, Part after, const ChainLink& link) const {
    recorder_.tell(kWork, &Observer::work, Work{by, after, link});
  }

  const SystolicPlan& plan_;
  int levels_;
  const Recorder& recorder_;
  Part through_ = kMacs;  ///< what the last fold to leave ended with
};

}  // namespace nestwave
